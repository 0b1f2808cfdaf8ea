import type { Elements } from './elements.ts'

declare module '../graphql/context.ts' {
  interface Context {
    elements: Elements
  }
}
