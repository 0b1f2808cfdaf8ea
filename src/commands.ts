import { fork } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { introspects } from './app/limits.ts'
import { migrate, NotAllResealed, rotateKeys, runTaskAlone, startApi, startTaskWorker } from './app.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { ChecksFailed, embeddedUrl, examine } from './doctor.ts'
import { messageOf } from './platform/errors.ts'
import { createLog, type Log } from './platform/log.ts'
import { startWatchdog } from './platform/watchdog.ts'
import { startStandalone } from './standalone.ts'
import { findSurroundings } from './surroundings.ts'

const mainFile = fileURLToPath(new URL('main.ts', import.meta.url))

/** A part that runs until it is told to stop. */
type Running = { stop(): Promise<void>; failed?: Promise<Error> }

/** Resolves once it runs, or to null once it has ended; rejects where it cannot start, also for `stopping`. */
type Command = (config: Config, log: Log, stopping: AbortSignal) => Promise<Running | null>

const commands: Record<string, Command> = {
  async all(config, log, stopping) {
    const standalone = await startStandalone(config, log, stopping)
    const { url, accessToken } = standalone
    const graphiql = introspects(config) ? `  GraphiQL:  ${url}/graphql#token=${accessToken}\n` : ''
    // The token is in the part of an address that browsers keep to themselves.
    process.stdout.write(
      `\nQuarry is ready.\n  Dashboard: ${url}/#token=${accessToken}\n${graphiql}  GraphQL:   ${url}/graphql\n\n`,
    )
    log.info({ url }, 'Quarry is ready')
    return standalone
  },

  async serve(config, log) {
    const api = await startApi(await findSurroundings(config, log, config.DATABASE_URL))
    log.info({ url: api.url }, 'The API is ready')
    return { stop: api.close }
  },

  async work(config, log, stopping) {
    const surroundings = await findSurroundings(config, log, config.DATABASE_URL)
    const isolate = () => fork(mainFile, ['isolated'])
    const worker = await patiently(log, stopping, () => startTaskWorker(surroundings, isolate))
    startWatchdog()
    log.info({ concurrency: config.WORKER_CONCURRENCY }, 'The worker is ready')
    return { stop: () => worker.stop(config.SHUTDOWN_GRACE_SECONDS * 1_000) }
  },

  /** Not for people: a worker starts it for one task. */
  async isolated(config, log, stopping) {
    startWatchdog()
    await runTaskAlone(await findSurroundings(config, log, config.DATABASE_URL), stopping)
    return null
  },

  async migrate(config, log) {
    const applied = await migrate(await findSurroundings(config, log, config.DATABASE_URL))
    log.info(
      { migrations: applied },
      applied.length > 0 ? 'The database was migrated' : 'The database is up to date',
    )
    return null
  },

  async 'rotate-keys'(config, log, stopping) {
    const databaseUrl = config.DATABASE_URL ?? (await embeddedUrl(config))
    const sealed = await rotateKeys(await findSurroundings(config, log, databaseUrl ?? undefined), stopping)
    log.info({ sealed }, 'Everything is sealed with ENCRYPTION_KEY; no earlier key is needed any more')
    return null
  },

  async doctor(config, log) {
    await examine(config, log)
    return null
  },

  async demo(config, log, stopping) {
    const { startDemo } = await import('./demo/demo.ts')
    return startDemo(config, log, stopping)
  },
}

const retryMs = 1_000

/** A worker may be started before its database, or before the migrations have run: it waits, and says for what. */
async function patiently<T>(log: Log, stopping: AbortSignal, start: () => Promise<T>): Promise<T> {
  for (let told = ''; ; ) {
    try {
      return await start()
    } catch (error) {
      const message = messageOf(error)
      if (message !== told) log.warn(`The worker cannot start yet: ${message}`)
      told = message
      await sleep(retryMs, undefined, { signal: stopping })
    }
  }
}

/** Aborts when this process is asked to stop, or when the process that supervises it ends. */
function stopRequest(log: Log): AbortSignal {
  const request = new AbortController()
  const ask = (why: string) => {
    if (request.signal.aborted) return
    log.info(`Stopping: ${why}`)
    request.abort()
  }
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => ask(signal))
  const orphaned = () => ask('the parent process ended')
  process.on('disconnect', orphaned)
  // It may have ended while this process was loading its code.
  if (process.send && !process.connected) orphaned()
  return request.signal
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

/** Runs the command of that name to its end, or until the process is asked to stop; the code to exit with. */
export async function runCommand(name: string): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) {
    process.stderr.write(
      `There is no command ${name}; there are: ${Object.keys(commands)
        .filter((command) => command !== 'isolated')
        .join(', ')}\n`,
    )
    return 2
  }
  let log: Log | null = null
  try {
    const config = readConfig(process.env)
    log = createLog(config.LOG_LEVEL, { process: name, pid: process.pid })
    const stopping = stopRequest(log)
    const running = await command(config, log, stopping).catch((error) => {
      // Whatever a start that was broken off ran into, it did what it was asked to.
      if (!stopping.aborted) throw error
      return null
    })
    if (!running) return 0
    const failure = await Promise.race([aborted(stopping), running.failed ?? new Promise<never>(() => {})])
    if (failure) log.fatal({ err: failure }, 'Stopping: a part that everything needs has ended')
    await running.stop()
    return failure ? 1 : 0
  } catch (error) {
    const isSaid = [ConfigError, ChecksFailed, NotAllResealed].some((kind) => error instanceof kind)
    if (isSaid || !log) process.stderr.write(`${messageOf(error)}\n`)
    else {
      log.debug({ err: error })
      process.stderr.write(`Quarry could not start: ${messageOf(error)}\n`)
    }
    return 1
  }
}
