import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type ReadOptions, TooLargeToRead } from '../rows.ts'
import type { SourceConnection, SourceOptions } from '../source-connection.ts'
import type { FileTarget } from '../target.ts'
import { connectionFailure } from './failure.ts'
import { findFile } from './file.ts'
import type { Answer, Opened, Opening, Question } from './messages.ts'

export type SqliteConnection = SourceConnection & { readonly engine: 'SQLITE' }

const program = fileURLToPath(new URL('./process.ts', import.meta.url))

/** What a statement, or the process that ran it, ended with; `code` is SQLITE_ and the number of SQLite, or QUERY_TIMEOUT. */
export class SqliteError extends Error {
  readonly code: string
  constructor({ code, message }: { code: string; message: string }) {
    super(message)
    this.code = code
  }
}

/**
 * Opens a file below SQLITE_DIR in a process of its own, which ends with the connection.
 * @throws ConnectionFailedError with the reason; the signal's reason where it aborted
 */
export async function connectSqlite(
  target: FileTarget,
  { sqliteDirectory, connectTimeoutMs, statementTimeoutMs, signal }: SourceOptions,
): Promise<SqliteConnection> {
  signal?.throwIfAborted()
  const file = await findFile(sqliteDirectory, target.databaseName)
  const child = holdOpen(file)
  const ending = ended(child)
  const kill = () => void child.kill('SIGKILL')
  signal?.addEventListener('abort', kill, { once: true })

  /** The next message, within the time. What takes longer is ended with its process. */
  async function next<Message>(withinMs: number): Promise<Message> {
    const { promise, resolve, reject } = Promise.withResolvers<Message>()
    const late = setTimeout(() => {
      kill()
      reject(new SqliteError({ code: 'QUERY_TIMEOUT', message: `It took longer than ${withinMs / 1_000} s` }))
    }, withinMs)
    const onMessage = (message: unknown) => resolve(message as Message)
    child.once('message', onMessage)
    ending.then(reject)
    try {
      return await promise
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    } finally {
      clearTimeout(late)
      child.off('message', onMessage)
    }
  }

  async function close(): Promise<void> {
    signal?.removeEventListener('abort', kill)
    kill()
    await ending
  }

  try {
    const opened = await next<Opened>(connectTimeoutMs)
    if ('error' in opened) throw new SqliteError(opened.error)
    const asked = asking((question) => {
      child.send(question)
      return next<Answer>(statementTimeoutMs)
    })
    return {
      engine: 'SQLITE',
      serverVersion: opened.version,
      async query<Row>(text: string, values: unknown[] = []) {
        const { columns, rows } = await asked(text, values, {})
        return rows.map(
          (row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]])) as unknown as Row,
        )
      },
      async read(text, values = [], options = {}) {
        const read = await asked(text, values, options)
        options.onRows?.(read.rows.length)
        return read
      },
      close,
    }
  } catch (error) {
    await close()
    signal?.throwIfAborted()
    throw connectionFailure(error, target, connectTimeoutMs)
  }
}

/** It has none of this process's environment: it needs nothing of it, and the file may be a stranger's. */
const holdOpen = (file: Opening): ChildProcess =>
  fork(program, [JSON.stringify(file)], {
    env: {},
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-old-space-size=512'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })

const ended = (child: ChildProcess) =>
  new Promise<SqliteError>((resolve) => {
    const end = (message: string) => resolve(new SqliteError({ code: 'ECONNRESET', message }))
    child.once('error', ({ message }) => end(message))
    child.once('exit', (code, signal) => end(`The process that reads the file ended with ${signal ?? code}`))
  })

/** One statement after the other, as the process answers them. */
function asking(ask: (question: Question) => Promise<Answer>) {
  let questions = 0
  let last: Promise<unknown> = Promise.resolve()
  return (text: string, values: unknown[], { rows, bytes }: ReadOptions) => {
    const turn = last.then(async () => {
      const id = ++questions
      const answer = await ask({
        id,
        text,
        values,
        rows: rows ?? Number.POSITIVE_INFINITY,
        bytes: bytes ?? Number.POSITIVE_INFINITY,
      })
      if ('error' in answer) throw new SqliteError(answer.error)
      if ('tooLarge' in answer) throw new TooLargeToRead(bytes!)
      return answer
    })
    last = turn.catch(() => {})
    return turn
  }
}
