import { graphql } from '../generated/index.ts'

/** What PlanView needs of a plan: spread it in the query. */
export const ShownPlanFields = graphql(/* GraphQL */ `
  fragment ShownPlan on FilterPlan {
    planner asOf scope summary candidates
    subjects { schema table condition sql }
    tables { schema table role estimatedRows sql }
  }
`)
