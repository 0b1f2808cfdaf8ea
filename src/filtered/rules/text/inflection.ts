const irregular: Record<string, string> = {
  people: 'person',
  persons: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  feet: 'foot',
  data: 'data',
  media: 'media',
  criteria: 'criterion',
  indices: 'index',
  matrices: 'matrix',
  analyses: 'analysis',
  diagnoses: 'diagnosis',
  mice: 'mouse',
  staff: 'staff',
  news: 'news',
  series: 'series',
  species: 'species',
  status: 'status',
  statuses: 'status',
  bus: 'bus',
  buses: 'bus',
  movies: 'movie',
  cookies: 'cookie',
  ties: 'tie',
  lenses: 'lens',
  gas: 'gas',
  canvas: 'canvas',
  less: 'less',
  plus: 'plus',
  always: 'always',
  minus: 'minus',
  aircraft: 'aircraft',
  premises: 'premises',
}

/** The singular of an English noun; a word that is none comes back as it is. */
export function singular(word: string): string {
  if (Object.hasOwn(irregular, word)) return irregular[word]!
  if (word.length < 4 || !word.endsWith('s')) return word
  if (/(ss|us|is)$/.test(word)) return word
  if (word.endsWith('ies')) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1)
  if (/(wives|lives|knives|leaves|shelves|halves|wolves|selves|thieves)$/.test(word))
    return word.replace(
      /ves$/,
      word.endsWith('lives') || word.endsWith('wives') || word.endsWith('knives') ? 'fe' : 'f',
    )
  if (/(ches|shes|xes|sses|zzes)$/.test(word)) return word.slice(0, -2)
  if (/(oes)$/.test(word) && word.length > 5) return word.slice(0, -2)
  if (/(addresse|processe|viruse|bonuse|campuse|invoicse)s$/.test(word)) return word.slice(0, -2)
  return word.slice(0, -1)
}

/** Each word of a phrase in the singular, hyphens and underscores as spaces: the key that vocabularies are looked up by. */
export const phraseKey = (phrase: string) =>
  phrase
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter(Boolean)
    .map(singular)
    .join(' ')

/** Forms that share no letters with their verb, and verbs for one deed. */
const irregularForms: Record<string, string> = {
  bought: 'buy',
  sold: 'sell',
  sale: 'sell',
  sales: 'sell',
  paid: 'pay',
  sent: 'send',
  made: 'make',
  born: 'birth',
  written: 'write',
  wrote: 'write',
  taught: 'teach',
  lent: 'lend',
  flown: 'fly',
  flew: 'fly',
  flight: 'fly',
  built: 'build',
  spent: 'spend',
  held: 'hold',
  begun: 'begin',
  began: 'begin',
  died: 'death',
  deceased: 'death',
  taken: 'take',
  took: 'take',
  given: 'give',
  won: 'win',
  led: 'lead',
  left: 'leave',
  ran: 'run',
  registration: 'register',
  reg: 'register',
  billed: 'bill',
  independent: 'independence',
  prescript: 'prescribe',
  subscript: 'subscribe',
  descript: 'describe',
  applic: 'apply',
  admiss: 'admit',
  submiss: 'submit',
  permiss: 'permit',
  publication: 'publish',
  transmiss: 'transmit',
  recept: 'receive',
  receipt: 'receive',
  complaint: 'complain',
  response: 'respond',
  respons: 'respond',
  diagnosis: 'diagnose',
  diagnoses: 'diagnose',
  loss: 'lose',
  lost: 'lose',
  kept: 'keep',
  driven: 'drive',
  drove: 'drive',
  chosen: 'choose',
  broken: 'break',
  broke: 'break',
}
const suffixes =
  `ations ation ances ance ences ence ures ure ments ment ions ion ings ing eries ery ies ied als al ers er or ed es e s y`.split(
    ' ',
  )
const shortestStem = 3

/** Words such as constructor are no forms of any. */
const baseOf = (word: string) => (Object.hasOwn(irregularForms, word) ? irregularForms[word]! : word)

/** What a verb has in common with the noun of the same deed: rented and rental, shipped and shipment, delivered and delivery. */
export function stem(word: string): string {
  let base = baseOf(word)
  for (;;) {
    const suffix = suffixes.find(
      (ending) => base.endsWith(ending) && base.length - ending.length >= shortestStem,
    )
    if (!suffix) break
    base = base.slice(0, -suffix.length)
    base = baseOf(base)
  }
  // "shipped" leaves shipp.
  return base.length > shortestStem ? base.replace(/([bdfgklmnprst])\1$/, '$1') : base
}
