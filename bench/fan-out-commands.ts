/** What the bench tells the process that has the subscribers, and what that answers. */

/** Subscriptions with one document, each on a socket of its own. */
export type Subscribe = {
  group: string
  url: string
  token: string | null
  /** What a subscription has got when it stands: Quarry sends the latest event, the peer the answer to a ping. */
  standsWith: '"next"' | '"pong"'
  query: string
  variables: Record<string, unknown>[]
}

export type ClientsCommand =
  | { subscribe: Subscribe }
  /** From now on `count` events of the group, over all of its subscribers. */
  | { expect: { group: string; count: number } }
  | { leave: { group: string } }

/** Once all of a group stand; once as many events came as were expected; once all have left. */
export type ClientsAnswer = { subscribed: string } | { delaysMs: number[] } | { left: string }

/** The selection that both servers are asked for; the same is selected by every subscriber. */
export const fanOutQuery = `subscription Watch($taskId: ID!) {
  taskEvents(taskId: $taskId) { cursor sequence type level at message status progress currentStep }
}`
