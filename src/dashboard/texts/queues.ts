/** English of the queues. */
export const queues = {
  title: 'Queues',
  forAdmins: {
    title: 'The queues are for administrators',
    what: 'They show the work of everybody in the workspace. Ask for a token with the role ADMIN to see them.',
    act: 'Go to the tasks',
  },
  failed: (why: string) => `The queues cannot be watched: ${why}.`,
  tryAgain: 'Try again',
  depth: 'Waiting',
  running: 'Running',
  completed: 'Completed in the last hour',
  failedLastHour: 'Failed in the last hour',
  workers: 'Workers',
  oldest: 'Oldest waiting for',
  noneWaits: 'none waits',
  noWorkers: (waiting: number) =>
    waiting === 0
      ? 'No worker is there for this kind: tasks that are started wait until there is one.'
      : `No worker is there for this kind, and ${waiting === 1 ? 'one task waits' : `${waiting} tasks wait`} for one.`,
  waitsLong: (long: string) =>
    `The oldest task has waited for ${long}: all workers are busy, or none takes this kind. More workers would help.`,
  history: (kind: string) => `${kind}, waiting and running since this page was opened`,
  historyOf: (minutes: string) => `Waiting (line) and running (area) for the last ${minutes}`,
  most: (count: string) => `at the most ${count}`,
  tasks: (kind: string) => `Tasks: ${kind}`,
  seeTasks: 'See the tasks',
  seeFailed: 'See the failed ones',
}
