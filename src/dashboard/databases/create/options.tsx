import { useQuery } from 'urql'
import type { MetadataKind } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { databases as texts } from '../../texts/databases.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import styles from '../databases.module.css'
import { quoted } from './selection.ts'

export type Options = {
  kinds: ReadonlySet<MetadataKind>
  partitions: boolean
  /** Counts only with CANDIDATE_KEYS. */
  sampleValues: boolean
  selection: string
}

const kinds = Object.keys(texts.create.kind) as MetadataKind[]
/** What the server reads where nothing is said. */
export const usualKinds: ReadonlySet<MetadataKind> = new Set(
  kinds.filter((kind) => kind !== 'CANDIDATE_KEYS'),
)
export const usualOptions: Options = {
  kinds: usualKinds,
  partitions: false,
  sampleValues: false,
  selection: '',
}

const SchemasQuery = graphql(/* GraphQL */ `
  query SchemasToRead($id: ID!) {
    database(id: $id) { id schemas { name } }
  }
`)

const mostSchemas = 12

/** What is read, and of what. The schemas that are known already are offered where it is of one database. */
export function ElementOptions({
  options,
  onOptions,
  databaseId,
  selectionError,
}: {
  options: Options
  onOptions(options: Options): void
  databaseId: string | null
  selectionError?: string
}) {
  const [{ data }] = useQuery({
    query: SchemasQuery,
    variables: { id: databaseId ?? '' },
    pause: databaseId === null,
  })
  const schemas = data?.database?.schemas ?? []
  const add = (name: string) =>
    onOptions({ ...options, selection: `${options.selection.trimEnd()}\n${quoted(name)}`.trimStart() })
  return (
    <details className={styles.more}>
      <summary>{texts.create.options}</summary>
      <div className={styles.form}>
        <fieldset className={styles.checks}>
          <legend>{texts.create.kinds}</legend>
          {kinds.map((kind) => (
            <label key={kind}>
              <input
                type="checkbox"
                checked={options.kinds.has(kind)}
                onChange={({ target }) => {
                  const next = new Set(options.kinds)
                  if (target.checked) next.add(kind)
                  else next.delete(kind)
                  onOptions({ ...options, kinds: next })
                }}
              />
              {texts.create.kind[kind]}
            </label>
          ))}
          <p className={styles.quiet}>{texts.create.kindsHint}</p>
        </fieldset>
        {options.kinds.has('CANDIDATE_KEYS') && (
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={options.sampleValues}
              onChange={({ target }) => onOptions({ ...options, sampleValues: target.checked })}
            />
            {texts.create.sampleValues}
          </label>
        )}
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={options.partitions}
            onChange={({ target }) => onOptions({ ...options, partitions: target.checked })}
          />
          {texts.create.partitions}
        </label>
        <Field label={texts.create.selection} hint={texts.create.selectionHint} error={selectionError}>
          {(field) => (
            <textarea
              {...field}
              rows={3}
              spellCheck={false}
              value={options.selection}
              onChange={({ target }) => onOptions({ ...options, selection: target.value })}
            />
          )}
        </Field>
        {schemas.length > 0 && (
          <p className={styles.offers}>
            {schemas.slice(0, mostSchemas).map(({ name }) => (
              <Button key={name} aria-label={texts.create.addSchema(name)} onClick={() => add(name)}>
                + {name}
              </Button>
            ))}
          </p>
        )}
      </div>
    </details>
  )
}
