import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Command, Got, Watch } from './commands.ts'

const script = fileURLToPath(new URL('subscribers-process.ts', import.meta.url))

export type Subscribers = Awaited<ReturnType<typeof startSubscribers>>

/** Subscribers in a process of their own; it is told one thing at a time. */
export async function startSubscribers({ url, token }: { url: string; token: string }) {
  const child = fork(script, [url, token])
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The process with the subscribers ended with code ${code}`)
  })
  ended.catch(() => {})
  const answer = async () => (await Promise.race([once(child, 'message'), ended]))[0]
  const tell = (command: Command) => {
    const answered = answer()
    child.send(command)
    return answered
  }
  await answer()
  return {
    /** Resolves when each has got an event. */
    watch: (watch: Watch): Promise<Got> => tell({ watch }),
    /** Resolves when each of the group has got the event with this sequence; sooner or later, too, where one has not. */
    awaitEvent: (group: string, sequence: number, withinMs = 20_000): Promise<Got> =>
      tell({ awaitEvent: { group, sequence, withinMs } }),
    pause: (group: string) => tell({ pause: group }),
    resume: (group: string) => tell({ resume: group }),
    /** Breaks the connections of the group. */
    leave: (group: string) => tell({ leave: group }),
    /** Opens, subscribes and breaks off, `rounds` times. */
    comeAndGo: (queries: string[], variables: Record<string, unknown>, rounds: number) =>
      tell({ comeAndGo: { queries, variables, rounds } }),
    stop() {
      child.kill('SIGKILL')
    },
  }
}

/** Fails where somebody has not got every event of 1..`last`, in order. */
export const wholeUpTo = (last: number, subscribers: number): Got => ({
  firsts: Array(subscribers).fill(1),
  lasts: Array(subscribers).fill(last),
  broken: [],
})

/** Long forms take minutes. */
export const isLong = process.env.QUARRY_LONG === '1'
