import { builder } from '../graphql/builder.ts'
import { inOrder } from '../graphql/nodes.ts'
import { roles, Workspace } from './access.entities.ts'
import type { Viewer } from './viewer.ts'

export const Role = builder.enumType('Role', {
  description:
    'VIEWER reads; EDITOR also starts, cancels and registers; ADMIN also sees every task and the queues of the workspace.',
  values: roles,
})

const WorkspaceNode = builder.loadableNode('Workspace', {
  description: 'Everything belongs to a workspace; nothing is seen from another one.',
  id: { resolve: ({ id }: Workspace) => id },
  load: async (ids: string[], { em, viewer }): Promise<Workspace[]> =>
    inOrder(ids, await em.fork().find(Workspace, { id: ids.filter((id) => id === viewer.workspaceId) })),
  fields: (t) => ({ slug: t.exposeString('slug'), name: t.exposeString('name') }),
})

const ViewerType = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Who the bearer token stands for.',
  fields: (t) => ({
    userId: t.exposeString('userId'),
    workspace: t.field({ type: WorkspaceNode, resolve: ({ workspaceId }) => workspaceId }),
    role: t.expose('role', { type: Role }),
  }),
})

builder.queryField('viewer', (t) => t.field({ type: ViewerType, resolve: (_, __, { viewer }) => viewer }))
