/** Arguments of a list that cannot be: an answer with errors, `BAD_USER_INPUT`. */
export class PageError extends Error {
  readonly code = 'BAD_USER_INPUT'
}
