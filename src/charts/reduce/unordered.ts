import { isDeepStrictEqual } from 'node:util'
import { parseSql } from '../sql/parse.ts'

/** Other ORDER BYs may follow, in comments or in the order itself; each is one more reading of the query. */
const mostTried = 5

type Select = Record<string, unknown> & { distinctClause?: unknown[] }

/**
 * The query without an ORDER BY at its end, for whoever puts its rows together: sorting ten million of them first takes longer
 * than all else. Only where the order changes nothing but the order, and where the parser says that nothing else was cut off.
 */
export async function withoutOrder(text: string): Promise<string> {
  const ordered = await selectIn(text)
  if (!ordered?.sortClause || ordered.limitCount || ordered.limitOffset || isDistinctOn(ordered)) return text
  const { sortClause: _, ...rest } = ordered
  const wanted = withoutPlaces(rest)
  for (const { index } of [...text.matchAll(/\border\s+by\b/gi)].slice(-mostTried).reverse()) {
    const shorter = text.slice(0, index)
    if (text.includes('$', index)) return text
    const select = await selectIn(shorter).catch(() => null)
    if (isDeepStrictEqual(withoutPlaces(select), wanted)) return shorter
  }
  return text
}

async function selectIn(text: string): Promise<Select | null> {
  const [statement, ...others] = await parseSql(text)
  return others.length > 0 ? null : ((statement?.stmt.SelectStmt as Select | undefined) ?? null)
}

/** DISTINCT ON takes the first row of each, by the order. A plain DISTINCT is a list with nothing in it. */
const isDistinctOn = ({ distinctClause = [] }: Select) =>
  distinctClause.some((one) => Object.keys(one as object).length > 0)

function withoutPlaces(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(withoutPlaces)
  if (tree === null || typeof tree !== 'object') return tree
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([name]) => name !== 'location' && !name.startsWith('rexpr_list_') && !name.startsWith('list_'))
      .map(([name, value]) => [name, withoutPlaces(value)]),
  )
}
