/** A text of which parts were understood already: what is taken is blanked, what is left over was not. */
export type Reading = { text: string }

export function take(reading: Reading, pattern: RegExp): RegExpExecArray | null {
  const match = pattern.exec(reading.text)
  if (match) blank(reading, match.index, match.index + match[0].length)
  return match
}

export function takeAll(reading: Reading, pattern: RegExp): RegExpExecArray[] {
  const matches: RegExpExecArray[] = []
  for (let match = take(reading, pattern); match; match = take(reading, pattern)) matches.push(match)
  return matches
}

export function blank(reading: Reading, from: number, to: number): void {
  reading.text = reading.text.slice(0, from) + ' '.repeat(to - from) + reading.text.slice(to)
}

const small = 'one two three four five six seven eight nine ten eleven twelve'.split(' ')
const tens: Record<string, number> = {
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  hundred: 100,
}
export const numberPattern = `(?:\\d{1,3}|${[...small, ...Object.keys(tens)].join('|')})`

export function countIn(word: string): number {
  if (Object.hasOwn(tens, word)) return tens[word]!
  return small.includes(word) ? small.indexOf(word) + 1 : Number(word)
}
