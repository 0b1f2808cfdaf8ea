import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { startQuarry } from '../quarry.ts'

it('the program of the page on security makes an API token, uses it, and ends it', async () => {
  const [, program] = /^```ts\n(.*?)^```/ms.exec(await readFile('docs/security.md', 'utf8'))!
  const quarry = await startQuarry({ worker: false })
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-docs-'))
  try {
    const file = path.join(directory, 'token.mts')
    await writeFile(file, program!)
    const { stdout } = await promisify(execFile)(process.execPath, [file], {
      env: { PATH: process.env.PATH, QUARRY_URL: quarry.url, QUARRY_TOKEN: quarry.token },
    })
    expect(stdout).toBe('VIEWER\nrevoked\n')
  } finally {
    await quarry.stop()
    await rm(directory, { recursive: true, force: true })
  }
})
