/** One measured figure. `holds` is null for one that has no limit. */
export type Figure = {
  what: string
  measured: string
  comparedWith: string
  ratio: string
  limit: string
  holds: boolean | null
}

/**
 * rounds: of each pair that is compared; tables: sizes of the generated databases; starts: tasks timed one by one; tasks: that
 * pass through a worker in a round; events: of the history; rows: of the shops that filtered databases are made of; the
 * largest, of the table behind charts.
 */
export type BenchOptions = {
  rounds: number
  tables: number[]
  starts: number
  tasks: number
  events: number
  rows: number[]
}

export type Section = { title: string; notes: string[]; figures: Figure[] }

export const milliseconds = (ms: number) =>
  ms < 100 ? `${ms.toFixed(1)} ms` : ms < 10_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`

export const times = (ratio: number) => `${ratio.toFixed(2)} ×`

export const none = '–'

/** A figure with a limit of its own unit, and nobody to compare with. */
export const within = (
  what: string,
  value: number,
  limit: number,
  format: (value: number) => string,
): Figure => ({
  what,
  measured: format(value),
  comparedWith: none,
  ratio: none,
  limit: `≤ ${format(limit)}`,
  holds: value <= limit,
})

/** A section as Markdown. */
export function markdown({ title, notes, figures }: Section): string {
  const row = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const held = (holds: boolean | null) => (holds === null ? none : holds ? 'yes' : '**no**')
  return [
    `## ${title}`,
    '',
    ...notes.map((note) => `- ${note}`),
    '',
    row(['figure', 'Quarry', 'compared with', 'ratio', 'limit', 'holds']),
    row(['---', '---:', '---', '---:', '---:', '---']),
    ...figures.map(({ what, measured, comparedWith, ratio, limit, holds }) =>
      row([what, measured, comparedWith, ratio, limit, held(holds)]),
    ),
    '',
  ].join('\n')
}
