import * as vega from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile, type TopLevelSpec } from 'vega-lite'

/** The SVG that Vega alone makes of a specification, with its expressions interpreted or made into code. */
export async function bareSvg(spec: object, interpreted: boolean): Promise<string> {
  const compiled = compile(spec as TopLevelSpec).spec
  const runtime = vega.parse(compiled, undefined, { ast: interpreted })
  const view = new vega.View(runtime, {
    renderer: 'none',
    ...(interpreted && { expr: expressionInterpreter }),
  })
  const svg = await view.toSVG()
  view.finalize()
  return svg
}
