import { Resvg } from '@resvg/resvg-js'
import * as vega from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile, type TopLevelSpec } from 'vega-lite'
import { fontFiles } from '../fonts/font-files.ts'
import { textWidth } from '../fonts/text-width.ts'

export type Drawn = { svg: string; warnings: string[] }

// Without a canvas Vega takes each character for 0.8 em wide: labels would be cut and margins too large.
const { textMetrics } = vega as unknown as { textMetrics: { width: unknown } }
textMetrics.width = (item: TextItem, text?: unknown) => {
  const bold = Number(item.fontWeight) >= 600 || item.fontWeight === 'bold'
  const width = textWidth(String(text ?? item.text ?? ''), item.fontSize ?? 11, bold)
  // What is longer than its limit is drawn cut.
  return item.limit && item.limit > 0 ? Math.min(width, item.limit) : width
}

type TextItem = { text?: unknown; fontSize?: number; fontWeight?: number | string; limit?: number }

/** Nothing is loaded, and nothing leads anywhere: a sanitizer that refused instead would end the process. */
function deniedLoader(attempts: string[]) {
  const refuse = async (uri: string): Promise<never> => {
    attempts.push(String(uri).slice(0, 100))
    throw new Error('A chart loads nothing')
  }
  return { options: {}, load: refuse, http: refuse, file: refuse, sanitize: async () => ({ href: '' }) }
}

/** @throws where the specification cannot be drawn, or would load something */
export async function drawSvg(spec: object): Promise<Drawn> {
  const warnings: string[] = []
  const errors: string[] = []
  const attempts: string[] = []
  const logger = loggerOf(warnings, errors)
  const { spec: compiled } = compile(spec as TopLevelSpec, { logger })
  const runtime = vega.parse(compiled, undefined, { ast: true })
  const view = new vega.View(runtime, {
    renderer: 'none',
    logger,
    loader: deniedLoader(attempts) as unknown as vega.Loader,
    expr: expressionInterpreter,
  })
  try {
    const svg = await view.toSVG()
    if (attempts.length > 0) throw new Error(`The specification loads ${attempts[0]}`)
    if (errors.length > 0) throw new Error(errors[0])
    return { svg, warnings }
  } finally {
    view.finalize()
  }
}

/** Only for an SVG of our own: one from elsewhere could name files of this machine. */
export function drawPng(svg: string, scale: number, extraFonts: readonly string[]): Uint8Array {
  const picture = new Resvg(svg, {
    background: '#ffffff',
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: [fontFiles.regular, fontFiles.bold, fontFiles.fallback, ...extraFonts],
      defaultFontFamily: 'Noto Sans',
      sansSerifFamily: 'Noto Sans',
    },
  })
  return picture.render().asPng()
}

function loggerOf(warnings: string[], errors: string[]) {
  const text = (parts: readonly unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ')
  const logger = {
    level: () => logger,
    debug: () => logger,
    info: () => logger,
    warn: (...parts: unknown[]) => {
      warnings.push(text(parts))
      return logger
    },
    error: (...parts: unknown[]) => {
      errors.push(text(parts))
      return logger
    },
  }
  return logger as unknown as vega.LoggerInterface
}
