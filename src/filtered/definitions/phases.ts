import {
  type Definitions,
  type Kind,
  type Phase,
  type PhaseName,
  phaseNames,
  type Statement,
} from './definition.ts'

const phases: Partial<Record<Kind, PhaseName>> = {
  KEY: 'keys',
  INDEX: 'indexes',
  'INDEX PARTITION': 'index partitions',
  'TABLE OPTION': 'index partitions',
  CHECK: 'checks',
  'CHECK VALIDATION': 'check validation',
  'FOREIGN KEY': 'foreign keys',
  'SEQUENCE VALUE': 'sequence values',
  VIEW: 'views',
  'MATERIALIZED VIEW': 'views',
  STATISTICS: 'views',
  ANALYZE: 'analyze',
  'MATERIALIZED VIEW DATA': 'materialized views',
  RULE: 'triggers',
  TRIGGER: 'triggers',
  POLICY: 'row security',
  'ROW SECURITY': 'row security',
  COMMENT: 'comments',
  SETTING: 'comments',
}

/** Phases whose statements may run at once. */
const parallel: PhaseName[] = [
  'keys',
  'indexes',
  'check validation',
  'foreign keys',
  'sequence values',
  'analyze',
]
/** What rows pass through on their way in must be there before, whatever that needs in turn. */
const neededByRows: Kind[] = ['TABLE', 'PARTITION', 'DOMAIN CHECK']

type Tied = { kind: Kind; dependencies: ReadonlySet<string>; id: string }

/**
 * The phase of each definition: its kind's, or a later one where something that it needs comes later, such as a function that
 * returns rows of a view.
 */
export function phaseOf(nodes: ReadonlyMap<string, Tied>): Map<string, PhaseName> {
  const early = new Set<string>()
  const require = (id: string) => {
    if (early.has(id)) return
    early.add(id)
    for (const dependency of nodes.get(id)?.dependencies ?? []) require(dependency)
  }
  for (const node of nodes.values()) if (neededByRows.includes(node.kind)) require(node.id)

  const found = new Map<string, number>()
  const find = (id: string): number => {
    const known = found.get(id)
    if (known !== undefined) return known
    const node = nodes.get(id)
    if (!node) return 0
    const natural = early.has(id) ? 0 : phaseNames.indexOf(phases[node.kind] ?? 'definitions')
    found.set(id, natural)
    const after = [...node.dependencies].map((one) => laterThan(find(one), natural))
    const phase = early.has(id) ? 0 : Math.max(natural, ...after)
    found.set(id, phase)
    return phase
  }
  return new Map([...nodes.keys()].map((id) => [id, phaseNames[find(id)]!]))
}

/** What is put off stands in no phase whose statements run at once: they would not wait for each other. */
const laterThan = (dependency: number, natural: number): number =>
  dependency > natural && parallel.includes(phaseNames[dependency]!)
    ? laterThan(dependency + 1, natural)
    : dependency

/** What the rows need to be copied: schemas, types, functions, tables without keys. */
export const beforeData = (definitions: Definitions): Phase[] => phasesOf(definitions, ['definitions'])

/** What follows once the rows are there, in phases that are to be run one after the other. */
export const afterData = (definitions: Definitions): Phase[] =>
  phasesOf(
    definitions,
    phaseNames.filter((name) => name !== 'definitions'),
  )

function phasesOf({ definitions }: Definitions, names: PhaseName[]): Phase[] {
  const byPhase = Map.groupBy(definitions, ({ phase }) => phase)
  return names.map((name) => ({
    name,
    statements: (byPhase.get(name) ?? []).map(
      ({ kind, name: whose, sql, tables }): Statement => ({
        kind,
        name: whose,
        sql,
        tables: parallel.includes(name) ? tables : null,
      }),
    ),
  }))
}
