import '../graphql/scalars.graphql.ts'
import '../graphql/errors.graphql.ts'
import '../graphql/nodes.graphql.ts'
import '../access/access.graphql.ts'
import '../access/api-tokens.graphql.ts'
import '../access/audit/audit.graphql.ts'
import '../tasks/tasks.graphql.ts'
import '../tasks/events.graphql.ts'
import '../tasks/queue-stats.graphql.ts'
import '../databases/databases.graphql.ts'
import '../catalog/catalog.graphql.ts'
import '../catalog/element-creation.graphql.ts'
import '../catalog/schedules.graphql.ts'
import '../filtered/filter-plan.graphql.ts'
import '../filtered/filtered-database.graphql.ts'
import '../filtered/start.graphql.ts'
import '../charts/message.graphql.ts'
import '../charts/chart.graphql.ts'
import '../charts/start.graphql.ts'
import './limits/rate-limit.graphql.ts'
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql'
import { auditFields } from '../access/audit/audited-fields.ts'
import { builder } from '../graphql/builder.ts'
import { payForLists } from './limits/lists.ts'

/** Every subject has added its types by now: importing it is what adds them. */
export const schema: GraphQLSchema = auditFields(payForLists(builder.toSchema()))

/** As it stands in schema.graphql. */
export const printedSchema = () => `${printSchema(lexicographicSortSchema(schema))}\n`
