import type { FieldNode, GraphQLError } from 'graphql'
import type { ItemCost, OperationCost } from './cost.ts'
import { refusal, whole } from './refusal.ts'

/** What an operation costs: what was reckoned before it began, and what turned out to be more while it ran. */
export type Spending = {
  readonly points: number
  ofItem(field: FieldNode): ItemCost
  /** @throws GraphQLError QUERY_TOO_COMPLEX where it comes to more than the limit, now and ever after */
  add(points: number): void
  readonly exceeded: GraphQLError | null
  /** To be waited for before work of so many points, so that others have their turn. */
  turn(points: number): Promise<void> | undefined
}

declare module '../../graphql/context.ts' {
  interface Context {
    /** Left out where an operation was begun past the server, as in tests. */
    spending?: Spending
    /** Of a subscription: pays for its next event, and says where that has to wait. */
    beforeEvent?: () => Promise<void> | void
  }
}

export const tooComplex = (asked: number, limit: number): GraphQLError =>
  refusal(
    'QUERY_TOO_COMPLEX',
    `The operation costs ${whole(asked)} points; the limit is ${whole(limit)}. Ask for smaller pages or fewer fields`,
    { limit, asked: Number.isFinite(asked) ? asked : null, of: 'cost' },
  )

export function openSpending(
  { points, ofItem }: OperationCost,
  limit: number,
  turnOf: (points: number, total: number) => Promise<void> | undefined,
): Spending {
  let spent = points
  let exceeded: GraphQLError | null = null
  return {
    get points() {
      return spent
    },
    ofItem,
    turn: (more) => turnOf(more, spent),
    add(more) {
      spent += more
      if (spent > limit) exceeded ??= tooComplex(spent, limit)
      if (exceeded) throw exceeded
    },
    get exceeded() {
      return exceeded
    },
  }
}
