import { type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { createInterface } from 'node:readline'

const keptLines = 12

export type ServerProcess = {
  pid: number
  hasEnded(): boolean
  /** Resolves with how: `exit code 1`, `signal SIGKILL`. */
  ended: Promise<string>
  send(signal: NodeJS.Signals): void
  /** What the server said last, for messages about its end. */
  lastLines(): string
}

export type ServerProcessOptions = {
  command: { file: string; args: string[]; options: SpawnOptions }
  /** Written anew; that of the run before is kept beside it as `.previous`. */
  logFile: string
  onLog?: (line: string) => void
}

/** Starts the server in a process group of its own, which the signals of this process's terminal do not reach. */
export async function spawnServer({ command, logFile, onLog }: ServerProcessOptions): Promise<ServerProcess> {
  await rename(logFile, `${logFile}.previous`).catch(() => {})
  const child = spawn(command.file, command.args, {
    ...command.options,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const send = (signal: NodeJS.Signals) => {
    child.kill(signal)
  }
  // When this process ends without stopping the server first, as after an uncaught error.
  const stopAtExit = () => send('SIGINT')
  process.once('exit', stopAtExit)

  const log = createWriteStream(logFile, { mode: 0o600 })
  // A full disk must not end this process for the sake of its server's log.
  log.on('error', () => {})
  const lines: string[] = []
  createInterface({ input: child.stderr! })
    .on('line', (line) => {
      lines.push(line)
      if (lines.length > keptLines) lines.shift()
      log.write(`${line}\n`)
      onLog?.(line)
    })
    .once('close', () => log.end())

  let over = false
  const closed = once(child, 'close').catch(() => {})
  const ended = new Promise<string>((resolve) => {
    const end = async (how: string) => {
      process.off('exit', stopAtExit)
      // The last lines may still be in the pipe, which on the other hand a backend may hold open for long.
      await Promise.race([closed, new Promise((soon) => setTimeout(soon, 200))])
      over = true
      resolve(how)
    }
    child.once('exit', (code, signal) => end(signal ? `signal ${signal}` : `exit code ${code}`))
    child.once('error', (error) => {
      lines.push(error.message)
      if (child.pid === undefined) end(error.message)
    })
  })
  return { pid: child.pid ?? 0, hasEnded: () => over, ended, send, lastLines: () => lines.join('\n') }
}
