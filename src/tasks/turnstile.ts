/** Calls `pass` when it is the caller's turn, which may be at once. */
export type Turnstile = (pass: () => void) => void

/**
 * Lets `perTurn` pass in each turn of the event loop, first come, first served: what thousands wait for at the same time
 * holds up nobody else for long.
 */
export function openTurnstile(perTurn: number): Turnstile {
  let queue: (() => void)[] = []
  let passed = 0
  let turning = false

  function turn() {
    const next = queue.slice(0, perTurn)
    queue = queue.slice(perTurn)
    passed = next.length
    turning = passed > 0
    if (turning) setImmediate(turn)
    for (const pass of next) pass()
  }

  return (pass) => {
    if (!turning) setImmediate(turn)
    turning = true
    if (queue.length > 0 || passed >= perTurn) queue.push(pass)
    else {
      passed++
      pass()
    }
  }
}
