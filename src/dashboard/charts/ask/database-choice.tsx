import { useEffect, useRef, useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { graphql } from '../../generated/index.ts'
import { charts } from '../../texts/charts.ts'
import { Field } from '../../ui/field.tsx'
import { FindField } from '../../ui/find-field.tsx'

const texts = charts.ask
const DatabaseChoiceQuery = graphql(/* GraphQL */ `
  query DatabaseChoice($search: String) {
    databases(first: 100, search: $search) {
      nodes { id name }
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
  onChange(id: string): void
}) {
  const [search, setSearch] = useState('')
  const [{ data }] = useQuery({ query: DatabaseChoiceQuery, variables: { search: search || null } })
  const [isMany, setIsMany] = useState(false)
  const databases = data?.databases.nodes ?? []
  if (data?.databases.pageInfo.hasNextPage && !isMany) setIsMany(true)
  const choose = useRef(onChange)
  choose.current = onChange
  const isEmpty = data !== undefined && databases.length === 0 && search === ''
  const only = takesOnly && search === '' && databases.length === 1 ? databases[0]!.id : ''
  useEffect(() => {
    if (only && value === '') choose.current(only)
  }, [only, value])
  return (
    <>
      {isMany && <FindField label={texts.find} hint={texts.findHint} words={search} onChange={setSearch} />}
      <Field
        label={label}
        error={error}
        hint={
          isEmpty ? (
            <>
              {texts.noDatabases} <Link href="/databases">{texts.registerOne}</Link>
            </>
          ) : (
            hint
          )
        }
      >
        {(field) => (
          <select {...field} value={value} onChange={(event) => onChange(event.target.value)}>
            <option value="">{none}</option>
            {value !== '' && !databases.some(({ id }) => id === value) && <option value={value}>…</option>}
            {databases.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  )
}
