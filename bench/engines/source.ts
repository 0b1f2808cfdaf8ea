/** A source of another engine than PostgreSQL, with the engine's own way to write down its structure. */
export type EngineSource = {
  /** With its version. */
  engine: string
  /** As whoever connects is called, where there are several. */
  as: string
  connectionString: string
  sqliteDirectory?: string
  /** What the other way is called, as people write it. */
  dumpedBy: string
  dump(): Promise<void>
}
