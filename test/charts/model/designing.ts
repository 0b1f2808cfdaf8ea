import { typeColumns } from '../../../src/charts/columns/type.ts'
import { plainIntent } from '../../../src/charts/intent.ts'
import { createChartDesigner } from '../../../src/charts/model/designer.ts'
import { resultOf } from '../../../src/charts/result.ts'
import type { Log } from '../../../src/platform/log.ts'
import type { Endpoint } from '../../platform/chat/endpoint.ts'
import { orders } from '../charted.ts'

export const apiKey = 'sk-cAnArY-4711-0815'
export const typed = typeColumns(resultOf(orders))
export const question = 'total amount by region'

/** What the rules do not choose for the question, so that it can only be the model's. */
export const byProduct = {
  ...plainIntent,
  mark: 'bar' as const,
  x: { field: 'product', timeUnit: null, bins: null },
  y: { field: 'amount', aggregate: 'median' as const },
  top: 7,
}

export const choice = (parts: object = {}, reason = 'Products differ most') => ({
  chart: { ...byProduct, ...parts },
  reason,
})

export const designerFor = (
  { baseUrl }: Pick<Endpoint, 'baseUrl'>,
  log: Log,
  settings: { timeoutMs?: number; model?: string } = {},
) => createChartDesigner({ baseUrl, model: 'designer-1', apiKey, timeoutMs: 20_000, ...settings }, log)

export const never = () => new AbortController().signal

/** What stands in a part of a message that is data, as it was before it became JSON. */
export function partOf(content: string, name: string): unknown[] {
  const [, text] = new RegExp(`<${name}>\n(.*?)\n</${name}>`, 's').exec(content)!
  return text!.split('\n').map((line) => JSON.parse(line))
}

/** A message without its parts that are data. */
export const outside = (content: string) => content.replaceAll(/<(\w+)>\n.*?\n<\/\1>/gs, '')
