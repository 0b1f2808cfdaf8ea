import type { ServerEngine, SslMode } from './engine.ts'

/** Where a source is and who asks; the only form in which a password travels through the process. */
export type ServerTarget = {
  engine: ServerEngine
  host: string
  port: number
  databaseName: string
  username: string
  password: string | null
  sslMode: SslMode
}

/** `databaseName` is the path of the file below SQLITE_DIR. */
export type FileTarget = { engine: 'SQLITE'; databaseName: string }

export type ConnectionTarget = ServerTarget | FileTarget

/** As people write it, without the login. */
export const placeOf = (target: ConnectionTarget): string =>
  target.engine === 'SQLITE' ? target.databaseName : `${target.host}:${target.port}`
