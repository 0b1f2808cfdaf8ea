/** Loaded into the API's process before its own code, with --expose-gc: tells its parent what the process holds. */

export type Held = {
  /** Bytes that are in use after a garbage collection. */
  heap: number
  /** Bytes of memory that the process has. */
  memory: number
  sockets: number
  timers: number
}

process.on('message', (message) => {
  if (message !== 'probe') return
  globalThis.gc!()
  // What the first one made unreachable by its finalizers goes with the second.
  setTimeout(() => {
    globalThis.gc!()
    const { heapUsed, rss } = process.memoryUsage()
    const resources = process.getActiveResourcesInfo()
    const count = (type: string) => resources.filter((resource) => resource === type).length
    process.send!({
      heap: heapUsed,
      memory: rss,
      sockets: count('TCPSocketWrap'),
      timers: count('Timeout'),
    } satisfies Held)
  }, 50)
})
