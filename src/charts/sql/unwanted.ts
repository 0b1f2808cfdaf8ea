/** What no chart's query may have. `at`: the byte where. */
export class Unwanted extends Error {
  readonly at: number | null
  constructor(message: string, at: number | null) {
    super(message)
    this.at = at
  }
}
