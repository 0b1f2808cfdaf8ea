import type { FilterPlans } from './filter-plan.ts'

declare module '../graphql/context.ts' {
  interface Context {
    filterPlans: FilterPlans
  }
}
