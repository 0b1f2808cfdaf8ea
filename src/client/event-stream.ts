export type ServerSentEvent = { event: string; data: string }

const lineEnd = /\r\n|\n|\r/

/**
 * Takes the text of an event stream in pieces and gives the events that are complete, by the rules of the HTML standard
 * (server-sent events, "interpreting an event stream") as far as GraphQL over SSE needs them: without ids and retry times.
 */
export function parseEventStream(): (piece: string) => ServerSentEvent[] {
  let rest = ''
  let event = ''
  let data: string[] = []
  return (piece) => {
    // A carriage return at the end of a piece may be the first half of a line's end.
    const text = rest + piece
    const held = text.endsWith('\r') ? '\r' : ''
    const lines = text.slice(0, text.length - held.length).split(lineEnd)
    rest = lines.pop()! + held
    const events: ServerSentEvent[] = []
    for (const line of lines) {
      if (line === '') {
        if (event || data.length > 0) events.push({ event: event || 'message', data: data.join('\n') })
        event = ''
        data = []
        continue
      }
      const colon = line.indexOf(':')
      const field = colon === -1 ? line : line.slice(0, colon)
      const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
      if (field === 'event') event = value
      else if (field === 'data') data.push(value)
    }
    return events
  }
}
