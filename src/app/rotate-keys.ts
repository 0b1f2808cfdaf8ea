import { dbOf, openOrm } from '../platform/orm.ts'
import { reseal } from '../platform/reseal.ts'
import type { Surroundings } from '../surroundings.ts'
import { entities } from './entities.ts'
import { openSealer, sealedRows } from './parts.ts'

const applicationName = 'quarry rotate-keys'
const mostNamed = 20
const tellEveryMs = 1_000

/** Something is still sealed with another key; what is to be done stands in the message. */
export class NotAllResealed extends Error {}

/** What does not open, each with its kind and the ids of its rows. */
export const inWords = (closed: { what: string; closed: string[] }[]): string =>
  closed
    .filter(({ closed }) => closed.length > 0)
    .map(({ what, closed }) => {
      const more = closed.length > mostNamed ? ` and ${closed.length - mostNamed} more` : ''
      return `${closed.length} ${what} do not open: ${closed.slice(0, mostNamed).join(', ')}${more}`
    })
    .join('; ')

export const whatToDo =
  'add the key that they were sealed with to ENCRYPTION_KEY_PREVIOUS; where it is lost, update the databases with their ' +
  'connection strings and start the tasks anew'

/**
 * Seals everything with ENCRYPTION_KEY that was sealed with an earlier one; how many values. Safe beside processes that know both,
 * and to be run again at any time.
 * @throws NotAllResealed
 */
export async function rotateKeys(surroundings: Surroundings, signal: AbortSignal): Promise<number> {
  const { databaseUrl: url, log } = surroundings
  const orm = await openOrm({ url, entities, applicationName, poolSize: 1 })
  let toldAt = 0
  try {
    const results = await reseal({
      db: dbOf(orm.em.fork()),
      sealer: openSealer(surroundings),
      kinds: sealedRows,
      signal,
      onProgress({ what, done, of }) {
        if (Date.now() - toldAt < tellEveryMs) return
        toldAt = Date.now()
        log.info({ done, of }, `Sealed anew ${done} of ${of} ${what}`)
      },
    })
    const closed = inWords(results)
    if (closed) throw new NotAllResealed(`${closed}; ${whatToDo}`)
    if (results.some(({ left }) => left > 0))
      throw new NotAllResealed(
        'Some process still seals with an earlier key; start all of them with the new ENCRYPTION_KEY, then run this again',
      )
    return results.reduce((sum, { resealed }) => sum + resealed, 0)
  } finally {
    await orm.close()
  }
}
