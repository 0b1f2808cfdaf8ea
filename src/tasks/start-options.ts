import { z } from 'zod'

const within = (name: string, from: number, to: number) =>
  z.int().min(from, `${name} is from ${from} to ${to}`).max(to, `${name} is from ${from} to ${to}`).nullish()

/** What may be said of any task when it is started; fields of an object's schema. */
export const startOptions = {
  priority: within('priority', -1_000, 1_000),
  maxAttempts: within('maxAttempts', 1, 20),
  idempotencyKey: z
    .string()
    .min(1, 'idempotencyKey is not empty')
    .max(200, 'idempotencyKey has at most 200 characters')
    .refine((text) => !text.includes('\0'), 'idempotencyKey has no NUL')
    .nullish(),
}
