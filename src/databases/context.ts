import type { Databases } from './databases.ts'

declare module '../graphql/context.ts' {
  interface Context {
    databases: Databases
  }
}
