/** What a test tells the process that has the subscribers, and what that answers. */

export type Watch = {
  group: string
  query: string
  variables: Record<string, unknown>
  sockets: number
  /** On each of the sockets. */
  subscriptions: number
}

export type Command =
  /** Answered when each subscription has got an event. */
  | { watch: Watch }
  /** Answered when each of the group has got the event with this sequence, or after `withinMs`. */
  | { awaitEvent: { group: string; sequence: number; withinMs: number } }
  /** The group's sockets are not read from until they are resumed. */
  | { pause: string }
  | { resume: string }
  | { leave: string }
  /** Answered when so many sockets were opened, subscribed and broken off one after another, some at a time. */
  | { comeAndGo: { queries: string[]; variables: Record<string, unknown>; rounds: number } }

/** Who has got which sequences: from the first to the last of each, and whatever was not the successor of the one before. */
export type Got = { firsts: number[]; lasts: number[]; broken: string[] }
