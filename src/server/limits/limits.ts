/** What one request, one socket and one user may ask of a process. `docs/operations.md` has the variable of each. */
export type Limits = {
  /** Of a request's body, and of a message on a WebSocket. */
  bodyBytes: number
  /** Within which a body, or a message that is not small, must have come. */
  bodySeconds: number
  /** Of bodies and messages of a process together that are read, or whose operations are not yet done. */
  bodiesBytes: number
  /** Of a document: words, numbers, texts and punctuation. */
  tokens: number
  /** Fields within fields, also through fragments. */
  depth: number
  aliases: number
  directives: number
  /** Fields of the operation itself. */
  rootFields: number
  /** Points of one query or mutation; a tenth of it for each event of a subscription. See cost.ts. */
  cost: number
  requestsPerMinute: number
  pointsPerMinute: number
  /** WebSockets and event streams that a user has open. */
  sockets: number
  /** That are open on a socket at a time. */
  operationsPerSocket: number
  messagesPerSecond: number
  /** Whether the schema may be asked for, GraphiQL with it. */
  introspection: boolean
}
