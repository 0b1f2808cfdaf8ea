import pino, { type Logger } from 'pino'
import pretty from 'pino-pretty'

export type Log = Logger

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogThreshold = (typeof logLevels)[number]

/**
 * The process's own log: lines of JSON on standard output, or readable ones where that is a terminal. Secrets never
 * reach it: callers log ids, and the keys below are removed should one slip in.
 */
export function createLog(level: LogThreshold, bindings: Record<string, unknown> = {}): Log {
  const options = {
    level,
    base: bindings,
    redact: {
      paths: [
        'password',
        '*.password',
        'connectionString',
        '*.connectionString',
        'authorization',
        '*.authorization',
      ],
      censor: '[removed]',
    },
  }
  return process.stdout.isTTY
    ? pino(options, pretty({ colorize: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss', sync: true }))
    : pino(options, pino.destination({ fd: 1, sync: false }))
}
