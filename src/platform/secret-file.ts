import { randomBytes } from 'node:crypto'
import { link, open, rm } from 'node:fs/promises'

/**
 * The text of the secret in `file`, which is made of `bytes` random bytes (base64url) where there is none yet. Of several
 * processes that ask at once, all get the same secret.
 * @throws where the file is empty, or others than its owner may read it
 */
export async function readOrCreateSecret(file: string, bytes = 32): Promise<string> {
  const existing = await readSecret(file)
  if (existing !== null) return existing
  await createWhole(file, randomBytes(bytes).toString('base64url'))
  return (await readSecret(file))!
}

/**
 * Creates a file (mode 0600) with all of its content at once: nobody sees it half written, also after a power failure.
 * False, with nothing changed, where the file exists.
 */
export async function createWhole(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`
  try {
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await link(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** @returns null where there is no such file @throws where it is empty, or others than its owner may read it */
export async function readSecret(file: string): Promise<string | null> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (handle === null) return null
  try {
    const mode = (await handle.stat()).mode & 0o777
    if (mode & 0o077) {
      throw new Error(
        `The secret in ${file} is open to other users (mode 0${mode.toString(8)}). Replace it where they may have read it, ` +
          `then close the file: chmod 600 ${file}`,
      )
    }
    const secret = (await handle.readFile('utf8')).trim()
    if (secret === '') throw new Error(`The secret in ${file} is empty`)
    return secret
  } finally {
    await handle.close()
  }
}
