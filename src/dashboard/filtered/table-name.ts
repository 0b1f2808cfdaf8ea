/** As people say it: with its schema, unless that is the usual one. */
export const tableName = ({ schema, table }: { schema: string; table: string }): string =>
  schema === 'public' ? table : `${schema}.${table}`
