/** What both peers call the queue of tasks that do nothing. */
export const noOpQueue = 'no-op'
