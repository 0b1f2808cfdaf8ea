import { builder } from '../../graphql/builder.ts'

/** How the viewer stands with their points. */
export type RateLimit = { cost: number; limit: number; remaining: number; resetAt: Date }

declare module '../../graphql/context.ts' {
  interface Context {
    rateLimit?: () => RateLimit
  }
}

const RateLimitType = builder.objectRef<RateLimit>('RateLimit').implement({
  description: 'Points that operations cost. Each process of the API counts by itself.',
  fields: (t) => ({
    cost: t.exposeInt('cost', {
      description: 'Of this operation: about the number of fields that it can show.',
    }),
    limit: t.exposeInt('limit', { description: 'Points that a user has for a minute.' }),
    remaining: t.exposeInt('remaining', { description: 'Points that are left, after this operation.' }),
    resetAt: t.expose('resetAt', {
      type: 'DateTime',
      description:
        'When all of them will be there again, without another operation. They come back steadily.',
    }),
  }),
})

builder.queryField('rateLimit', (t) =>
  t.field({
    type: RateLimitType,
    description: 'What this operation costs, and what the viewer has left.',
    resolve: (_, __, { rateLimit }) => rateLimit!(),
  }),
)
