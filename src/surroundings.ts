import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type Config, ConfigError, variables } from './config.ts'
import type { Log } from './platform/log.ts'
import { readOrCreateSecret, readSecret } from './platform/secret-file.ts'
import { parseKey } from './platform/secrets.ts'

/** What the configuration leaves open: where the data is, and the secrets, which may have been made at the first start. */
export type Surroundings = {
  config: Config
  log: Log
  databaseUrl: string
  /** Of the server that filtered databases are made on, where there is one. */
  filteredDatabaseUrl?: string | null
  accessToken: string
  encryptionKey: Buffer
  /** Keys that secrets may still be sealed with. */
  previousKeys?: Buffer[]
  logDirectory: string
}

/**
 * The secrets and places that the configuration leaves open: made in DATA_DIR at the first start (mode 0600), and the same
 * ever after, for every process that has that directory.
 */
export async function findSurroundings(
  config: Config,
  log: Log,
  databaseUrl: string | undefined,
  filteredDatabaseUrl: string | null = config.FILTERED_DATABASE_URL ?? null,
): Promise<Surroundings> {
  if (databaseUrl === undefined) {
    throw new ConfigError(
      'DATABASE_URL must be set for this command; only npm start brings a PostgreSQL of its own',
    )
  }
  await mkdir(config.DATA_DIR, { recursive: true, mode: 0o700 })
  const inDirectory = (name: string) => path.join(config.DATA_DIR, name)
  const secret = (name: string) => readOrCreateSecret(inDirectory(name))
  const keyIn = (text: string, file: string): Buffer => {
    const key = parseKey(text)
    if (key === null) throw new ConfigError(`${file} must hold ${variables.ENCRYPTION_KEY.must}`)
    return key
  }
  const keyFile = inDirectory('encryption-key')
  const previousFile = inDirectory('encryption-key-previous')
  const encryptionKey = keyIn(config.ENCRYPTION_KEY ?? (await readOrCreateSecret(keyFile)), keyFile)
  const previous = await readSecret(previousFile)
  return {
    config,
    log,
    databaseUrl,
    filteredDatabaseUrl,
    accessToken: config.ACCESS_TOKEN ?? (await secret('access-token')),
    encryptionKey,
    previousKeys: [
      ...config.ENCRYPTION_KEY_PREVIOUS.map((text) => parseKey(text)!),
      ...(previous?.split(/\s+/).map((text) => keyIn(text, previousFile)) ?? []),
    ],
    logDirectory: config.LOG_DIR ?? path.join(config.DATA_DIR, 'logs'),
  }
}
