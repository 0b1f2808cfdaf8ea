/** Words that say in which role a column names something, in English as schemas write it. */

/** Who does things: a column says by whom, and not of which table. */
export const people = [
  'user',
  'account',
  'member',
  'employee',
  'staff',
  'person',
  'profile',
  'worker',
  'personnel',
  'emp',
  'usr',
]
// biome-ignore format: a list of words
export const roles = new Set([
  'owner', 'author', 'creator', 'editor', 'assignee', 'reviewer', 'approver', 'reporter', 'sender', 'recipient',
  'receiver', 'mgr', 'manager', 'supervisor', 'boss', 'requester', 'moderator', 'uploader', 'responsible', 'assigned',
])
/** Who stands above somebody of the same table, where that is not of people by its name. */
export const above = new Set(['manager', 'mgr', 'supervisor', 'boss'])
export const selves = new Set([
  'parent',
  'ancestor',
  'root',
  'previous',
  'prev',
  'next',
  'predecessor',
  'successor',
  'superior',
])
/** Words before a thing that say that it is one of another system. */
export const foreign = new Set(['external', 'ext', 'legacy', 'remote', 'foreign', 'upstream'])
/** Names that say nothing of whose key they are. */
// biome-ignore format: a list of words
export const generic = new Set([
  'id', 'uuid', 'guid', 'key', 'code', 'name', 'title', 'type', 'kind', 'status', 'state', 'value', 'label', 'number',
  'no', 'nr', 'date', 'email', 'url', 'path', 'slug', 'position', 'version', 'year', 'month', 'day', 'description', 'rowid',
])
