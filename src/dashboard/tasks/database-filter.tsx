import { useEffect, useId, useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../generated/index.ts'
import { tasks as texts } from '../texts/tasks.ts'
import { Field } from '../ui/field.tsx'

const DatabaseNames = graphql(/* GraphQL */ `
  query DatabaseNames($search: String) {
    databases(first: 50, search: $search) { nodes { id name } }
  }
`)
const DatabaseName = graphql(/* GraphQL */ `
  query DatabaseName($id: ID!) {
    database(id: $id) { id name }
  }
`)

/** Chooses a database by its name, of however many there are. */
export function DatabaseFilter({ id, onChoose }: { id: string | null; onChoose(id: string | null): void }) {
  const list = useId()
  const [{ data: chosen }] = useQuery({
    query: DatabaseName,
    variables: { id: id ?? '' },
    pause: id === null,
  })
  const name = id === null ? '' : (chosen?.database?.name ?? (chosen ? texts.filters.goneDatabase : ''))
  const [text, setText] = useState(name)
  useEffect(() => setText(name), [name])
  const [{ data: found }] = useQuery({
    query: DatabaseNames,
    variables: { search: text === name ? '' : text },
  })
  const options = found?.databases.nodes ?? []

  function type(text: string) {
    setText(text)
    if (text === '') return onChoose(null)
    const match = options.find((option) => option.name === text)
    if (match) onChoose(match.id)
  }
  return (
    <Field label={texts.filters.database}>
      {(field) => (
        <>
          <input
            {...field}
            type="search"
            list={list}
            placeholder={texts.filters.anyDatabase}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => type(event.target.value)}
            onBlur={() => setText(name)}
          />
          <datalist id={list}>
            {options.map((option) => (
              <option key={option.id} value={option.name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}
