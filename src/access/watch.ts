import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../platform/log.ts'
import { dbOf, type EntityManager } from '../platform/orm.ts'
import { lesser } from './api-tokens.ts'
import type { Authenticated } from './viewer.ts'
import { type Standing, standingNow } from './watch.sql.ts'

/** Looks after what stays open longer than one request. */
export type Watch = {
  /**
   * Calls `onEnd` once, within seconds after the credential expired or was revoked, or its user's role became another one.
   * @returns what ends the watching
   */
  add(authenticated: Authenticated, onEnd: () => void): () => void
  /** Looks now, and not only when it is time to. */
  look(): void
  /** Resolves once nothing is asked any more. */
  close(): Promise<void>
}

type Watched = Authenticated & { onEnd(): void }

const everyMs = 2_000
/** Between two looks, however often it is asked for one. */
const leastMs = 100

/** By polling, which works where nothing is notified. Each process looks after what it has open itself. */
export function openWatch(em: EntityManager, log: Log): Watch {
  const watched = new Set<Watched>()
  let looking: Promise<void> | null = null
  let again = false
  const ending = new AbortController()
  const goesOn = () => watched.size > 0 && !ending.signal.aborted

  function end(one: Watched) {
    if (watched.delete(one)) one.onEnd()
  }

  /** Those who stand on the same are asked for once. */
  async function lookOnce() {
    const groups = new Map<string, Standing & { of: Watched[] }>()
    for (const one of watched) {
      const { workspaceId, userId } = one.viewer
      const tokenId = one.credential.kind === 'API_TOKEN' ? one.credential.id : null
      const key = JSON.stringify([workspaceId, userId, tokenId])
      const group = groups.get(key) ?? { workspaceId, userId, tokenId, of: [] }
      group.of.push(one)
      groups.set(key, group)
    }
    const standings = [...groups.values()]
    const rows = await standingNow(dbOf(em.fork()), standings)
    for (const [place, { of, tokenId }] of standings.entries()) {
      const { memberRole, tokenRole } = rows[place]!
      const role = tokenId === null ? memberRole : memberRole && tokenRole && lesser(memberRole, tokenRole)
      for (const one of of) if (one.viewer.role !== role) end(one)
    }
  }

  /** Whoever asks while it looks is seen by the next one: what was read may be older. */
  function look() {
    again = true
    if (looking === null && goesOn()) looking = lookWhileAsked()
  }

  async function lookWhileAsked() {
    while (again && goesOn()) {
      again = false
      await lookOnce().catch((error) =>
        log.warn({ err: error }, 'It could not be seen who may go on listening; trying again'),
      )
      await sleep(leastMs, undefined, { ref: false, signal: ending.signal }).catch(() => {})
    }
    looking = null
  }

  const timer = setInterval(() => {
    const now = new Date()
    for (const one of watched) if (hasExpired(one, now)) end(one)
    look()
  }, everyMs).unref()

  return {
    add(authenticated, onEnd) {
      const one = { ...authenticated, onEnd }
      watched.add(one)
      return () => void watched.delete(one)
    },
    look,
    async close() {
      ending.abort()
      clearInterval(timer)
      await looking
    },
  }
}

const hasExpired = ({ credential: { expiresAt } }: Authenticated, now: Date) =>
  expiresAt !== null && expiresAt <= now

/** Whether somebody is who they were, and may do what they might. */
export const isSame = (one: Authenticated, other: Authenticated): boolean =>
  one.viewer.workspaceId === other.viewer.workspaceId &&
  one.viewer.userId === other.viewer.userId &&
  one.viewer.role === other.viewer.role
