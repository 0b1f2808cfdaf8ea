/** So long between two drawings of what goes on without end: nobody reads faster, and the frames between stay free. */
const restMs = 100

/**
 * Says that there is news, as often as one likes: `tell` is called at the next frame after the first of it, and then at most ten
 * times a second.
 */
export function createPace(tell: () => void): () => void {
  let isDue = false
  let toldAt = Number.NEGATIVE_INFINITY
  function run() {
    isDue = false
    toldAt = performance.now()
    tell()
  }
  return () => {
    if (isDue) return
    isDue = true
    const waitMs = toldAt + restMs - performance.now()
    if (waitMs <= 0) atNextFrame(run)
    else setTimeout(() => atNextFrame(run), waitMs)
  }
}

/** A tab that nobody sees has no frames, and events go on. */
function atNextFrame(then: () => void): void {
  const run = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    then()
  }
  const frame = requestAnimationFrame(run)
  const timer = setTimeout(run, 500)
}
