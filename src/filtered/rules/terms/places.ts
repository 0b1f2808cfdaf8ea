/** Who or what comes from where: adjective, the country's name in English; more names of it follow. */
const nations = `
american:United States,USA,US,U.S.,U.S.A.,United States of America,America
british:United Kingdom,UK,U.K.,Great Britain,Britain,England
english:England,United Kingdom,UK
scottish:Scotland
welsh:Wales
irish:Ireland
german:Germany,Deutschland,Federal Republic of Germany
french:France
spanish:Spain
portuguese:Portugal
italian:Italy
swiss:Switzerland
austrian:Austria
dutch:Netherlands,The Netherlands,Holland
belgian:Belgium
danish:Denmark
swedish:Sweden
norwegian:Norway
finnish:Finland
icelandic:Iceland
polish:Poland
czech:Czech Republic,Czechia
slovak:Slovakia,Slovak Republic
hungarian:Hungary
romanian:Romania
bulgarian:Bulgaria
greek:Greece
turkish:Turkey,Türkiye,Turkiye
russian:Russia,Russian Federation
ukrainian:Ukraine
belarusian:Belarus
serbian:Serbia
croatian:Croatia
slovenian:Slovenia
estonian:Estonia
latvian:Latvia
lithuanian:Lithuania
albanian:Albania
maltese:Malta
cypriot:Cyprus
luxembourgish:Luxembourg
canadian:Canada
mexican:Mexico
cuban:Cuba
jamaican:Jamaica
dominican:Dominican Republic
puerto rican:Puerto Rico
guatemalan:Guatemala
brazilian:Brazil,Brasil
argentinian:Argentina
argentine:Argentina
chilean:Chile
peruvian:Peru
colombian:Colombia
venezuelan:Venezuela
ecuadorian:Ecuador
bolivian:Bolivia
uruguayan:Uruguay
paraguayan:Paraguay
chinese:China,People's Republic of China
japanese:Japan
korean:South Korea,Korea,Republic of Korea
south korean:South Korea,Korea
taiwanese:Taiwan
indian:India
pakistani:Pakistan
bangladeshi:Bangladesh
nepalese:Nepal
indonesian:Indonesia
malaysian:Malaysia
singaporean:Singapore
thai:Thailand
vietnamese:Vietnam,Viet Nam
filipino:Philippines
philippine:Philippines
cambodian:Cambodia
mongolian:Mongolia
kazakh:Kazakhstan
iranian:Iran
iraqi:Iraq
israeli:Israel
saudi:Saudi Arabia
emirati:United Arab Emirates,UAE
lebanese:Lebanon
egyptian:Egypt
moroccan:Morocco
algerian:Algeria
tunisian:Tunisia
nigerian:Nigeria
kenyan:Kenya
ethiopian:Ethiopia
ghanaian:Ghana
tanzanian:Tanzania
south african:South Africa
zimbabwean:Zimbabwe
australian:Australia
new zealand:New Zealand
afghan:Afghanistan
european:Europe
asian:Asia
african:Africa
south american:South America
north american:North America`
  .trim()
  .split('\n')
  .map((line) => line.split(':') as [string, string])

/** US states and Canadian provinces with their codes. */
const provinces =
  `Alabama AL,Alaska AK,Arizona AZ,Arkansas AR,California CA,Colorado CO,Connecticut CT,Delaware DE,Florida FL,Georgia GA,
Hawaii HI,Idaho ID,Illinois IL,Indiana IN,Iowa IA,Kansas KS,Kentucky KY,Louisiana LA,Maine ME,Maryland MD,Massachusetts MA,Michigan MI,
Minnesota MN,Mississippi MS,Missouri MO,Montana MT,Nebraska NE,Nevada NV,New Hampshire NH,New Jersey NJ,New Mexico NM,New York NY,
North Carolina NC,North Dakota ND,Ohio OH,Oklahoma OK,Oregon OR,Pennsylvania PA,Rhode Island RI,South Carolina SC,South Dakota SD,
Tennessee TN,Texas TX,Utah UT,Vermont VT,Virginia VA,Washington WA,West Virginia WV,Wisconsin WI,Wyoming WY,Alberta AB,British Columbia BC,
Manitoba MB,New Brunswick NB,Newfoundland NL,Nova Scotia NS,Ontario ON,Quebec QC,Saskatchewan SK`
    .split(',')
    .map((line) => /^\s*(.+) (\w\w)$/.exec(line)!.slice(1) as [string, string])

/** ICU's English names of regions, by their two letters. */
const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const codes = new Map<string, string>()
for (const code of letters.flatMap((a) => letters.map((b) => a + b))) {
  const name = regionNames.of(code)
  if (name && !/^(ZZ|EU|EZ|UN|XA|XB|QO|UK|DD|SU|YU|CS|FX|TP|BU|ZR|NT|AN)$/.test(code))
    codes.set(name.toLowerCase(), code)
}

/** Other ways in which a place may be stored, by the way in which it is said. `code`: only in columns of countries or states. */
export type PlaceName = { name: string; kind: 'country' | 'province'; code: boolean }
const places = new Map<string, PlaceName[]>()
const add = (said: string, names: PlaceName[]) => places.set(said, [...(places.get(said) ?? []), ...names])

const countryNames = new Map<string, string[]>()
for (const [, names] of nations) {
  const all = names.split(',')
  for (const name of all)
    countryNames.set(name.toLowerCase(), [
      ...new Set([...(countryNames.get(name.toLowerCase()) ?? []), ...all]),
    ])
}
const asCountry = (names: string[]): PlaceName[] => {
  const own = names.map((name): PlaceName => ({ name, kind: 'country', code: name.length <= 3 }))
  const code = names.map((name) => codes.get(name.toLowerCase())).find(Boolean)
  return code && !names.includes(code) ? [...own, { name: code, kind: 'country', code: true }] : own
}
for (const [adjective, names] of nations) add(adjective, asCountry(names.split(',')))
// England is a part of the UK: saying one does not mean the other.
for (const name of new Set([...codes.keys(), ...countryNames.keys()]))
  if (!/^(england|scotland|wales)$/.test(name))
    add(
      name,
      asCountry([
        ...new Set([name, ...(countryNames.get(name) ?? []).filter((other) => other !== 'England')]),
      ]),
    )
for (const [name, code] of provinces) {
  add(name.toLowerCase(), [
    { name: code, kind: 'province', code: true },
    { name, kind: 'province', code: false },
  ])
  add(code.toLowerCase(), [{ name, kind: 'province', code: false }])
}

/** Names under which what was said may be stored; none where it is no country, nationality or state. */
export const placeNames = (said: string): readonly PlaceName[] => places.get(said) ?? []
export const isNationality = (said: string) => nations.some(([adjective]) => adjective === said)
export const countryColumn = /country|nation|citizen|origin/
export const provinceColumn = /state|province|region/
