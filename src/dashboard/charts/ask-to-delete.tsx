import { useState } from 'react'
import type { CombinedError } from 'urql'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Note } from '../ui/note.tsx'
import { wordsOf } from './words-of.ts'

/** Asks, and then deletes; `remove` says whether it is gone. */
export function AskToDelete({
  action,
  name,
  title,
  what,
  busy,
  refused,
  error,
  remove,
}: {
  action: string
  /** Of the button, where `action` alone does not say of what. */
  name?: string
  title: string
  what: string
  busy: boolean
  refused: string | null
  error: CombinedError | undefined
  remove(): Promise<boolean>
}) {
  const [asks, setAsks] = useState(false)
  return (
    <>
      <Button kind="danger" aria-label={name} onClick={() => setAsks(true)}>
        {action}
      </Button>
      {asks && (
        <Confirm
          title={title}
          action={action}
          busy={busy}
          onConfirm={async () => {
            if (await remove()) setAsks(false)
          }}
          onClose={() => setAsks(false)}
        >
          <p>{what}</p>
          {(refused ?? error) && <Note tone="bad" title={refused ?? wordsOf(error)} />}
        </Confirm>
      )}
    </>
  )
}
