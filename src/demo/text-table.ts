/** Rows under their names, as psql draws them: numbers to the right, everything else to the left. */
export function textTable(names: string[], rows: (string | number)[][]): string {
  const text = (cell: string | number) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell)
  const widths = names.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => text(row[column]!).length)),
  )
  const line = (cells: (string | number)[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column]!
        return typeof cell === 'number' ? text(cell).padStart(width) : text(cell).padEnd(width)
      })
      .join(' | ')
      .trimEnd()
  const rule = widths.map((width) => '-'.repeat(width)).join('-+-')
  return [line(names), rule, ...rows.map(line)].map((row) => ` ${row}`).join('\n')
}
