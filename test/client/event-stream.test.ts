import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseEventStream } from '../../src/client/event-stream.ts'

const eventsOf = (pieces: string[]) => {
  const parse = parseEventStream()
  return pieces.flatMap((piece) => parse(piece))
}

it('reads events as the HTML standard has them', () => {
  expect(
    eventsOf([
      ': a comment\n\nevent: next\ndata: {"a":\ndata:1}\nid: 7\n\ndata\n\nevent:complete\r\n\r\ndata: cut',
    ]),
  ).toEqual([
    { event: 'next', data: '{"a":\n1}' },
    { event: 'message', data: '' },
    { event: 'complete', data: '' },
  ])
})

it('reads the same events however the text is cut up, and whatever its lines end with', () => {
  const value = fc.string({ unit: fc.constantFrom('a', ':', ' ', '{', 'é', '🦭', '\u2028') })
  const event = fc.record({
    event: value.map((name) => `n${name}`),
    data: fc.array(value, { minLength: 1, maxLength: 3 }),
  })
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 5 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.array(fc.nat({ max: 40 }), { minLength: 1 }),
      (events, lineEnd, sizes) => {
        const text = events
          .map(({ event, data }) => [`event: ${event}`, ...data.map((line) => `data: ${line}`), '', ''])
          .map((lines) =>
            lines
              .slice(0, -1)
              .map((line) => line + lineEnd)
              .join(''),
          )
          .join('')
        const pieces: string[] = []
        for (let at = 0, turn = 0; at < text.length; turn++) {
          const size = Math.max(1, sizes[turn % sizes.length]!)
          pieces.push(text.slice(at, at + size))
          at += size
        }
        // After a carriage return it is not known whether the line's end is over.
        expect(eventsOf([...pieces, ':\n'])).toEqual(
          events.map(({ event, data }) => ({ event, data: data.join('\n') })),
        )
      },
    ),
  )
})
