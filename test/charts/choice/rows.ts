export type Row = Record<string, unknown>
/** A cell of the row at this place; `random` gives numbers from 0 to 1 that are the same in each run. */
type Cell = (at: number, random: () => number) => unknown

const day = 86_400_000

/** So many rows of an invented table. */
export function table(count: number, columns: Record<string, Cell>, seed = 7): Row[] {
  let state = seed
  const random = () => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
  return Array.from({ length: count }, (_, at) =>
    Object.fromEntries(Object.entries(columns).map(([name, cell]) => [name, cell(at, random)])),
  )
}

export const among =
  (...values: readonly unknown[]): Cell =>
  (_, random) =>
    values[Math.floor(random() * values.length)]

/** One after the other, and from the first again. */
export const each =
  (...values: readonly unknown[]): Cell =>
  (at) =>
    values[at % values.length]

export const serial =
  (first = 1): Cell =>
  (at) =>
    first + at

export const whole =
  (from: number, to: number): Cell =>
  (_, random) =>
    from + Math.floor(random() * (to - from + 1))

export const real =
  (from: number, to: number, digits = 2): Cell =>
  (_, random) =>
    Number((from + random() * (to - from)).toFixed(digits))

export const date =
  (from: string, to: string): Cell =>
  (_, random) =>
    new Date(Date.parse(from) + Math.floor((random() * (Date.parse(to) - Date.parse(from))) / day) * day)
      .toISOString()
      .slice(0, 10)

export const moment =
  (from: string, to: string): Cell =>
  (_, random) =>
    new Date(Date.parse(from) + Math.floor(random() * (Date.parse(to) - Date.parse(from))))
      .toISOString()
      .slice(0, 19)
      .replace('T', ' ')

export const pick = (rows: readonly Row[], ...names: string[]): Row[] =>
  rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name]])))

/** Rows of which each has a value of its own in this column: those that come first. */
export const firstOfEach = (rows: readonly Row[], name: string): Row[] => [
  ...new Map(rows.toReversed().map((row) => [row[name], row])).values(),
]

type Key = string | [name: string, (row: Row) => unknown]
type Made = ['count'] | ['sum' | 'avg' | 'min' | 'max', of: string]

/** What `select …, count(*) … group by …` gives, its columns named as here. */
export function grouped(rows: readonly Row[], keys: readonly Key[], made: Record<string, Made>): Row[] {
  const keyOf = (key: Key, row: Row) => (typeof key === 'string' ? row[key] : key[1](row))
  const groups = Map.groupBy(rows, (row) => JSON.stringify(keys.map((key) => keyOf(key, row))))
  return [...groups.values()].map((group) => ({
    ...Object.fromEntries(keys.map((key) => [typeof key === 'string' ? key : key[0], keyOf(key, group[0]!)])),
    ...Object.fromEntries(Object.entries(made).map(([name, how]) => [name, madeOf(group, how)])),
  }))
}

function madeOf(group: readonly Row[], [how, of]: Made): number {
  if (how === 'count') return group.length
  const values = group.map((row) => row[of!] as number)
  const sum = values.reduce((a, b) => a + b, 0)
  if (how === 'sum') return Number(sum.toFixed(4))
  if (how === 'avg') return Number((sum / values.length).toFixed(4))
  return how === 'min' ? Math.min(...values) : Math.max(...values)
}

export const yearOf =
  (name: string): ((row: Row) => number) =>
  (row) =>
    Number(String(row[name]).slice(0, 4))

export const monthOf =
  (name: string): ((row: Row) => string) =>
  (row) =>
    String(row[name]).slice(0, 7)
