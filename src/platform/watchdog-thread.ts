import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'

const { beats, beatEveryMs, mostMissed, pid } = workerData as {
  beats: Int32Array
  beatEveryMs: number
  mostMissed: number
  pid: number
}
let last = Atomics.load(beats, 0)
let missed = 0

setInterval(() => {
  const now = Atomics.load(beats, 0)
  missed = now === last ? missed + 1 : 0
  last = now
  if (missed < mostMissed) return
  const msg = `The process was stuck for ${(missed * beatEveryMs) / 1000} s and is ended`
  try {
    // The log belongs to the thread that is stuck.
    writeSync(2, `${JSON.stringify({ level: 60, time: Date.now(), pid, msg })}\n`)
  } finally {
    // Also where nobody reads that any more: an error would end this thread alone.
    process.kill(pid, 'SIGKILL')
  }
}, beatEveryMs)
