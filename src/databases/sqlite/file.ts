import { constants } from 'node:fs'
import { access, open, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { ConnectionFailedError } from '../../platform/errors.ts'

/** A file of SQLite, and whether nobody can write it as long as it is open. */
export type SqliteFile = { path: string; isImmutable: boolean }

const magic = 'SQLite format 3\0'
const failed = (reason: ConnectionFailedError['reason'], text: string) =>
  new ConnectionFailedError(reason, text)

/**
 * Looks for a file below the directory. Links are followed first: what they lead to must be below it, too.
 * @param name as the connection string has it: a path below the directory, or a whole path that leads into it
 * @throws ConnectionFailedError; it says no more of a place outside than that it is outside
 */
export async function findFile(directory: string | null | undefined, name: string): Promise<SqliteFile> {
  if (!directory)
    throw failed(
      'HOST_NOT_ALLOWED',
      'Files of SQLite are not connected here; the operator can set SQLITE_DIR',
    )
  const root = await realpath(directory).catch(() => {
    throw failed('UNREACHABLE', 'SQLITE_DIR is not there; the operator can make it')
  })
  const asked = path.resolve(root, name)
  const outside = () =>
    failed('HOST_NOT_ALLOWED', `${name} is not below SQLITE_DIR, where the files are that can be connected`)
  // Before anything is looked at: whether a file outside exists is nobody's to know.
  if (!isBelow(root, asked)) throw outside()
  const missing = () => failed('DATABASE_MISSING', `There is no file ${name} below SQLITE_DIR`)
  const file = await realpath(asked).catch(() => {
    throw missing()
  })
  if (!isBelow(root, file)) throw outside()
  if (!(await stat(file)).isFile()) throw failed('UNSUPPORTED', `${name} is no file`)
  await refuseOthers(file, name)
  return { path: file, isImmutable: !(await mayChange(file)) }
}

const isBelow = (root: string, file: string) =>
  file.startsWith(root.endsWith(path.sep) ? root : root + path.sep)

async function refuseOthers(file: string, name: string): Promise<void> {
  const handle = await open(file, 'r').catch((error) => {
    throw failed('PERMISSION', `${name} cannot be read: ${error.code}`)
  })
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0)
    // An empty file is a database without tables.
    if (bytesRead > 0 && buffer.toString('latin1') !== magic)
      throw failed('UNSUPPORTED', `${name} is no file of SQLite 3, or it is encrypted`)
  } finally {
    await handle.close()
  }
}

/** Who may write neither the file nor its folder cannot lock it either; SQLite then needs to know that it stays as it is. */
async function mayChange(file: string): Promise<boolean> {
  const may = (place: string) =>
    access(place, constants.W_OK).then(
      () => true,
      () => false,
    )
  return (await may(file)) || (await may(path.dirname(file)))
}
