import { stem } from '../text/inflection.ts'
import { grammarWords } from '../text/phrases.ts'

/** Verbs that say only that two things belong together, or that one has the other: what they tie is in the references. */
export const linkingVerbs = new Set(
  `placed made done created taken given located based living residing situated belonging belong belongs belonged containing contain
   contains including include includes contained included starring featuring feature features featured starred star stars handled
   served processed managed supplied provided working work works worked employed assigned listed categorized categorised classified
   labelled labeled held owned own owns owning having associated linked connected related tied attached acting act acts acted
   appearing appear appears appeared playing play plays played written sung performed recorded produced issued using use uses used
   involving involve involves covering concerning regarding placing making come comes coming came hail hailing live lives lived
   reside resides resident sit sits sitting serve serves serving carry carries carrying carried stocked stock stocks kept keeps
   get got getting received receive receives
   supply supplies supplying provide provides providing manage manages managing handle handles handling process processes processing
   filed registered found sold purchased bought ordered ordering buying selling happen happened happening occur occurred occurring
   wrote write writes leave leaves gave give gives submitted submit put posted did ran held hosted won received
   taught teaching teach teaches attended attending attend reporting report reports belongs offered offering offer offers spoken
   speaking speak speaks take takes took taking study studies studied studying learn learns learned learnt learning know knows knew knowing
   use uses drive drives driven flying fly flies flew flown visit visits visited treat treats treated treating see saw seen watch watched watches watching
   member members consisting consist consists composed brought bring grouped stationed operating operated`
    .trim()
    .split(/\s+/),
)
for (const word of linkingVerbs) grammarWords.add(word)

/**
 * Verbs of deeds that tables and date columns are named after, by stems: the first of a line is also told of by the others, the likeliest first.
 * A verb also finds what shares its own stem, so that only different words are here.
 */
const deeds: readonly (readonly string[])[] = `
order purchase buy sell invoice transact book
buy purchase order sell invoice transact
purchase order buy sell invoice transact
sell order purchase invoice
pay transact
spend pay order invoice purchase sell transact
ship send deliver dispatch
send ship deliver dispatch
dispatch ship send
deliver ship
rent hire lease
borrow loan rent checkout
loan borrow
lend loan
return returned
book reserve
reserve book
hire employ
join register create sign hire member enroll
sign create register join
register create sign join enroll
subscribe register create sign
create add register insert post
add create
open create
update modify change edit
log login
sign signup create register join
check checkin
build construct manufacture make produce model
manufacture make produce build model
make manufacture produce build
change update modify
modify update change edit
edit update modify
release publish launch
publish release post
launch release start
review rate
rate review
enroll register
visit appoint encounter
play match game
post create
start begin
begin start
end finish close
finish end complete
close end
complete finish end
expire end valid
leave depart terminate
depart leave
terminate leave end
receive arrive
arrive receive
found establish
establish found
require due
bill invoice
invoice bill
fly depart
enter create
birth born
publish release`
  .trim()
  .split('\n')
  .map((line) => line.split(' ').map(stem))
const deedStems = new Map<string, readonly string[]>(deeds.map(([verb, ...stems]) => [verb!, stems]))

/** Stems of nouns that a verb's stem may stand for, the likeliest first. */
export const stemsOfDeed = (verb: string): readonly string[] => {
  const known = deedStems.get(verb) ?? []
  return known.includes(verb) ? known : [verb, ...known]
}

/** Past participles and past tenses of these end irregularly, or are so short that their stem says too little. */
export const irregularDeeds =
  `bought sold paid sent made born written wrote taught lent flown flew built spent held begun began died taken
  took given won led left ran`.split(/\s+/)
for (const word of irregularDeeds) grammarWords.add(word)
/** Forms of verbs of deeds that do not show by their ending that they are verbs. */
export const deedWords = new Set([
  ...irregularDeeds,
  ...`order orders ordered ordering purchase purchased purchases buy buys buying bought rent rented rents renting borrow borrowed
  book booked pay pays paid paying ship shipped ships send sent return returned deliver delivered hire hired join joined sign signed
  register registered create created add added open opened update updated change changed modify modified edit edited release released
  publish published launch launched review reviewed rate rated enroll enrolled enrol enrolled visit visited vote voted comment commented
  post posted start started end ended finish finished close closed complete completed expire expired cancelled canceled cancel refunded
  refund receive received arrive arrived depart departed leave left terminate terminated found founded establish established required due
  invoiced billed born died deceased subscribed spend spends spent spending logged dispatched reserved write writes wrote`.split(
    /\s+/,
  ),
])
for (const word of deedWords) grammarWords.add(word)
