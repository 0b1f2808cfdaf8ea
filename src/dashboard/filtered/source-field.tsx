import { useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import type { DatabaseEngine } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'
import { useMayChange } from '../session/use-viewer.ts'
import { databases } from '../texts/databases.ts'
import { filtered as texts } from '../texts/filtered.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Field } from '../ui/field.tsx'
import { FindField } from '../ui/find-field.tsx'
import { QueryError } from '../ui/note.tsx'
import type { Draft } from './draft.ts'
import styles from './filtered.module.css'

const SourcesQuery = graphql(/* GraphQL */ `
  query FilterSources($search: String, $id: ID!) {
    databases(first: 100, search: $search) {
      totalCount
      nodes { id name engine }
    }
    database(id: $id) { id name engine removedAt }
  }
`)

type Props = {
  draft: Draft
  onChange(change: Partial<Draft>): void
  errors: Record<string, string | undefined>
}

/** What is to be filtered: a database that is registered, or, for those who may change things, one by its connection string. */
export function SourceField(props: Props) {
  const { draft, onChange } = props
  const mayChange = useMayChange()
  return (
    <>
      {mayChange && (
        <Choice
          label={texts.make.from}
          value={draft.by}
          options={[
            { value: 'DATABASE', label: texts.make.registered },
            { value: 'STRING', label: texts.make.byString },
          ]}
          onChange={(by) => onChange({ by })}
        />
      )}
      {draft.by === 'DATABASE' ? <DatabaseField {...props} /> : <StringField {...props} />}
    </>
  )
}

function DatabaseField({ draft, onChange, errors }: Props) {
  const [search, setSearch] = useState('')
  const [{ data, error }, ask] = useQuery({
    query: SourcesQuery,
    variables: { search: search.trim() || null, id: draft.databaseId },
  })
  const [total, setTotal] = useState(0)
  if (data && !search && data.databases.totalCount !== total) setTotal(data.databases.totalCount)
  if (error) return <QueryError error={error} retry={() => ask({ requestPolicy: 'network-only' })} />
  const chosen = data?.database && !data.database.removedAt ? data.database : undefined
  const listed = data?.databases.nodes ?? []
  const offered = chosen && !listed.some(({ id }) => id === chosen.id) ? [chosen, ...listed] : listed
  const isMissing = data && draft.databaseId && !chosen
  const problem = isMissing
    ? texts.make.missing
    : chosen && !isFiltered(chosen)
      ? texts.make.ofOther(chosen.name, engineOf(chosen))
      : undefined
  if (data && total === 0)
    return (
      <p>
        {texts.make.noDatabase} <Link href="/databases">{texts.make.register}</Link>
      </p>
    )
  return (
    <div className={styles.source}>
      {total > 100 && (
        <FindField
          label={texts.make.findDatabase}
          hint={
            data && listed.length === 0
              ? texts.make.noneFound
              : data && data.databases.totalCount > listed.length
                ? texts.make.manyDatabases(listed.length, data.databases.totalCount)
                : undefined
          }
          words={search}
          onChange={setSearch}
        />
      )}
      <Field
        label={texts.make.database}
        hint={problem || offered.every(isFiltered) ? undefined : texts.make.postgresOnly}
        error={errors['source.databaseId'] ?? problem}
      >
        {(field) => (
          <select
            {...field}
            required
            value={chosen?.id ?? (data ? '' : draft.databaseId)}
            onChange={(event) => onChange({ databaseId: event.target.value })}
          >
            <option value="">{texts.make.choose}</option>
            {offered.map((one) => (
              <option key={one.id} value={one.id} disabled={!isFiltered(one)}>
                {isFiltered(one) ? one.name : texts.make.option(one.name, engineOf(one))}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  )
}

type Source = { engine: DatabaseEngine }
const isFiltered = ({ engine }: Source) => engine === 'POSTGRESQL'
const engineOf = ({ engine }: Source) => databases.engine[engine] ?? engine

function StringField({ draft, onChange, errors }: Props) {
  const [isShown, setShown] = useState(false)
  return (
    <div className={styles.withButton}>
      <Field
        label={texts.make.connectionString}
        hint={texts.make.connectionStringHint}
        error={errors['source.connectionString']}
      >
        {(field) => (
          <input
            {...field}
            type={isShown ? 'text' : 'password'}
            autoComplete="off"
            spellCheck={false}
            required
            value={draft.connectionString}
            onChange={(event) => onChange({ connectionString: event.target.value })}
          />
        )}
      </Field>
      <Button aria-pressed={isShown} onClick={() => setShown(!isShown)}>
        {texts.make.showString}
      </Button>
    </div>
  )
}
