import type { Elements } from './elements.ts'
import type { Schedules } from './schedules.ts'

declare module '../graphql/context.ts' {
  interface Context {
    elements: Elements
    schedules: Schedules
  }
}
