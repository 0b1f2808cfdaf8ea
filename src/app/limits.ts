import { type Config, ConfigError } from '../config.ts'
import { messageOf } from '../platform/errors.ts'
import { isLoopback } from '../platform/hosts.ts'
import type { Limits } from '../server/limits/limits.ts'
import { createPersisted, type Manifest, type Persisted, readManifest } from '../server/limits/persisted.ts'

/** Whoever reaches a server that listens on loopback could as well read its code; others are told no more than they need. */
export const introspects = ({ INTROSPECTION, HOST }: Config): boolean =>
  INTROSPECTION ? INTROSPECTION === 'on' : isLoopback(HOST)

export const limitsOf = (config: Config): Limits => ({
  bodyBytes: config.MAX_BODY_BYTES,
  bodySeconds: config.BODY_TIMEOUT_SECONDS,
  bodiesBytes: bodiesBytesOf(config),
  tokens: config.MAX_QUERY_TOKENS,
  depth: config.MAX_QUERY_DEPTH,
  aliases: config.MAX_QUERY_ALIASES,
  directives: config.MAX_QUERY_DIRECTIVES,
  rootFields: config.MAX_ROOT_FIELDS,
  cost: config.MAX_QUERY_COST,
  requestsPerMinute: config.REQUESTS_PER_MINUTE,
  pointsPerMinute: config.POINTS_PER_MINUTE,
  sockets: config.MAX_SOCKETS_PER_USER,
  operationsPerSocket: config.MAX_OPERATIONS_PER_SOCKET,
  messagesPerSecond: config.MAX_MESSAGES_PER_SECOND,
  introspection: introspects(config),
})

/** Where nobody says it, what has become larger than usual takes room for some of its kind. */
function bodiesBytesOf({ MAX_BODIES_BYTES: own, MAX_BODY_BYTES: one }: Config): number {
  if (own !== undefined && own < one)
    throw new ConfigError(`MAX_BODIES_BYTES must be at least MAX_BODY_BYTES, which is ${one}`)
  return own ?? Math.max(usualBodiesBytes, fewestBodies * one)
}
const usualBodiesBytes = 8 * 2 ** 20
const fewestBodies = 4

/**
 * @param own documents that run beside those of the files
 * @throws ConfigError where a manifest is missing or is none
 */
export function persistedOf(config: Config, own?: Manifest): Persisted | null {
  const only = config.PERSISTED_OPERATIONS === 'only'
  const files = config.PERSISTED_OPERATIONS_FILE ?? []
  if (files.length === 0 && only)
    throw new ConfigError('PERSISTED_OPERATIONS=only needs PERSISTED_OPERATIONS_FILE')
  try {
    const manifests = files.map(readManifest)
    return manifests.length > 0 ? createPersisted([...(own ? [own] : []), ...manifests], only) : null
  } catch (error) {
    throw new ConfigError(`PERSISTED_OPERATIONS_FILE cannot be read: ${messageOf(error)}`)
  }
}
