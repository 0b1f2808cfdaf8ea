import { clock } from './clock.ts'

/** What the bench's process tells a worker's process, and what that answers. */

export type WorkerCommand = { work: number } | { expect: number } | { rest: true }
export type WorkerAnswer = { done: true } | { entries: Entries }

/** When the first and the last of the expected handlers were entered. */
export type Entries = { firstAt: number; lastAt: number }

export type Work = { stop(): Promise<unknown> }

/**
 * In a worker's process: begins and ends its work as it is told to. `begin` has each handler call `entered` as the first thing
 * that it does.
 */
export function obeyCommands(begin: (concurrency: number, entered: () => void) => Promise<Work>): void {
  let work: Work | null = null
  let expected = 0
  let count = 0
  let firstAt = 0
  const answer = (message: WorkerAnswer) => process.send!(message)

  function entered() {
    const at = clock()
    if (++count === 1) firstAt = at
    if (count === expected) answer({ entries: { firstAt, lastAt: at } })
  }

  async function rest() {
    const ending = work
    work = null
    await ending?.stop()
  }

  async function obey(command: WorkerCommand) {
    if ('expect' in command) {
      expected = command.expect
      count = 0
    } else if ('work' in command) work = await begin(command.work, entered)
    else await rest()
    answer({ done: true })
  }

  process.on('message', (command: WorkerCommand) => {
    obey(command).catch((error) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
      process.exit(1)
    })
  })
  process.on('SIGTERM', () => {
    // What is still in hand ends with its connections.
    rest().finally(() => process.exit())
  })
  process.on('disconnect', () => process.exit())
}
