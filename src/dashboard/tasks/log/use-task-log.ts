import { useEffect, useState } from 'react'
import { useSession } from '../../session/session.ts'
import { createTaskLog, type TaskLog } from './task-log.ts'

/** The log of a task, read for as long as the page is open. Whoever shows it listens to it by itself. */
export function useTaskLog(taskId: string): TaskLog {
  const { client } = useSession()
  const [log, setLog] = useState(createTaskLog)
  useEffect(() => {
    const following = new AbortController()
    const log = createTaskLog()
    setLog(log)
    log.follow(client, taskId, following.signal)
    return () => following.abort()
  }, [client, taskId])
  return log
}
