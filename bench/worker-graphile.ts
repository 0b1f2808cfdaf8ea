import { Logger, run } from 'graphile-worker'
import { noOpQueue } from './peer-queue.ts'
import { obeyCommands } from './worker-commands.ts'

/** A worker of graphile-worker. Its database is at DATABASE_URL. */
obeyCommands((concurrency, entered) =>
  run({
    connectionString: process.env.DATABASE_URL!,
    concurrency,
    maxPoolSize: 12,
    noHandleSignals: true,
    logger: new Logger(() => () => {}),
    taskList: { [noOpQueue]: async () => entered() },
  }),
)
process.stdout.write('The worker is ready\n')
