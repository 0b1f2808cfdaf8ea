import type { CombinedError } from 'urql'
import { common } from '../texts/common.ts'

/** Why a mutation has no answer at all. */
export const wordsOf = (error: CombinedError | undefined): string =>
  error?.graphQLErrors.map(({ message }) => message).join(' ') || common.unreachable
