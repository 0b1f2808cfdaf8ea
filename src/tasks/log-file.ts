import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import path from 'node:path'
import type { Log } from '../platform/log.ts'
import type { LogLevel } from './states.ts'

export type LogFile = { line(level: LogLevel, message: string): void; close(): void }

/** With three bytes a letter, the task's id and the ending: within the 255 bytes that file systems allow. */
const longestLabel = 64

/** A name that is safe in every file system: what it was, without what could lead elsewhere. */
export const fileNameOf = (text: string) =>
  text
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^\.+/, '')
    .slice(0, longestLabel)
    .toWellFormed() || '_'

/** Names of tables are in messages: none may move a terminal's cursor, turn a line round or pass for a line of its own. */
const plain = (message: string) =>
  message
    .replace(
      /(?![\n\t])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replaceAll('\n', '\n  ')

/**
 * `directory/<folder>/<label>-<task>.log`, appended to over all attempts. A disk that is full or not writable costs the
 * file, never the task: the first failure is logged once.
 */
export function openLogFile(
  directory: string,
  at: { folder: string; label: string; taskId: string },
  log: Log,
): LogFile {
  const file = path.join(directory, at.folder, `${fileNameOf(at.label)}-${at.taskId}.log`)
  let stream: WriteStream | null = null
  const fail = (error: unknown) => {
    stream = null
    log.warn({ err: error, file }, 'The log file of a task cannot be written; its events are complete')
  }
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    stream = createWriteStream(file, { flags: 'a', mode: 0o640 }).on('error', fail)
  } catch (error) {
    fail(error)
  }
  return {
    line(level, message) {
      stream?.write(`${new Date().toISOString()} ${level.padEnd(5)} ${plain(message)}\n`)
    },
    close() {
      stream?.end()
      stream = null
    },
  }
}
