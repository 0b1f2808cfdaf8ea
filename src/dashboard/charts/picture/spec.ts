/** What a specification of the server holds, as far as it matters here. */
export type Spec = {
  width?: number
  height?: number
  data: { values: Record<string, unknown>[] }
  encoding?: Encoding
  mark?: string | { type: string; [key: string]: unknown }
  layer?: { mark?: unknown; encoding?: Encoding; [key: string]: unknown }[]
  config?: Record<string, unknown>
  [key: string]: unknown
}

export type Encoding = Record<string, Channel>
export type Channel = {
  field?: string
  type?: string
  title?: string | string[] | null
  axis?: Record<string, unknown> | null
  legend?: Record<string, unknown> | null
  scale?: Record<string, unknown> | null
  [key: string]: unknown
}

export type ShownField = { field: string; title: string; type: string }

/** Channels that show something which a reader would look up; order and detail only arrange. */
const channels = ['x', 'x2', 'y', 'y2', 'theta', 'color', 'xOffset', 'yOffset', 'size']

/** The fields that a chart shows, with what the chart calls them, each once. */
export function shownFields({ encoding = {}, layer = [], data }: Spec): ShownField[] {
  const all = [encoding, ...layer.map((one) => one.encoding ?? {})]
  const found = new Map<string, ShownField>()
  for (const channel of channels)
    for (const encoding of all) {
      const { field, title, type = 'nominal' } = encoding[channel] ?? {}
      if (!field || found.has(field)) continue
      found.set(field, { field, type, title: [title ?? field].flat().join(' ') || field })
    }
  const has = (field: string) => data.values.some((row) => Object.hasOwn(row, field))
  const shown = [...found.values()].filter(({ field }) => has(field))
  // A number in large has no axes: what it was written from stands beside it in its row.
  return shown.length > 0
    ? shown
    : Object.keys(data.values[0] ?? {}).map((field) => ({ field, title: field, type: 'nominal' }))
}
