import type { Named } from './named.ts'

/** What stands under each name in FROM, and under none of its own; null for what is no relation, or may be another one. */
export type Ranges = { byName: Map<string | null, (Named | null)[]>; expressions: Set<string> }

export function noteRange({ byName }: Ranges, relation: Named | null, alias: unknown): void {
  const { aliasname, colnames } = (alias ?? {}) as { aliasname?: string; colnames?: unknown }
  const name = aliasname ?? relation?.name ?? null
  const all = byName.get(name) ?? []
  all.push(colnames ? null : relation)
  byName.set(name, all)
}

/** More relations of one name in FROM than these are taken for anything. */
const mostNamesakes = 20

export function relationsOf({ byName, expressions }: Ranges, name: string): Named[] | null {
  const all = byName.get(name)
  if (!all || byName.has(null)) return null
  const relations = new Map<string, Named>()
  for (const one of all) {
    if (one === null || (one.schema === null && expressions.has(one.name))) return null
    relations.set(JSON.stringify([one.schema, one.name]), one)
    if (relations.size > mostNamesakes) return null
  }
  return [...relations.values()]
}
