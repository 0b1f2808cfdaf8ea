import { useEffect, useRef, useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import type { DatabaseEngine } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { charts } from '../../texts/charts.ts'
import { databases } from '../../texts/databases.ts'
import { Field } from '../../ui/field.tsx'
import { FindField } from '../../ui/find-field.tsx'

const texts = charts.ask
const engines = databases.engine
const DatabaseChoiceQuery = graphql(/* GraphQL */ `
  query DatabaseChoice($search: String) {
    databases(first: 100, search: $search) {
      nodes { id name engine }
      pageInfo { hasNextPage }
    }
  }
`)

/** One of the workspace's databases; where there are very many, of those that some words find. */
export function DatabaseChoice({
  label,
  none,
  value,
  hint,
  error,
  takesOnly = false,
  only,
  onChange,
}: {
  label: string
  /** What stands for no choice. */
  none: string
  value: string
  hint?: string
  error?: string
  /** Whether the only one that there is is chosen by itself. */
  takesOnly?: boolean
  /** The one engine whose databases can be chosen, and what is said where there are others. */
  only?: { engine: DatabaseEngine; because: string }
  onChange(id: string): void
}) {
  const [search, setSearch] = useState('')
  const [{ data }] = useQuery({ query: DatabaseChoiceQuery, variables: { search: search || null } })
  const [isMany, setIsMany] = useState(false)
  const listed = data?.databases.nodes ?? []
  if (data?.databases.pageInfo.hasNextPage && !isMany) setIsMany(true)
  const choose = useRef(onChange)
  choose.current = onChange
  const isOffered = ({ engine }: { engine: DatabaseEngine }) => !only || engine === only.engine
  const chosen = listed.find(({ id }) => id === value)
  const isEmpty = data !== undefined && listed.length === 0 && search === ''
  const single =
    takesOnly && search === '' && listed.length === 1 && isOffered(listed[0]!) ? listed[0]!.id : ''
  useEffect(() => {
    if (single && value === '') choose.current(single)
  }, [single, value])
  return (
    <>
      {isMany && <FindField label={texts.find} hint={texts.findHint} words={search} onChange={setSearch} />}
      <Field
        label={label}
        error={error ?? (chosen && !isOffered(chosen) ? only?.because : undefined)}
        hint={
          isEmpty ? (
            <>
              {texts.noDatabases} <Link href="/databases">{texts.registerOne}</Link>
            </>
          ) : listed.every(isOffered) || (chosen && !isOffered(chosen)) ? (
            hint
          ) : (
            <>
              {hint} {only?.because}
            </>
          )
        }
      >
        {(field) => (
          <select {...field} value={value} onChange={(event) => onChange(event.target.value)}>
            <option value="">{none}</option>
            {value !== '' && !listed.some(({ id }) => id === value) && <option value={value}>…</option>}
            {listed.map((one) => (
              <option key={one.id} value={one.id} disabled={!isOffered(one)}>
                {isOffered(one) ? one.name : texts.option(one.name, engines[one.engine] ?? one.engine)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  )
}
