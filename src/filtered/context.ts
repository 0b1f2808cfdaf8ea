import type { FilterPlans } from './filter-plan.ts'
import type { FilteredDatabases } from './filtered-databases.ts'
import type { StartsFilteredDatabases } from './start.ts'

declare module '../graphql/context.ts' {
  interface Context {
    filterPlans: FilterPlans
    filteredDatabases: FilteredDatabases
    startsFilteredDatabases: StartsFilteredDatabases
  }
}
