import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../../platform/errors.ts'
import { drawPng, drawSvg } from './draw.ts'
import type { Answer, Order } from './renderer.ts'

const { fonts } = workerData as { fonts: string[] }

parentPort!.on('message', async ({ id, spec, format, scale }: Order) => {
  const answer = (message: Answer, transfer: ArrayBuffer[] = []) => parentPort!.postMessage(message, transfer)
  try {
    const { svg, warnings } = await drawSvg(spec)
    if (format === 'svg') return answer({ id, svg, warnings })
    const png = Uint8Array.from(drawPng(svg, scale, fonts))
    answer({ id, png, warnings }, [png.buffer])
  } catch (error) {
    answer({ id, error: messageOf(error) })
  }
})
