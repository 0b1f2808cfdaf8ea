/** Times are milliseconds since 1970 in UTC. */
export type Value = number | string | null
