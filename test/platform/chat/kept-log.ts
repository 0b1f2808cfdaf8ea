import { Writable } from 'node:stream'
import pino from 'pino'

/** A log that keeps its lines, from the least level on. */
export function openKeptLog() {
  const lines: string[] = []
  const stream = new Writable({
    write(line, _, done) {
      lines.push(String(line))
      done()
    },
  })
  return {
    lines,
    log: pino({ level: 'trace' }, stream),
    warnings: () => lines.map((line) => JSON.parse(line)).filter(({ level }) => level >= 40),
  }
}
