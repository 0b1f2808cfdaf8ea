import { startWatchdog } from '../../src/platform/watchdog.ts'

/** A process with a watchdog of little patience, which the test tells what to do. */
startWatchdog({ beatEveryMs: 100, mostMissed: 10 })

process.on('message', (what) => {
  if (what === 'end') process.disconnect()
  if (what === 'loop') for (;;);
  if (what === 'busy') {
    const until = Date.now() + 400
    while (Date.now() < until);
    process.send?.('done')
  }
})
process.send?.('ready')
