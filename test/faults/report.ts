/** Says what was measured, for docs/reliability.md; a limit holds with a margin, the figure is what was seen. */
export function report(title: string, figures: Record<string, number | string>) {
  const lines = Object.entries(figures).map(
    ([name, figure]) => `  ${name}: ${typeof figure === 'number' ? Math.round(figure) : figure}`,
  )
  process.stdout.write(`${title}\n${lines.join('\n')}\n`)
}
