import type { Readable } from 'node:stream'
import type pg from 'pg'
import { to } from 'pg-copy-streams'

/** The longest that a timer can be set to, 24 days; the driver takes no word for "never". */
const longestMs = 2 ** 31 - 1

/**
 * The rows of a query in COPY's text format, a line a row.
 * @param translate what the error means, before others see it
 * @param abandon called where the stream is given up before its end: the server still works on it
 */
export function copyRowsOut(
  client: pg.Client,
  query: string,
  { translate, abandon }: { translate(error: Error): Error; abandon(): void },
): Readable {
  const stream = to(`COPY (${query}) TO STDOUT`)
  let failed = false
  const submittable = Object.assign(stream, {
    query_timeout: longestMs,
    callback() {},
    handleError(error: Error) {
      failed = true
      stream.destroy(translate(error))
    },
  })
  client.query(submittable)
  stream.once('close', () => {
    // The driver puts its timer's end into the callback, and leaves it to the stream to call it.
    submittable.callback()
    if (!failed && !stream.readableEnded) abandon()
  })
  return stream
}
