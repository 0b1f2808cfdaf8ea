import { v7 as uuid } from 'uuid'
import { type Candidate, leastScore } from './candidates/candidate.ts'
import { inferCandidates } from './candidates/infer.ts'
import {
  countCandidates,
  deleteStrayCandidates,
  insertCandidates,
  knownTables,
  type StoredCandidate,
  storedCandidates,
  updateCandidates,
} from './candidates/store.sql.ts'
import { confirmByValues, leastBeforeValues } from './candidates/values.ts'
import { addCounts, difference, equal, keyOf } from './difference.ts'
import { type Refresh, whole } from './phase.ts'
import { deleteRelationships } from './store.sql.ts'

/**
 * Infers the undeclared keys of the tables that this run has read, among all that the catalog holds. Without CANDIDATE_KEYS, those
 * of earlier runs stay; but for those that are declared by now, or that name what is gone.
 */
export async function refreshCandidates(refresh: Refresh): Promise<void> {
  const { run, db, owner, include, result } = refresh
  const strays = await deleteStrayCandidates(db, owner.databaseId)
  result.relationships.removed += strays
  const changed = include.has('CANDIDATE_KEYS') && (await inferAndStore(refresh))
  if (strays > 0) run.log('INFO', `${whole(strays)} candidates are declared by now, or name what is gone`)
  if (strays > 0 || changed) await countCandidates(db, owner.databaseId)
}

/** @returns whether any was created or removed */
const inferAndStore = (refresh: Refresh): Promise<boolean> =>
  refresh.run.step('candidates', async (report) => {
    const { db, owner, tables, result } = refresh
    report.done(0, 'Inferring candidates')
    const read = new Set(tables.filter(({ failed }) => !failed).map(({ id }) => id))
    const known = await knownTables(db, owner.databaseId)
    const sampled = refresh.run.input.sampleValues
    const inferred = inferCandidates(known, {
      of: ({ id }) => read.has(id),
      least: sampled ? leastBeforeValues : leastScore,
    })
    report.total(inferred.length)
    const candidates = sampled ? await byValues(refresh, inferred, report.done) : inferred
    const diff = difference(
      await storedCandidates(db, [...read]),
      candidates.map((candidate) => rowOf(uuid(), candidate)),
      { stored: keyOfRow, source: keyOfRow },
      (stored, source) => equal({ ...stored, id: '' }, { ...source, id: '' }),
    )
    addCounts(result.relationships, diff)
    if (diff.removed.length > 0)
      await deleteRelationships(
        db,
        diff.removed.map(({ id }) => id),
      )
    if (diff.updated.length > 0)
      await updateCandidates(
        db,
        diff.updated.map(({ stored, source }) => ({ ...source, id: stored.id })),
      )
    if (diff.created.length > 0) await insertCandidates(db, owner, diff.created)
    report.done(inferred.length, `Inferred ${whole(candidates.length)} candidates`)
    return diff.created.length + diff.removed.length > 0
  })

async function byValues(
  { run, reader }: Refresh,
  inferred: Candidate[],
  onDone: (done: number, message?: string) => void,
): Promise<Candidate[]> {
  if (!reader.inclusion) {
    run.log('WARN', 'No values were sampled: this engine has no way for it')
    return inferred.filter(({ score }) => score >= leastScore)
  }
  const { candidates, refuted, unread } = await confirmByValues(inferred, reader.inclusion, {
    signal: run.signal,
    onLookedUp: (done) =>
      onDone(done, `Looked up the values of ${whole(done)} of ${whole(inferred.length)} candidates`),
  })
  if (refuted > 0) run.log('INFO', `Sampled values refute ${whole(refuted)} candidates`)
  for (const { candidate, message } of unread.slice(0, mostSaid))
    run.log(
      'WARN',
      `The values of ${nameOf(candidate)} in ${candidate.source.schema} could not be looked up: ${message}`,
    )
  if (unread.length > mostSaid)
    run.log('WARN', `Nor those of ${whole(unread.length - mostSaid)} more candidates`)
  return candidates
}

const mostSaid = 20

/** As filter plans name a reference of their own. */
const nameOf = ({ source, columns }: Candidate) => `${source.name}(${columns.join(', ')})`

const rowOf = (id: string, candidate: Candidate): StoredCandidate => ({
  id,
  sourceTableId: candidate.source.id,
  name: nameOf(candidate),
  sourceColumns: candidate.columns,
  targetSchema: candidate.target.schema,
  targetName: candidate.target.name,
  targetTableId: candidate.target.id,
  targetColumns: candidate.targetColumns,
  score: candidate.score,
  reason: candidate.reason,
})

const keyOfRow = ({ sourceTableId, name }: StoredCandidate) => keyOf(sourceTableId, name)
