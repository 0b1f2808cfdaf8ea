/** One exposition, as Prometheus reads it. */
export type Exposition = {
  text: string
  /** Of every metric, also of those without a series. */
  names: string[]
  /** Of the series with exactly these labels; undefined where there is none. */
  value(name: string, labels?: Record<string, string>): number | undefined
  /** Of every series of the name. */
  values(name: string): number[]
}

type Series = { name: string; labels: Record<string, string>; value: number }

const line = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/

export function parseExposition(text: string): Exposition {
  const series: Series[] = []
  for (const row of text.split('\n').filter((row) => row !== '' && !row.startsWith('#'))) {
    const [, name, labels = '', value] = line.exec(row) ?? []
    if (!name || value === undefined) throw new Error(`That is no line of an exposition: ${row}`)
    const pairs = [...labels.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [
      key,
      text,
    ])
    series.push({ name, labels: Object.fromEntries(pairs), value: Number(value) })
  }
  return {
    text,
    names: [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name!),
    value: (name, labels = {}) =>
      series.find(
        (one) =>
          one.name === name &&
          Object.keys(one.labels).length === Object.keys(labels).length &&
          Object.entries(labels).every(([key, value]) => one.labels[key] === value),
      )?.value,
    values: (name) => series.filter((one) => one.name === name).map(({ value }) => value),
  }
}

/** @param token left out for a port of the metrics' own */
export async function scrape(url: string, token?: string): Promise<Exposition> {
  const headers = new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` })
  const response = await fetch(new URL('/metrics', url), { headers })
  if (response.status !== 200) throw new Error(`The metrics answered ${response.status}`)
  return parseExposition(await response.text())
}
