import { type ChildProcess, spawn } from 'node:child_process'
import { StringDecoder } from 'node:string_decoder'
import { fileURLToPath } from 'node:url'
import { processEnded, type SqliteError, tookTooLong } from './failure.ts'
import type { Opening, Question } from './messages.ts'

const program = fileURLToPath(new URL('./process/main.js', import.meta.url))
/** What the process may take for JavaScript: it hands rows on as they come. */
const heapMegabytes = 256
/** A line is a part of the rows: a file that has made the process say something else has no more room than this. */
const longestLine = 400 * 2 ** 20

export type Session = {
  /**
   * Asks, and hands on each line of the answer until one of them makes a result. What takes longer is ended with the process.
   * @throws SqliteError; the signal's reason where it aborted
   */
  exchange<Result>(
    withinMs: number,
    question: Question | null,
    // biome-ignore lint/suspicious/noExplicitAny: what comes is of the type that the question asks for
    each: (message: any) => Result | undefined,
  ): Promise<Result>
  close(): Promise<void>
}

/** Starts the process that holds the file open. It ends with this one, when the signal aborts, and when it is closed. */
export function startSession(file: Opening, signal?: AbortSignal): Session {
  const child = hold(file)
  const ending = ended(child)
  const kill = () => void child.kill('SIGKILL')
  signal?.addEventListener('abort', kill, { once: true })
  let onLine: ((line: string) => void) | null = null
  readLines(child, (line) => onLine?.(line), kill)

  return {
    async exchange(withinMs, question, each) {
      const { promise, resolve, reject } = Promise.withResolvers<NonNullable<ReturnType<typeof each>>>()
      const deadline = performance.now() + withinMs
      const end = () => {
        reject(tookTooLong(withinMs))
        kill()
      }
      let late = setTimeout(() => {
        // A process that had other things to do than to listen hears first what was said meanwhile.
        late = setTimeout(end, Math.max(0, Math.min(performance.now() - deadline, withinMs)))
      }, withinMs)
      onLine = (line) => {
        try {
          const result = each(JSON.parse(line))
          if (result !== undefined) resolve(result!)
        } catch (error) {
          kill()
          reject(error)
        }
      }
      ending.then(reject)
      if (question) child.stdin!.write(`${JSON.stringify(question)}\n`)
      try {
        return await promise
      } catch (error) {
        signal?.throwIfAborted()
        throw error
      } finally {
        clearTimeout(late)
        onLine = null
      }
    },

    async close() {
      signal?.removeEventListener('abort', kill)
      kill()
      await ending
    },
  }
}

/**
 * It has none of this process's environment: it needs nothing of it, and the file may be a stranger's. A group of its own keeps the
 * terminal's signals from it, which this process answers with care.
 */
function hold(file: Opening): ChildProcess {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heapMegabytes}`, program, JSON.stringify(file), String(process.pid)],
    { cwd: '/', env: {}, detached: true, stdio: ['pipe', 'pipe', 'ignore'] },
  )
  // Whether it is there to be asked, its end says.
  child.stdin!.on('error', () => {})
  child.stdout!.on('error', () => {})
  return child
}

/** Once all that it wrote is read. */
const ended = (child: ChildProcess) =>
  new Promise<SqliteError>((resolve) => {
    child.once('error', ({ message }) => resolve(processEnded(message)))
    child.once('close', (code, signal) => resolve(processEnded(signal ?? code)))
  })

function readLines(child: ChildProcess, onLine: (line: string) => void, onTooLong: () => void): void {
  const decoder = new StringDecoder()
  let pieces: string[] = []
  let length = 0
  child.stdout!.on('data', (chunk: Buffer) => {
    const [first, ...others] = decoder.write(chunk).split('\n')
    for (let piece = first!; ; piece = others.shift()!) {
      pieces.push(piece)
      length += piece.length
      if (length > longestLine) onTooLong()
      if (others.length === 0) return
      onLine(pieces.join(''))
      pieces = []
      length = 0
    }
  })
}
