import { useState } from 'react'
import { useMutation } from 'urql'
import type { ChartCardFragment, ChartVisibility } from '../../generated/graphql.ts'
import { graphql } from '../../generated/index.ts'
import { charts } from '../../texts/charts.ts'
import { common } from '../../texts/common.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Note } from '../../ui/note.tsx'
import { Time } from '../../ui/time.tsx'
import { wordsOf } from '../words-of.ts'
import styles from './visibility.module.css'

const texts = charts.visibility
// Without the chart in the answer: with it, every picture in view would be asked for again.
const SetVisibilityMutation = graphql(/* GraphQL */ `
  mutation SetVisibilityOfChart($id: ID!, $visibility: ChartVisibility!) {
    setChartVisibility(id: $id, visibility: $visibility) {
      __typename
      ... on Error { code message }
    }
  }
`)

/** Who sees a chart: to be chosen, with a warning before it is everybody; its public address; who changed it and when. */
export function VisibilityDialog({
  chart,
  mayChange,
  onChange,
  onClose,
}: {
  chart: ChartCardFragment
  mayChange: boolean
  onChange(): void
  onClose(): void
}) {
  const { id, visibility, page, visibilityChanges } = chart
  const [wanted, setWanted] = useState(visibility)
  const [{ data, error, fetching }, change] = useMutation(SetVisibilityMutation)
  const refused = data && 'message' in data.setChartVisibility ? data.setChartVisibility.message : null
  async function save() {
    const answer = await change({ id, visibility: wanted })
    if (answer.data?.setChartVisibility.__typename === 'ChartPayload') onChange()
  }
  const isNewlyPublic = wanted === 'PUBLIC' && visibility !== 'PUBLIC'
  const nameOf = (value: ChartVisibility) => texts.names[value] ?? value

  return (
    <Dialog title={texts.title} onClose={onClose}>
      <p className={styles.chart}>{chart.title}</p>
      <fieldset className={styles.choices} disabled={!mayChange}>
        <legend className="visually-hidden">{texts.title}</legend>
        {(['PRIVATE', 'WORKSPACE', 'PUBLIC'] as const).map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="visibility"
              checked={wanted === each}
              onChange={() => setWanted(each)}
            />
            <span>
              {texts.choices[each]}
              <span className={styles.what}>{texts.what[each]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {isNewlyPublic && (
        <Note tone="warn" title={texts.warning}>
          {texts.warningWhat}
        </Note>
      )}
      {page && wanted === 'PUBLIC' && <PublicAddress page={page} />}
      {(refused ?? error) && <Note tone="bad" title={refused ?? wordsOf(error)} />}
      <section className={styles.history}>
        <h3>{texts.history}</h3>
        {visibilityChanges.length === 0 ? (
          <p>{texts.unchanged}</p>
        ) : (
          <ol>
            {visibilityChanges.map(({ by, at, from, to }) => (
              <li key={at}>
                {texts.changed(by, nameOf(from), nameOf(to))} <Time at={at} />
              </li>
            ))}
          </ol>
        )}
      </section>
      <div className={styles.actions}>
        <Button onClick={onClose}>{common.close}</Button>
        {mayChange && (
          <Button
            kind={isNewlyPublic ? 'danger' : 'primary'}
            busy={fetching}
            disabled={wanted === visibility}
            onClick={save}
          >
            {isNewlyPublic ? texts.makePublic : texts.save}
          </Button>
        )}
      </div>
    </Dialog>
  )
}

function PublicAddress({ page }: { page: string }) {
  const address = new URL(page, location.origin).href
  return (
    <Field label={texts.address}>
      {(field) => (
        <span className={styles.address}>
          <input {...field} readOnly value={address} onFocus={(event) => event.currentTarget.select()} />
          <CopyButton text={address} what={texts.address} />
          <a href={address} target="_blank" rel="noreferrer">
            {texts.open}
          </a>
        </span>
      )}
    </Field>
  )
}
