import { constants } from 'node:fs'
import { access, type FileHandle, open, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { ConnectionFailedError } from '../../platform/errors.ts'
import type { Opening } from './messages.ts'

const magic = 'SQLite format 3\0'
const failed = (reason: ConnectionFailedError['reason'], text: string) =>
  new ConnectionFailedError(reason, text)

/**
 * Looks for a file below the directory. Links are followed first: what they lead to must be below it, too.
 * @param name as the connection string has it: a path below the directory, or a whole path that leads into it
 * @throws ConnectionFailedError; it says no more of a place outside than that it is outside
 */
export async function findFile(directory: string | null | undefined, name: string): Promise<Opening> {
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
  const missing = () => failed('DATABASE_MISSING', `There is no file ${name} below SQLITE_DIR`)
  if (name.includes('\0')) throw missing()
  // Before anything is looked at: whether a file outside exists is nobody's to know.
  if (!isBelow(root, asked) && !isBelow(path.resolve(directory), asked)) throw outside()
  const file = await realpath(asked).catch(() => {
    throw missing()
  })
  if (!isBelow(root, file)) throw outside()
  const noFile = () => failed('UNSUPPORTED', `${name} is no file`)
  // Before it is opened: to open a device may do something.
  const found = await stat(file).catch(() => {
    throw missing()
  })
  if (!found.isFile()) throw noFile()
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW).catch(
    (error) => {
      throw failed('PERMISSION', `${name} cannot be read: ${error.code}`)
    },
  )
  try {
    const held = await handle.stat({ bigint: true })
    if (!held.isFile()) throw noFile()
    await refuseOthers(handle, name)
    return {
      path: file,
      device: String(held.dev),
      inode: String(held.ino),
      isImmutable: !(await mayChange(file, held.mode)),
    }
  } finally {
    await handle.close()
  }
}

const isBelow = (root: string, file: string) =>
  file.startsWith(root.endsWith(path.sep) ? root : root + path.sep)

async function refuseOthers(handle: FileHandle, name: string): Promise<void> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0)
  // An empty file is a database without tables.
  if (bytesRead > 0 && buffer.toString('latin1') !== magic)
    throw failed('UNSUPPORTED', `${name} is no file of SQLite 3, or it is encrypted`)
}

/**
 * SQLite does without locks on a file that stays as it is, and does not look for changes beside it: on a medium that cannot be written,
 * or where nobody has the right to write the file or into its folder, and no change waits beside it.
 */
async function mayChange(file: string, mode: bigint): Promise<boolean> {
  for (const end of ['-wal', '-journal']) if (await exists(file + end)) return true
  const isFixed = await access(file, constants.W_OK).then(
    () => false,
    ({ code }) => code === 'EROFS',
  )
  if (isFixed) return false
  const folder = await stat(path.dirname(file), { bigint: true })
  return ((mode | folder.mode) & 0o222n) !== 0n
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  )
