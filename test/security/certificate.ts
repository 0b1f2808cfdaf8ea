import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

/** A new key with a certificate that it signed itself, for one name. */
export async function certificateFor(name: string): Promise<{ key: string; cert: string }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-certificate-'))
  const [key, cert] = ['key.pem', 'cert.pem'].map((file) => path.join(directory, file)) as [string, string]
  try {
    await promisify(execFile)('openssl', [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', key, '-out', cert],
    ])
    return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
