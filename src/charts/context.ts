import type { Charts } from './charts.ts'
import type { Messages } from './messages.ts'
import type { Renderer } from './render/renderer.ts'
import type { StartsCharts } from './start.ts'

declare module '../graphql/context.ts' {
  interface Context {
    messages: Messages
    charts: Charts
    startsCharts: StartsCharts
    /** Draws charts in sizes that were not drawn yet. */
    renderer: Renderer
  }
}
