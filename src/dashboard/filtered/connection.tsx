import { useState } from 'react'
import { graphql } from '../generated/index.ts'
import { useSession } from '../session/session.ts'
import { useMayChange } from '../session/use-viewer.ts'
import { filtered as texts } from '../texts/filtered.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy.tsx'
import { Note } from '../ui/note.tsx'
import { Facts, Section } from '../ui/page.tsx'
import table from '../ui/table.module.css'
import styles from './filtered.module.css'
import { psqlByString, psqlByUser } from './psql.ts'

const ConnectionStringQuery = graphql(/* GraphQL */ `
  query FilteredDatabaseConnectionString($id: ID!) {
    filteredDatabase(id: $id) { id connectionString }
  }
`)

type Address = { id: string; host: string; port: number; databaseName: string; username: string }

/** Where it is and who logs in. The string with the password is read once it is asked for, and forgotten when it is hidden. */
export function ConnectionFacts({ of }: { of: Address }) {
  return (
    <Section title={texts.connection.title}>
      <Facts
        of={[
          [texts.connection.host, of.host],
          [texts.connection.port, String(of.port)],
          [texts.connection.database, of.databaseName],
          [texts.connection.user, of.username],
        ]}
      />
      <ConnectionString of={of} />
    </Section>
  )
}

function ConnectionString({ of }: { of: Address }) {
  const mayChange = useMayChange()
  const { client } = useSession()
  const [shown, setShown] = useState<string>()
  const [failure, setFailure] = useState('')
  const [reading, setReading] = useState(false)

  /** Past the cache of queries, which would keep it. */
  async function read() {
    setReading(true)
    setFailure('')
    try {
      const { filteredDatabase } = await client.request(ConnectionStringQuery, { id: of.id })
      if (filteredDatabase) setShown(filteredDatabase.connectionString)
      else setFailure(texts.page.notFound)
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    } finally {
      setReading(false)
    }
  }

  const command = shown === undefined ? psqlByUser(of) : psqlByString(shown)
  return (
    <>
      <Line name={texts.connection.string}>
        {shown === undefined ? (
          <>
            <span className={table.quiet}>
              {mayChange ? texts.connection.hidden : texts.connection.viewer}
            </span>
            {mayChange && (
              <Button busy={reading} onClick={read}>
                {texts.connection.show}
              </Button>
            )}
          </>
        ) : (
          <>
            <code className={styles.code}>{shown}</code>
            <CopyButton text={shown} what={texts.connection.string} />
            <Button onClick={() => setShown(undefined)}>{texts.connection.hide}</Button>
          </>
        )}
      </Line>
      {shown !== undefined && <p className={table.quiet}>{texts.connection.recorded}</p>}
      {failure && <Note tone="bad" title={failure} />}
      <Line name={texts.connection.psql}>
        <code className={styles.code}>{command}</code>
        <CopyButton text={command} what={texts.connection.psql} />
      </Line>
    </>
  )
}

function Line({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className={styles.secret}>
      <span className={styles.label}>{name}</span>
      <div className={styles.secretValue}>{children}</div>
    </div>
  )
}
