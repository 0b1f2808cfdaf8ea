/** What somebody may send that is to be refused, each as large as it may be or larger; by what it tries. */
export type Hostile = { body: string; type?: string; chunked?: boolean }

const largest = 1_048_000
const times = (count: number, text: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at))
/** As many of a text as fill a body. */
const filled = (text: string, bytes = largest) => text.repeat(Math.floor(bytes / text.length))

const asking = (query: string, variables?: object): Hostile => ({
  body: JSON.stringify({ query, variables }),
})

/** Each fragment spreads the next one twice: 2 to the power of `count` fields, were they walked. */
const bomb = (count: number) =>
  `{ ...f0 } ${times(count, (at) => `fragment f${at} on Query { ...f${at + 1} ...f${at + 1} }`).join(' ')} fragment f${count} on Query { viewer { role } }`

/** Each stands in two fields of the one before: as deep as may be, and 2 to the power of `count` answers. */
const nestedBomb = (count: number) =>
  `{ databases { nodes { ...f0 } } } ${times(
    count,
    (at) =>
      `fragment f${at} on Database { tables { nodes { database { ...f${at + 1} } } } relationships { nodes { sourceTable { database { ...f${at + 1} } } } } }`,
  ).join(' ')} fragment f${count} on Database { id }`

/** Fragments that any two of have to be compared. */
const web = (count: number) =>
  `{ ${times(count, (at) => `...f${at}`).join(' ')} } ${times(
    count,
    (at) =>
      `fragment f${at} on Query { viewer { role userId } ${times(3, (n) => (at + n + 1 < count ? `...f${at + n + 1}` : '')).join(' ')} }`,
  ).join(' ')}`

const deepIn = (count: number, open: string, inner: string, end = '}') =>
  `${open.repeat(count)}${inner}${end.repeat(count)}`

export const hostile: Record<string, Hostile> = {
  'fragments that double 100 times': asking(bomb(100)),
  'fragments that double within one another': asking(nestedBomb(3)),
  '10,000 aliases': asking(`{ ${times(10_000, (at) => `a${at}: viewer { role }`).join(' ')} }`),
  'aliases up to the limit of tokens': asking(`{ ${times(330, (at) => `a${at}: viewer{role}`).join(' ')} }`),
  '1 MB of aliases': asking(`{ ${times(40_000, (at) => `a${at}: viewer { role }`).join(' ')} }`),
  'fragments that spread one another': asking(web(80)),
  'a fragment in itself': asking('{ ...f } fragment f on Query { node(id: 1) { id } ...f }'),
  '250,000 fields deep': asking(deepIn(250_000, '{a', '{a}')),
  '900 fields deep': asking(deepIn(490, '{ node ', '{ id }')),
  '270 directives': asking(`{ viewer { role ${'@skip(if: false) '.repeat(270)} } }`),
  '1 MB of directives': asking(`{ viewer { role ${filled('@skip(if: false) ')} } }`),
  'a list of 175,000 in the document': asking(`{ nodes(ids: [${filled('"a" ', 700_000)}]) { id } }`),
  'a list of 250,000 in a variable': asking('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
    ids: Array(250_000).fill('a'),
  }),
  'a text of 1 MB': asking(`{ node(id: "${filled('a')}") { nothing } }`),
  'a comment of 1 MB': asking(`{ nothing } #${filled('a')}`),
  '1 MB of blanks': asking(`{${filled(' ')}nothing }`),
  '1 MB of commas': asking(`{${filled(',')}nothing }`),
  '1 MB of a word': asking(`{ ${filled('a')} }`),
  'a field 900 times': asking(`{ viewer { ${'role '.repeat(900)} nothing } }`),
  'a field 300 times with other arguments': asking(
    `{ chart(id: "a") { ${times(190, (at) => `svg(width: ${at})`).join(' ')} } }`,
  ),
  '1,900 fields that are not there': asking(`{ viewer { ${times(1_900, (at) => `rol${at}`).join(' ')} } }`),
  '300 operations': asking(times(300, (at) => `query q${at} { nothing }`).join(' ')),
  '300 variables': asking(
    `query (${times(300, (at) => `$v${at}: Int = ${at}`).join(' ')}) { databases(first: $v1) { totalCount } }`,
  ),
  'conditions 400 deep in the document': asking(
    `{ filterPlan(input: { source: {} plan: { subjects: [{ table: { name: "a" } where: ${deepIn(300, '{ not: ', '{ all: [] }')} }] } }) { __typename } }`,
  ),
  'conditions 50,000 deep in a variable': {
    body: `{"query":"query ($plan: FilterPlanInput) { filterPlan(input: { source: {}, plan: $plan }) { __typename } }","variables":{"plan":{"subjects":[{"table":{"name":"a"},"where":${deepIn(50_000, '{"not":', '{}')}}]}}}`,
  },
  'JSON 500,000 deep': {
    body: `{"query":"{ viewer { role } }","variables":{"a":${'['.repeat(260_000)}${']'.repeat(260_000)}}}`,
  },
  '1 MB that is no JSON': { body: `{"query": ${filled('[')}` },
  '100,000 parameters that are none': { body: `{${times(60_000, (at) => `"p${at}":1`).join(',')}}` },
  'pages of pages': asking(
    '{ databases(first: 100) { nodes { tables(first: 100) { nodes { columns { name } } } } } }',
  ),
  'introspection of introspection': asking(
    `{ __schema { types ${deepIn(5, '{ fields { type ', '{ name }', '} }')} } }`,
  ),
  '50,000 operations in one body': {
    body: `[${times(25_000, () => '{"query":"{ __typename }"}').join(',')}]`,
  },
  'a body of 5 MB': { body: ' '.repeat(5_000_000) },
  'a body of 5 MB that does not say so': { body: ' '.repeat(5_000_000), chunked: true },
  'a form': { body: 'query={viewer{role}}', type: 'application/x-www-form-urlencoded' },
  'a form with parts': { body: filled('a'), type: 'multipart/form-data; boundary=a' },
  'plain text': { body: '{"query":"{ viewer { role } }"}', type: 'text/plain' },
}
