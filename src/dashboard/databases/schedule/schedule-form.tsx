import { type FormEvent, useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../../generated/index.ts'
import { tellOtherTabs } from '../../live/use-other-tabs.ts'
import { databases as texts } from '../../texts/databases.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { QueryError } from '../../ui/note.tsx'
import styles from '../databases.module.css'
import { fieldError, Problem } from '../register/connection-test.tsx'
import { cronWords } from './cron-words.ts'
import { ownZone, timeZones } from './time-zones.ts'

const ScheduleMutation = graphql(/* GraphQL */ `
  mutation ScheduleElements($databaseId: ID!, $cron: String!, $timezone: String!) {
    scheduleElementCreation(databaseId: $databaseId, cron: $cron, timezone: $timezone) {
      __typename
      ... on DatabasePayload { database { id schedule { ...Schedule } } }
      ... on Error { code message }
      ... on InvalidInputError { fields { path message } }
    }
  }
`)

export type ScheduleOf = { cron: string; timezone: string; nextRunAt: string | null }

/** A cron expression with its reading in plain words, and its time zone. */
export function ScheduleForm({
  databaseId,
  schedule,
  onSaved,
}: {
  databaseId: string
  schedule: ScheduleOf | null
  onSaved(): void
}) {
  const [cron, setCron] = useState(schedule?.cron ?? '0 2 * * *')
  const [timezone, setTimezone] = useState(schedule?.timezone ?? ownZone())
  const [{ data, error, fetching }, save] = useMutation(ScheduleMutation)
  const answer = data?.scheduleElementCreation
  const refused = answer && 'message' in answer ? answer : null
  const cronError = fieldError(refused, 'cron')
  const zoneError = fieldError(refused, 'timezone')

  async function submit(event: FormEvent) {
    event.preventDefault()
    const { data } = await save({ databaseId, cron: cron.trim(), timezone })
    if (data?.scheduleElementCreation.__typename !== 'DatabasePayload') return
    tellOtherTabs('Database')
    onSaved()
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <fieldset className={styles.offers}>
        <legend className="visually-hidden">{texts.schedule.presets}</legend>
        {Object.entries(texts.schedule.preset).map(([expression, words]) => (
          <Button
            key={expression}
            aria-pressed={cron.trim() === expression}
            onClick={() => setCron(expression)}
          >
            {words}
          </Button>
        ))}
      </fieldset>
      <div className={styles.parts}>
        <Field label={texts.schedule.cron} hint={texts.schedule.cronHint} error={cronError}>
          {(field) => (
            <input
              {...field}
              required
              autoComplete="off"
              spellCheck={false}
              value={cron}
              onChange={(event) => setCron(event.target.value)}
            />
          )}
        </Field>
        <Field label={texts.schedule.timezone} error={zoneError}>
          {(field) => (
            <select {...field} value={timezone} onChange={(event) => setTimezone(event.target.value)}>
              {timeZones(timezone).map((zone) => (
                <option key={zone}>{zone}</option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <p role="status">
        {texts.schedule.reads}: <strong>{cronWords(cron) ?? texts.schedule.unread}</strong>
      </p>
      {refused && !cronError && !zoneError && <Problem of={refused} />}
      {error && <QueryError error={error} />}
      <div>
        <Button type="submit" kind="primary" busy={fetching}>
          {texts.schedule.save}
        </Button>
      </div>
    </form>
  )
}
