/** Drawing takes this part of the time at the most; the frames between are for whoever scrolls and types. */
const drawingPart = 1 / 8

/**
 * Says that there is news, as often as one likes: `tell` is called at the next frame after the first of it, and then not before
 * `restMs` have passed; less often where what it leads to takes long. Nobody reads what goes on without end faster.
 */
export function createPace(tell: () => void, restMs = 100): () => void {
  let isDue = false
  let nextAt = Number.NEGATIVE_INFINITY
  function run() {
    isDue = false
    const toldAt = performance.now()
    nextAt = toldAt + restMs
    tell()
    // After the drawing, which follows what is told.
    setTimeout(() => {
      nextAt = toldAt + Math.max(restMs, (performance.now() - toldAt) / drawingPart)
    })
  }
  return () => {
    if (isDue) return
    isDue = true
    const waitMs = nextAt - performance.now()
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
