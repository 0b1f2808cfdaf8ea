import type { AuthScopes } from '../graphql/context.ts'
import { type Role, roles } from './access.entities.ts'

/** Who asks, in which workspace, and what they may do there. */
export type Viewer = { userId: string; workspaceId: string; role: Role }

export const credentialKinds = ['ACCESS_TOKEN', 'JWT', 'API_TOKEN'] as const

/** What a viewer's word stands on. */
export type Credential = {
  kind: (typeof credentialKinds)[number]
  /** Of an API token; of a JWT its `jti`, where it has one. */
  id: string | null
  expiresAt: Date | null
}

export type Authenticated = { viewer: Viewer; credential: Credential }

declare module '../graphql/context.ts' {
  interface Context {
    viewer: Viewer
    credential: Credential
  }
}

export function scopesOf({ role }: Viewer): AuthScopes {
  const rank = roles.indexOf(role)
  return { reader: rank >= 0, editor: rank >= roles.indexOf('EDITOR'), admin: rank >= roles.indexOf('ADMIN') }
}
