import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../../platform/errors.ts'
import { drawPng, drawSvg } from './draw.ts'
import { createMissingLetters } from './missing-letters.ts'
import type { Answer, Order } from './renderer.ts'

const { fonts } = workerData as { fonts: string[] }
const missing = createMissingLetters(fonts)

parentPort!.on('message', async ({ id, spec: json, format, scale }: Order) => {
  const answer = (message: Answer, transfer: ArrayBuffer[] = []) => parentPort!.postMessage(message, transfer)
  try {
    const spec: object = JSON.parse(json)
    const { svg, warnings } = await drawSvg(spec)
    if (format === 'svg') return answer({ id, svg, warnings })
    const letters = missing.in(svg)
    const shown = letters.length > 0 ? (await drawSvg(missing.noted(spec))).svg : svg
    if (letters.length > 0) warnings.push(missing.warning(letters))
    const png = Uint8Array.from(drawPng(shown, scale, fonts))
    answer({ id, png, warnings }, [png.buffer])
  } catch (error) {
    answer({ id, error: messageOf(error) })
  }
})
