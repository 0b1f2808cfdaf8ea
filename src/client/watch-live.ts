import type { Document } from './document.ts'
import { type Watching, watch } from './watch.ts'

/** `gap`: the connection stands, for the first time or again. What happened before was not seen, and has to be fetched. */
export type Gap = { type: 'gap' }
export type Live<Data> = Gap | { type: 'data'; data: Data }

/** Any subscription, begun again with the same variables. */
export function watchLive<Data>(
  watching: Watching,
  document: Document<Data, never>,
  variables: Record<string, unknown>,
  { signal }: { signal?: AbortSignal } = {},
): AsyncIterableIterator<Live<Data>, void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  return watch<Data, Live<Data>>(watching, {
    signal,
    payload: () => ({ query: watching.textOf(document), variables }),
    open(output) {
      clearTimeout(timer)
      // The server begins a moment after it was asked to, and does not say when: what is fetched at the gap must be later.
      timer = setTimeout(() => output.next({ type: 'gap' }), watching.timing.begin)
    },
    receive: (data, output) => output.next({ type: 'data', data }),
  })
}
