/**
 * Loaded into a server's process that runs with --expose-gc: answers its parent with how much memory the process has, after
 * what nobody uses any more was collected.
 */

process.on('message', (message) => {
  if (message !== 'memory') return
  globalThis.gc!()
  // What finalizers let go of goes with the next one.
  setImmediate(() => {
    globalThis.gc!()
    process.send!({ memoryBytes: process.memoryUsage.rss() })
  })
})
