import { TaskError } from '../platform/errors.ts'

/** The rows have nothing that a chart could show: trying again changes nothing. */
export class NothingToDraw extends TaskError {
  constructor(message: string) {
    super('NOTHING_TO_DRAW', message, { retryable: false })
  }
}

/** A picture that takes more time or memory than one may. */
export class TooMuchToDraw extends TaskError {
  constructor(message: string) {
    super('TOO_MUCH_TO_DRAW', message, { retryable: false })
  }
}
