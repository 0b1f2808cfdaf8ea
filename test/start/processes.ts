import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { createConnection, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll } from 'vitest'
import { createQuarryClient, type QuarryClient } from '../../src/client/client.ts'
import { waitUntil } from '../../src/platform/processes.ts'

const root = new URL('../..', import.meta.url)

export type QuarryProcess = {
  pid: number
  /** Standard output and standard error so far. */
  output(): string
  /** Resolves once the output holds `text`. @throws with the output where the process ends first, or says nothing of it */
  says(text: string | RegExp, withinMs?: number): Promise<void>
  /** Of the API, once it is ready. */
  url(): Promise<string>
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | string>
  signal(name: NodeJS.Signals): void
  /** As a terminal's Ctrl-C does. */
  signalGroup(name: NodeJS.Signals): void
}

/**
 * Directories and processes of a test file's own. After its last test every process that has one of the directories to
 * do with is ended, and the directories are removed.
 */
export function useProcesses() {
  const directories: string[] = []
  const started: QuarryProcess[] = []

  afterAll(async () => {
    for (const directory of directories) {
      for (const { pid } of await processesOf(directory)) kill(pid, 'SIGKILL')
      await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    }
    await Promise.all(started.map(({ ended }) => ended))
  })

  async function newDirectory(): Promise<string> {
    const directory = await mkdtemp(path.join(tmpdir(), 'quarry-start-'))
    directories.push(directory)
    return directory
  }

  return {
    newDirectory,

    /** Of a DATA_DIR that nobody uses at the moment, owners and modes included. */
    async copyOf(directory: string): Promise<string> {
      const copy = await newDirectory()
      await promisify(execFile)('cp', ['-a', `${directory}/.`, copy])
      return copy
    },

    /** `all` unless the arguments name a command; with no more of this process's environment than programs need. */
    start(
      environment: Record<string, string>,
      args: string[] = [],
      program = process.execPath,
    ): QuarryProcess {
      const command = program === process.execPath ? ['src/main.ts', ...args] : args
      const child = spawn(program, command, {
        cwd: root,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
      })
      let output = ''
      let over = false
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text) => {
          output += text
        })
      }
      const ended = new Promise<number | string>((resolve) => {
        child.once('exit', (code, signal) => {
          over = true
          resolve(signal ?? code ?? 'unknown')
        })
      })
      const quarry: QuarryProcess = {
        pid: child.pid!,
        output: () => output,
        async says(text, withinMs = 60_000) {
          const said = () => (typeof text === 'string' ? output.includes(text) : text.test(output))
          await waitUntil(() => said() || over, withinMs)
          if (!said()) throw new Error(`It did not say ${text}, but:\n${output}`)
        },
        async url() {
          const ready = /GraphQL: {3}(http:\S+)\/graphql\n|"url":"(http:[^"]+)"/
          await quarry.says(ready)
          const [, whole, api] = ready.exec(output)!
          return (whole ?? api)!
        },
        ended,
        signal: (name) => kill(child.pid!, name),
        signalGroup: (name) => kill(-child.pid!, name),
      }
      started.push(quarry)
      return quarry
    },
  }
}

/** A client with the token that was made in `directory`. */
export async function clientOf(url: string, directory: string): Promise<QuarryClient> {
  return createQuarryClient({ url, token: await readFile(path.join(directory, 'access-token'), 'utf8') })
}

export type Found = { pid: number; command: string }

/** Every running process whose command line, working directory or environment names the directory. */
export async function processesOf(directory: string): Promise<Found[]> {
  const found: Found[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue
    const read = (file: string) => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '')
    const [command, environment, cwd, stat] = await Promise.all([
      read('cmdline'),
      read('environ'),
      readlink(`/proc/${name}/cwd`).catch(() => ''),
      read('stat'),
    ])
    const isZombie = stat.slice(stat.lastIndexOf(')')).startsWith(') Z')
    if (!isZombie && `${command}\0${environment}\0${cwd}/`.includes(directory))
      found.push({ pid: Number(name), command: command.replaceAll('\0', ' ').trim() })
  }
  return found
}

/** The worker process of `npm start`. */
export const workerOf = async (directory: string): Promise<Found | undefined> =>
  (await processesOf(directory)).find(({ command }) => command.endsWith('main.ts work'))

/** Resolves to what still runs; empty as soon as nothing does. */
export async function leftOver(directory: string, withinMs: number): Promise<Found[]> {
  let left: Found[] = []
  const isEmpty = async () => {
    left = await processesOf(directory)
    return left.length === 0
  }
  await waitUntil(isEmpty, withinMs, 50)
  return left
}

function kill(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

export type Relay = {
  port: number
  /** How many there are from clients at the moment. */
  connections(): number
  /** What is said meanwhile is kept back, also on connections that are made meanwhile. */
  hold(): void
  release(): void
  close(): Promise<void>
}

/** Stands between a client and the server on `port` of 127.0.0.1. */
export async function startRelay(port: number): Promise<Relay> {
  let held = false
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    return socket
  }
  const apply = () => {
    for (const socket of sockets) held ? socket.pause() : socket.resume()
  }
  const server = createServer((socket) => {
    const upstream = keep(createConnection({ port, host: '127.0.0.1' }))
    keep(socket)
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      from
        .on('data', (data) => to.write(data))
        .on('end', () => to.end())
        .on('close', () => to.destroy())
    }
    apply()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    connections: () => sockets.size / 2,
    hold() {
      held = true
      apply()
    },
    release() {
      held = false
      apply()
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
