import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type Endpoint, openEndpoint } from './endpoint.ts'
import { openKeptLog } from './kept-log.ts'

/** A model for the tests of a file, which answers as it is told to, and a log for each of them. */
export function useModel() {
  let endpoint: Endpoint
  let log: ReturnType<typeof openKeptLog>
  beforeAll(async () => {
    endpoint = await openEndpoint()
  })
  afterAll(() => endpoint?.close())
  beforeEach(() => {
    log = openKeptLog()
  })
  const messages = (index: number) => endpoint.requests[index]!.body.messages
  return {
    get endpoint() {
      return endpoint
    },
    get log() {
      return log
    },
    /** Of one of the requests since `endpoint.answers` was last called. */
    messages,
    /** Its last message. */
    told: (index = 0) => messages(index).at(-1)!.content,
  }
}
