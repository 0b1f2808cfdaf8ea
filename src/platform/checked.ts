import type { z } from 'zod'
import { InvalidInputError } from './errors.ts'

/**
 * The input as its schema reads it.
 * @throws InvalidInputError with a field for each thing that is wrong
 */
export function checked<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const fields = result.error.issues.map(({ path, message }) => ({ path: path.map(String), message }))
  throw new InvalidInputError(fields.map(({ message }) => message).join('; '), fields)
}
