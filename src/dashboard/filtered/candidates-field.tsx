import { useId } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../generated/index.ts'
import { filtered as texts } from '../texts/filtered.ts'
import styles from './filtered.module.css'

const CandidateCountQuery = graphql(/* GraphQL */ `
  query CandidateCount($id: ID!) {
    database(id: $id) { id engine relationships(origin: CANDIDATE, first: 1) { totalCount } }
  }
`)

/** Offered where relationships were inferred, or where it is chosen already. */
export function CandidatesField({
  databaseId,
  value,
  onChange,
}: {
  databaseId: string
  value: boolean
  onChange(value: boolean): void
}) {
  const id = useId()
  const [{ data }] = useQuery({ query: CandidateCountQuery, variables: { id: databaseId } })
  const count = data?.database?.relationships.totalCount ?? 0
  if (data?.database?.engine !== 'POSTGRESQL' || (count === 0 && !value)) return null
  return (
    <div className={styles.check}>
      <input
        id={id}
        type="checkbox"
        checked={value}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => onChange(target.checked)}
      />
      <div>
        <label htmlFor={id}>{texts.make.followInferred}</label>
        <p id={`${id}-hint`} className={styles.hint}>
          {texts.make.followInferredHint(count)}
        </p>
      </div>
    </div>
  )
}
