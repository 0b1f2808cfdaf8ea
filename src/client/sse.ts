import type { Credentials } from './credentials.ts'
import { ConnectionLostError, type Failure, isUnauthenticated, TokenError } from './errors.ts'
import { parseEventStream } from './event-stream.ts'
import { post, refusalIn } from './http.ts'
import type { Timing } from './timing.ts'
import type { Payload, Result, Sink, Transport } from './transport.ts'

export type SseOptions = { endpoint: URL; credentials: Credentials; timing: Timing }

/** What is refused once it has been read is refused as an event stream of one result. */
async function resultIn(response: Response): Promise<Result> {
  const [event] = parseEventStream()(await response.text())
  return event?.data ? JSON.parse(event.data) : {}
}

const lost = (reason: string) => new ConnectionLostError('sse', reason)

/** Each subscription over an event stream of its own, as the answer to a POST ("distinct connections mode" of GraphQL over SSE). */
export function createSse({ endpoint, credentials, timing }: SseOptions): Transport {
  async function read(payload: Payload, sink: Sink, stopping: AbortController): Promise<Failure | null> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const expect = (ms: number) => {
      clearTimeout(timer)
      timer = setTimeout(() => stopping.abort(), ms)
    }
    try {
      const token = await credentials.take()
      expect(timing.answer)
      const { signal } = stopping
      const response = await post(endpoint, token, payload, { accept: 'text/event-stream', signal })
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
      if (!response.ok || !isStream) {
        const refusal = await refusalIn(response, isStream ? await resultIn(response) : undefined)
        if (isUnauthenticated(refusal)) credentials.refuse(token)
        return refusal
      }
      expect(timing.silence)
      sink.open()
      const reader = response.body!.getReader()
      const parse = parseEventStream()
      const decoder = new TextDecoder()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return lost('the event stream broke off')
        expect(timing.silence)
        for (const { event, data } of parse(decoder.decode(value, { stream: true }))) {
          if (event === 'complete') return null
          if (event !== 'next') continue
          const result: Result = JSON.parse(data)
          if (result.errors?.[0]?.extensions?.code === 'UNAUTHENTICATED') credentials.refuse(token)
          sink.next(result)
        }
      }
    } catch (error) {
      if (error instanceof TokenError) return error
      return lost(stopping.signal.aborted ? 'nothing came in time' : (error as Error).message)
    } finally {
      clearTimeout(timer)
      stopping.abort()
    }
  }

  return {
    subscribe(payload, sink) {
      const stopping = new AbortController()
      let isOver = false
      const guarded: Sink = {
        open: () => isOver || sink.open(),
        next: (result) => isOver || sink.next(result),
        end(failure) {
          if (isOver) return
          isOver = true
          sink.end(failure)
        },
      }
      void read(payload, guarded, stopping).then(guarded.end)
      return () => {
        isOver = true
        stopping.abort()
      }
    },
  }
}
