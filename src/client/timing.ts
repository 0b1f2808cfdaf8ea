/** All in milliseconds. */
export const defaultTiming = {
  /** How long a WebSocket may take, from its start until the server has let the client in. */
  connect: 5_000,
  /** How long the answer to a request for an event stream may take. */
  answer: 15_000,
  /** How often a quiet socket is asked whether it is still there. */
  ping: 10_000,
  /** How long its answer may take. */
  pong: 5_000,
  /** How long an event stream may be silent; the server sends something every 12 s. */
  silence: 30_000,
  /** How long after a connection is made a subscription may still not have begun on the server. */
  begin: 250,
  /** The wait after the first loss; it doubles with each one that follows, and is shortened by chance. */
  firstRetry: 100,
  lastRetry: 5_000,
  /** How soon a WebSocket is tried again while event streams stand in for it; it doubles with each failure. */
  firstProbe: 5_000,
  lastProbe: 300_000,
}

export type Timing = typeof defaultTiming
