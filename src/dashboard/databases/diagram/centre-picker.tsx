import { useEffect, useId, useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../../generated/index.ts'
import { catalog } from '../../texts/catalog.ts'
import styles from './diagram.module.css'

const texts = catalog.diagram
const restMs = 150

const CandidatesQuery = graphql(/* GraphQL */ `
  query CentreCandidates($id: ID!, $search: String!) {
    database(id: $id) { id tables(search: $search, first: 20) { nodes { id schema name } } }
  }
`)

/** A table by some of its name, of however many. */
export function CentrePicker({
  databaseId,
  onTable,
}: {
  databaseId: string
  onTable(tableId: string): void
}) {
  const id = useId()
  const [text, setText] = useState('')
  const [search, setSearch] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSearch(text.trim().replaceAll('.', ' ')), restMs)
    return () => clearTimeout(timer)
  }, [text])
  const [{ data }] = useQuery({
    query: CandidatesQuery,
    variables: { id: databaseId, search },
    pause: search === '',
  })
  const found = search === '' ? [] : (data?.database?.tables.nodes ?? [])
  function change(words: string) {
    setText(words)
    const chosen = found.find(({ schema, name }) => `${schema}.${name}` === words)
    if (chosen) {
      onTable(chosen.id)
      setText('')
    }
  }
  return (
    <>
      <input
        className={styles.picker}
        type="search"
        list={id}
        aria-label={texts.centre}
        placeholder={texts.centre}
        title={texts.centreHint}
        autoComplete="off"
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && found[0]) change(`${found[0].schema}.${found[0].name}`)
        }}
      />
      <datalist id={id}>
        {found.map(({ id, schema, name }) => (
          <option key={id} value={`${schema}.${name}`} />
        ))}
      </datalist>
    </>
  )
}
