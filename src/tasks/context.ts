import type { Viewer } from '../access/viewer.ts'
import type { Context } from '../graphql/context.ts'
import type { Feed } from './feed.ts'
import type { Queues } from './queues.ts'
import type { Maker, Tasks } from './tasks.ts'

declare module '../graphql/context.ts' {
  interface Context {
    tasks: Tasks
    feed: Feed
    queues: Queues
  }
}

/** Who starts or changes something with this request. */
export const makerOf = ({
  viewer,
  requestId,
  traceParent,
}: Pick<Context, 'requestId' | 'traceParent'> & { viewer: Viewer }): Maker => ({
  workspaceId: viewer.workspaceId,
  userId: viewer.userId,
  role: viewer.role,
  requestId,
  traceParent,
})
