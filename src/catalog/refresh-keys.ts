import { fingerprint, fingerprintOfNone } from './difference.ts'
import { type Phase, phaseOf, type Refresh } from './phase.ts'
import { type ConstraintsRead, type IndexesRead, setConstraints, setIndexes } from './store.sql.ts'

export function constraintsPhase(refresh: Refresh): Phase {
  const { db, reader } = refresh
  return phaseOf(refresh, 'constraints', reader.constraints, async (chunk) => {
    const reads: ConstraintsRead[] = []
    for (const { table, value } of chunk) {
      const hash = fingerprint(value)
      if ((table.stored?.constraintsHash ?? fingerprintOfNone) === hash) continue
      const primaryKey = value.find(({ kind }) => kind === 'PRIMARY_KEY')?.columns ?? []
      reads.push({ id: table.id, hash, constraints: value, primaryKey })
      if (table.outcome === 'skipped') table.outcome = 'updated'
    }
    if (reads.length > 0) await setConstraints(db, reads)
  })
}

export function indexesPhase(refresh: Refresh): Phase {
  const { db, reader } = refresh
  return phaseOf(refresh, 'indexes', reader.indexes, async (chunk) => {
    const reads: IndexesRead[] = []
    for (const { table, value } of chunk) {
      const hash = fingerprint(value)
      if ((table.stored?.indexesHash ?? fingerprintOfNone) === hash) continue
      reads.push({ id: table.id, hash, indexes: value })
      if (table.outcome === 'skipped') table.outcome = 'updated'
    }
    if (reads.length > 0) await setIndexes(db, reads)
  })
}
