/** What the tasks of one installation notify each other of. Payloads are hints: the rows are the truth. */

export const eventChannel = 'quarry_event'
export const cancelChannel = 'quarry_cancel'
/** With the kind of a task that waits. */
export const workChannel = 'quarry_work'

export type EventHint = { workspaceId: string; taskId: string; sequence: number }

export const encodeHint = ({ workspaceId, taskId, sequence }: EventHint) =>
  `${workspaceId}:${taskId}:${sequence}`

/** Null for a payload that is none of ours: anyone may notify. */
export function decodeHint(payload: string): EventHint | null {
  const [workspaceId, taskId, sequence] = payload.split(':')
  if (!workspaceId || !taskId || !sequence || !/^\d+$/.test(sequence)) return null
  return { workspaceId, taskId, sequence: Number(sequence) }
}
