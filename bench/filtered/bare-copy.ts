import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { timed } from '../measure.ts'
import type { Selects } from './selects.ts'

const run = promisify(execFile)

export type Copied = { rowsMs: number; keysMs: number }

export type Ends = {
  /** Where psql and pg_dump are. */
  programs: string
  source: string
  /** A database that is empty. */
  target: string
}

/**
 * Copies as an operator would by hand: the tables by pg_dump, then `psql COPY (…) TO STDOUT | psql COPY … FROM STDIN` one table after
 * the other, then keys, indexes and foreign keys by pg_dump. Nothing of ours runs between the two servers.
 */
export async function copyBare(ends: Ends, selects: Selects): Promise<Copied> {
  await makeTables(ends)
  const rowsMs = await timed(async () => {
    for (const [table, select] of Object.entries(selects))
      await shell(ends, `${psql} "$SOURCE" -c "$OUT" | ${psql} "$TARGET" -c "$IN"`, {
        OUT: `copy (${select}) to stdout`,
        IN: `copy ${table} from stdin`,
      })
  })
  const keysMs = await timed(() => makeSection(ends, 'post-data'))
  return { rowsMs, keysMs }
}

/** Without rows, keys and indexes. */
export const makeTables = (ends: Ends) => makeSection(ends, 'pre-data')

/** As the engine has them, so that what is compared is no setting. */
const settings =
  '-c jit=off -c work_mem=64MB -c maintenance_work_mem=128MB -c statement_timeout=0 -c synchronous_commit=off'

const psql = 'psql -Xq -v ON_ERROR_STOP=1'

const makeSection = (ends: Ends, section: string) =>
  shell(
    ends,
    `pg_dump --section=${section} --no-owner --no-privileges "$SOURCE" | ${psql} "$TARGET" > /dev/null`,
  )

async function shell({ programs, source, target }: Ends, script: string, variables = {}): Promise<void> {
  const searched = [programs, process.env.PATH].join(path.delimiter)
  const env = {
    ...process.env,
    PATH: searched,
    SOURCE: source,
    TARGET: target,
    PGOPTIONS: settings,
    ...variables,
  }
  await run('bash', ['-c', `set -eo pipefail; ${script}`], { env })
}
