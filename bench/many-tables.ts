import pg from 'pg'

const schemas = 4
const valueColumns = 12
const types = ['text', 'integer', 'numeric(12,2)', 'timestamptz', 'boolean', 'varchar(40)']
/** Few enough for one transaction to hold their locks, on a server with its default limit of them. */
const batchSize = 100

/**
 * Fills an empty database with `count` tables: in four schemas, each with 15 columns, a primary key, two foreign keys (the
 * first table has none), two indexes, and a comment on a third of the columns that hold values.
 */
export async function makeManyTables(connectionString: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    for (let schema = 0; schema < schemas; schema++) await client.query(`create schema s${schema}`)
    for (let first = 1; first <= count; first += batchSize) {
      const numbers = Array.from({ length: Math.min(batchSize, count - first + 1) }, (_, i) => first + i)
      await client.query(numbers.map(tableStatements).join(''))
    }
    await settleSystemCatalog(client)
  } finally {
    await client.end()
  }
}

const tableName = (number: number) => `s${number % schemas}.table_${number}`

function tableStatements(number: number): string {
  const name = tableName(number)
  const parent = (column: string, target: number) =>
    `${column} bigint${number > 1 ? ` constraint ${column}_fk references ${tableName(target)}` : ''}`
  const values = Array.from({ length: valueColumns }, (_, i) => i + 1)
  return `
    create table ${name} (id bigint primary key, ${parent('parent_a', Math.max(number >> 1, 1))},
      ${parent('parent_b', number - 1)},
      ${values.map((column) => `column_${column} ${types[column % types.length]}`).join(', ')});
    create index on ${name} (column_1);
    create index on ${name} (column_2, column_3);
    ${values
      .filter((column) => column % 3 === 1)
      .map((column) => `comment on column ${name}.column_${column} is 'Value ${column} of table ${number}';`)
      .join('\n')}`
}

/** What autovacuum would have done by the time that somebody reads such a database. */
async function settleSystemCatalog(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relnamespace = 'pg_catalog'::regnamespace and relkind = 'r'`,
  )
  await client.query(`vacuum (analyze) ${rows.map(({ name }) => name).join(', ')}`)
  await client.query('checkpoint')
}
