import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { InvalidInputError, TaskError } from '../../platform/errors.ts'
import { TooMuchToDraw } from '../errors.ts'

/** `spec` as JSON: a thread reads that faster than it is given a copy of thousands of rows. */
export type Order = { id: number; spec: string; format: 'svg' | 'png'; scale: number }
export type Answer =
  | { id: number; svg: string; warnings: string[] }
  | { id: number; png: Uint8Array<ArrayBuffer>; warnings: string[] }
  | { id: number; error: string }

export type Size = {
  /** In pixels of the SVG, 100 to 2000; those of the specification where it is missing. */
  width?: number | null
  height?: number | null
  /** Pixels of the PNG for one of the SVG, above 0 and at most 3. */
  scale?: number | null
}

export type Renderer = {
  /**
   * @throws InvalidInputError for a size out of bounds; TooMuchToDraw where it takes more time or memory than one picture
   * may; TaskError CHART_NOT_DRAWN where the specification is wrong; the signal's reason where it aborts
   */
  svg(spec: object, options?: Size & { signal?: AbortSignal }): Promise<string>
  png(spec: object, options?: Size & { signal?: AbortSignal }): Promise<Uint8Array>
  close(): Promise<void>
}

export type RendererOptions = {
  /** Pictures that are drawn at once. */
  threads?: number
  timeoutMs?: number
  memoryMb?: number
  /** Font files beside the bundled ones, for the PNG of texts in Chinese, Japanese or Korean, say. */
  fonts?: readonly string[]
}

// A worker keeps its own young generation small, by a flag that leads over the limits of a thread: here a whole picture is to fit
// in it. Otherwise much of each is taken for something that stays, and is looked for among all that does.
const roomForOne = '--max-semi-space-size=0 --min-semi-space-size=4'

const mostPixels = 16_000_000
const sides = { least: 100, most: 2_000 }
const mostScale = 3

type Job = Omit<Order, 'id'> & {
  resolve(answer: Answer): void
  reject(error: unknown): void
  signal?: AbortSignal
}

/**
 * Draws specifications in threads of its own: one that takes too long, takes too much memory or is aborted is ended with its
 * thread, and the pictures behind it are drawn by a new one. Threads start with the first picture and do not keep a process
 * alive.
 */
export function createRenderer({
  threads = 1,
  timeoutMs = 10_000,
  memoryMb = 512,
  fonts = [],
}: RendererOptions = {}): Renderer {
  const waiting: Job[] = []
  const slots: (Worker | null)[] = Array.from({ length: threads }, () => null)
  const busy = new Set<number>()
  let closed = false
  let lastId = 0

  const start = () => {
    setFlagsFromString(roomForOne)
    return new Worker(new URL('thread.ts', import.meta.url), {
      workerData: { fonts },
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 24, stackSizeMb: 8 },
    })
  }

  function next(): void {
    const slot = slots.findIndex((_, at) => !busy.has(at))
    const job = slot < 0 ? undefined : waiting.shift()
    if (!job) return
    busy.add(slot)
    run(slot, job)
    next()
  }

  function run(slot: number, { resolve, reject, signal, ...order }: Job): void {
    const worker = slots[slot] ?? start()
    slots[slot] = worker
    worker.ref()
    const id = ++lastId
    const settle = (finish: () => void, thread: 'stays' | 'ends') => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      worker.off('message', answered).off('error', broken).off('exit', ended)
      worker.unref()
      if (thread === 'ends') {
        slots[slot] = null
        worker.on('error', () => {})
        void worker.terminate()
      }
      busy.delete(slot)
      finish()
      next()
    }
    const fail = (error: unknown) => settle(() => reject(error), 'ends')
    const abort = () => fail(signal!.reason)
    const answered = (answer: Answer) => {
      if (answer.id === id) settle(() => resolve(answer), 'stays')
    }
    const broken = (error: unknown) => fail(failureOf(error, memoryMb))
    const ended = () =>
      fail(new TaskError('CHART_NOT_DRAWN', 'The thread that drew the chart ended.', { retryable: true }))
    const timer = setTimeout(
      () => fail(new TooMuchToDraw(`The chart took more than ${timeoutMs / 1000} seconds to draw.`)),
      timeoutMs,
    )
    signal?.addEventListener('abort', abort)
    worker.on('message', answered).on('error', broken).on('exit', ended)
    worker.postMessage({ id, ...order } satisfies Order)
  }

  function drawn(
    spec: object,
    format: Order['format'],
    { width, height, scale, signal }: Size & { signal?: AbortSignal },
  ) {
    return new Promise<Answer>((resolve, reject) => {
      if (closed) throw new Error('The renderer is closed')
      signal?.throwIfAborted()
      const sized = sizedSpec(spec, { width, height, scale })
      const job: Job = { spec: JSON.stringify(sized), format, scale: scale ?? 1, resolve, reject, signal }
      const forget = () => {
        const at = waiting.indexOf(job)
        if (at >= 0) {
          waiting.splice(at, 1)
          reject(signal!.reason)
        }
      }
      signal?.addEventListener('abort', forget, { once: true })
      waiting.push(job)
      next()
    }).then((answer) => {
      if ('error' in answer)
        throw new TaskError('CHART_NOT_DRAWN', `The chart could not be drawn: ${answer.error}`, {
          retryable: false,
        })
      return answer
    })
  }

  return {
    async svg(spec, options = {}) {
      const answer = await drawn(spec, 'svg', options)
      return 'svg' in answer ? answer.svg : ''
    },
    async png(spec, options = {}) {
      const answer = await drawn(spec, 'png', options)
      return 'png' in answer ? answer.png : new Uint8Array()
    },
    async close() {
      closed = true
      const error = new TaskError('CHART_NOT_DRAWN', 'The renderer was closed.', { retryable: true })
      for (const job of waiting.splice(0)) job.reject(error)
      await Promise.all(slots.map((worker) => worker?.terminate()))
    },
  }
}

function sizedSpec(spec: object, { width, height, scale }: Size): object {
  const own = spec as { width?: unknown; height?: unknown }
  const [wide, high] = [width ?? own.width ?? 720, height ?? own.height ?? 440] as number[]
  const within = (value: unknown) => typeof value === 'number' && value >= sides.least && value <= sides.most
  const fields = [
    ...(width == null || within(width) ? [] : ['width']),
    ...(height == null || within(height) ? [] : ['height']),
  ].map((name) => ({ path: [name], message: `must be ${sides.least} to ${sides.most} pixels` }))
  if (scale != null && !(scale > 0 && scale <= mostScale))
    fields.push({ path: ['scale'], message: `must be above 0 and at most ${mostScale}` })
  if (wide! * high! * (scale ?? 1) ** 2 > mostPixels)
    fields.push({ path: ['scale'], message: `must give at most ${mostPixels.toLocaleString('en')} pixels` })
  if (fields.length > 0)
    throw new InvalidInputError(fields.map(({ path, message }) => `${path[0]} ${message}`).join('; '), fields)
  return { ...spec, width: wide, height: high }
}

function failureOf(error: unknown, memoryMb: number): TaskError {
  const { code, message } = error as { code?: string; message?: string }
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new TooMuchToDraw(`The chart took more than ${memoryMb} MB of memory to draw.`)
  return new TaskError('CHART_NOT_DRAWN', `The chart could not be drawn: ${message}`, {
    retryable: false,
    cause: error,
  })
}
