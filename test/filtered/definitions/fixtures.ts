import { readFileSync } from 'node:fs'

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')

export const torture = read('../../fixtures/torture.sql')
export const catalogEdge = read('../../fixtures/catalog-edge.sql')
export const everything = read('everything.sql')
/** What PostgreSQL 18 has beyond 15. */
export const eighteen = read('eighteen.sql')
