import { useState } from 'react'
import { useSession } from '../session/session.ts'
import { tasks as texts } from '../texts/tasks.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Note } from '../ui/note.tsx'
import styles from './bulk-cancel.module.css'
import { CancelMutation, ReasonField } from './cancel.tsx'

/** A task that was chosen, and its name. */
export type Chosen = { id: string; what: string }
type Outcome = { done: number; refused: (Chosen & { why: string })[] }

const atATime = 5

/** What can be done with all tasks that are selected, and how it went. */
export function BulkCancel({ chosen, onDone }: { chosen: Chosen[]; onDone(): void }) {
  const { client } = useSession()
  const [asks, setAsks] = useState(false)
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  async function cancel(task: Chosen): Promise<string | null> {
    try {
      const { cancelTask } = await client.request(CancelMutation, {
        taskId: task.id,
        reason: reason.trim() || null,
      })
      return 'message' in cancelTask ? cancelTask.message : null
    } catch (error) {
      return (error as Error).message
    }
  }

  async function confirm() {
    setBusy(true)
    const left = [...chosen]
    const outcome: Outcome = { done: 0, refused: [] }
    await Promise.all(
      Array.from({ length: atATime }, async () => {
        for (let task = left.shift(); task; task = left.shift()) {
          const why = await cancel(task)
          if (why === null) outcome.done++
          else outcome.refused.push({ ...task, why })
        }
      }),
    )
    setBusy(false)
    setAsks(false)
    setReason('')
    setOutcome(outcome)
    onDone()
  }

  return (
    <>
      {chosen.length > 0 && (
        <fieldset className={styles.bar} aria-label={texts.bulk.label}>
          <span role="status">{texts.bulk.selected(chosen.length)}</span>
          <Button kind="danger" onClick={() => setAsks(true)}>
            {texts.bulk.act(chosen.length)}
          </Button>
          <Button kind="quiet" onClick={onDone}>
            {texts.bulk.clear}
          </Button>
        </fieldset>
      )}
      {outcome && (
        <Note tone={outcome.refused.length > 0 ? 'warn' : 'good'} title={texts.bulk.done(outcome.done)}>
          {outcome.refused.length > 0 && (
            <>
              <p>{texts.bulk.refused(outcome.refused.length)}</p>
              <ul className={styles.refused}>
                {outcome.refused.map(({ id, what, why }) => (
                  <li key={id}>
                    <b>{what}</b>: {why}
                  </li>
                ))}
              </ul>
            </>
          )}
          <Button onClick={() => setOutcome(null)}>{texts.bulk.dismiss}</Button>
        </Note>
      )}
      {asks && (
        <Confirm
          title={texts.bulk.title(chosen.length)}
          action={texts.bulk.confirm(chosen.length)}
          busy={busy}
          onConfirm={confirm}
          onClose={() => setAsks(false)}
        >
          <p>{texts.cancel.what}</p>
          <ReasonField reason={reason} onReason={setReason} />
        </Confirm>
      )}
    </>
  )
}
