import { Link } from 'wouter'
import { databases as texts } from '../texts/databases.ts'
import { Note } from '../ui/note.tsx'

/** An expected refusal in its own words, with the way to the task that stands in the way, where it is one. */
export function Refusal({ of }: { of: { message: string; task?: { id: string } | null } }) {
  return (
    <Note tone="bad" title={of.message}>
      {of.task && <Link href={`/tasks/${of.task.id}`}>{texts.toTask}</Link>}
    </Note>
  )
}
