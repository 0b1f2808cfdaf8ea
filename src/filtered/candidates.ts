import { knownCandidates } from '../catalog/candidates/store.sql.ts'
import { InvalidInputError } from '../platform/errors.ts'
import { dbOf, type EntityManager } from '../platform/orm.ts'
import { namesOf } from './check-names.ts'
import { checkReference } from './check-references.ts'
import type { PlanCandidate } from './plan.ts'
import type { DatabaseSource } from './source.ts'
import { type Reference, type Structure, tableName } from './structure.ts'

/**
 * The candidates that the catalog of a registered database holds, as references that a plan can follow.
 * @throws InvalidInputError where the source has no catalog
 */
export async function candidatesOf(
  em: EntityManager,
  workspaceId: string,
  source: DatabaseSource,
): Promise<PlanCandidate[]> {
  const databaseId = 'databaseId' in source ? source.databaseId : null
  if (databaseId === null) {
    const message = 'Candidates are in the catalog of a registered database; name it by its databaseId'
    throw new InvalidInputError(message, [{ path: ['useCandidates'], message }])
  }
  return knownCandidates(dbOf(em.fork()), workspaceId, databaseId)
}

export type Followed = { candidates: PlanCandidate[]; references: Reference[] }

/** Those that fit what the source is now: it may have changed since they were inferred, or declare them. */
export function fittingCandidates(structure: Structure, candidates: readonly PlanCandidate[]): Followed {
  const names = namesOf(structure)
  const declared = Map.groupBy(structure.references, ({ source }) => source)
  const followed: Followed = { candidates: [], references: [] }
  for (const candidate of candidates) {
    const reference = checkReference(names, candidate, [])
    if (!reference) continue
    const isDeclared = declared
      .get(reference.source)
      ?.some(({ columns }) => reference.columns.every((name) => columns.includes(name)))
    if (isDeclared) continue
    followed.candidates.push(candidate)
    followed.references.push(reference)
  }
  return followed
}

export const sayCandidate = ({ table, columns, target, targetColumns, score }: PlanCandidate) =>
  `${tableName(table)} (${columns.join(', ')}) → ${tableName(target)} (${targetColumns.join(', ')}), score ${score}`
