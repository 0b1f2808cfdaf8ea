import { useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../../generated/index.ts'
import { tellOtherTabs } from '../../live/use-other-tabs.ts'
import { useMayChange } from '../../session/use-viewer.ts'
import { databases as texts } from '../../texts/databases.ts'
import { dateTime } from '../../ui/amounts.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Note, QueryError } from '../../ui/note.tsx'
import { Facts, Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import styles from '../databases.module.css'
import { Problem } from '../register/connection-test.tsx'
import { cronWords } from './cron-words.ts'
import { ScheduleForm, type ScheduleOf } from './schedule-form.tsx'

export const ScheduleFields = graphql(/* GraphQL */ `
  fragment Schedule on Schedule { cron timezone nextRunAt }
`)

const UnscheduleMutation = graphql(/* GraphQL */ `
  mutation UnscheduleElements($databaseId: ID!) {
    unscheduleElementCreation(databaseId: $databaseId) {
      __typename
      ... on DatabasePayload { database { id schedule { ...Schedule } } }
      ... on Error { code message }
    }
  }
`)

/** When element creation starts by itself: what stands, and the form that changes it. */
export function ScheduleSection({
  databaseId,
  schedule,
}: {
  databaseId: string
  schedule: ScheduleOf | null
}) {
  const mayChange = useMayChange()
  const [ending, end] = useMutation(UnscheduleMutation)
  const [saved, setSaved] = useState<string | null>(null)
  const refused = ending.data?.unscheduleElementCreation
  return (
    <Section title={texts.schedule.title}>
      <p className={styles.quiet}>{texts.schedule.what}</p>
      {schedule ? (
        <Facts
          of={[
            [texts.schedule.reads, cronWords(schedule.cron) ?? <code key="cron">{schedule.cron}</code>],
            [texts.schedule.cron, <code key="cron">{schedule.cron}</code>],
            [texts.schedule.timezone, schedule.timezone],
            schedule.nextRunAt !== null && [
              texts.schedule.next,
              <span key="next">
                {dateTime(schedule.nextRunAt)} (<Time at={schedule.nextRunAt} />)
              </span>,
            ],
          ]}
        />
      ) : (
        !mayChange && <Empty title={texts.schedule.none} />
      )}
      {mayChange && (
        <ScheduleForm
          // What somebody else sets meanwhile is what stands.
          key={schedule && `${schedule.cron} ${schedule.timezone}`}
          databaseId={databaseId}
          schedule={schedule}
          onSaved={() => setSaved(texts.schedule.saved)}
        />
      )}
      {mayChange && schedule && (
        <div>
          <Button
            kind="danger"
            busy={ending.fetching}
            onClick={async () => {
              const { data } = await end({ databaseId })
              if (data?.unscheduleElementCreation.__typename !== 'DatabasePayload') return
              tellOtherTabs('Database')
              setSaved(texts.schedule.ended)
            }}
          >
            {texts.schedule.end}
          </Button>
        </div>
      )}
      {saved && <Note tone="good" title={saved} />}
      {refused && 'message' in refused && <Problem of={refused} />}
      {ending.error && <QueryError error={ending.error} />}
    </Section>
  )
}
