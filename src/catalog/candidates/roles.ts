/** Words that say in which role a column names something, as schemas write them in English, German, Spanish and French. */

/** Who does things: a column says by whom, and not of which table. */
// biome-ignore format: a list of words
export const people = [
  'user', 'usr', 'account', 'member', 'employee', 'staff', 'person', 'profile', 'worker', 'personnel', 'emp',
  'benutzer', 'mitarbeiter', 'usuario', 'empleado', 'persona', 'utilisateur', 'employe', 'personne',
]
// biome-ignore format: a list of words
export const roles = new Set([
  'owner', 'author', 'creator', 'editor', 'assignee', 'assigner', 'reviewer', 'approver', 'reporter', 'sender', 'recipient',
  'receiver', 'mgr', 'manager', 'supervisor', 'boss', 'requester', 'requestor', 'submitter', 'moderator', 'uploader',
  'responsible', 'assigned', 'lead', 'leader', 'actor', 'inviter', 'invitee', 'buyer', 'seller', 'tagger', 'rater', 'voter',
  'commenter', 'follower', 'followee', 'subscriber', 'maintainer', 'contributor', 'coordinator', 'mentor', 'mentee',
  'delegate', 'rep', 'representative', 'handler', 'performer', 'signer', 'initiator', 'participant',
  'besitzer', 'eigentumer', 'eigentuemer', 'ersteller', 'autor', 'bearbeiter', 'sachbearbeiter', 'leiter', 'vorgesetzter', 'vorgesetzte',
  'verantwortlicher', 'ansprechpartner', 'verkaufer', 'verkaeufer', 'chef',
  'jefe', 'gerente', 'responsable', 'propietario', 'creador', 'vendedor', 'asignado',
  'auteur', 'proprietaire', 'createur', 'vendeur', 'superviseur',
])
/** Words before a role that say which of several. */
// biome-ignore format: a list of words
export const ordinals = new Set([
  'previous', 'prev', 'old', 'former', 'original', 'current', 'new', 'next', 'last', 'first', 'second', 'primary',
  'secondary', 'main', 'default', 'preferred', 'backup', 'deputy',
])
/** Who stands above somebody of the same table, where that is not of people by its name. */
// biome-ignore format: a list of words
export const above = new Set([
  'manager', 'mgr', 'supervisor', 'boss', 'leiter', 'vorgesetzter', 'vorgesetzte', 'chef', 'jefe', 'gerente', 'superviseur',
])
// biome-ignore format: a list of words
export const selves = new Set([
  'parent', 'ancestor', 'root', 'previous', 'prev', 'next', 'predecessor', 'successor', 'superior', 'superieur',
  'eltern', 'vater', 'vorganger', 'vorgaenger', 'nachfolger', 'padre', 'madre', 'pere', 'precedent', 'suivant',
])
/** Of people, those whose tables may have another word before: app_user, auth_user. */
export const persons = new Set([
  'user',
  'usr',
  'employee',
  'person',
  'benutzer',
  'mitarbeiter',
  'usuario',
  'empleado',
  'utilisateur',
])
/** What is done with a row of a table and another of the same: merged_into, copied_from, replaced_by, duplicate_of. */
// biome-ignore format: a list of words
export const doneToEachOther = new Set([
  'merged', 'merge', 'duplicate', 'duplicated', 'copy', 'copied', 'cloned', 'clone', 'forked', 'fork', 'derived', 'split',
  'replaced', 'superseded', 'renewed', 'amended', 'corrected', 'reversed', 'continued', 'reply', 'replied', 'replies',
  'inherited', 'redirected', 'redirects', 'depends', 'blocked',
])
export const betweenRows = new Set(['into', 'from', 'of', 'to', 'by', 'on'])
/** Words before a thing that say that it is one of another system. */
// biome-ignore format: a list of words
export const foreign = new Set([
  'external', 'ext', 'legacy', 'remote', 'foreign', 'upstream', 'provider', 'gateway', 'processor', 'platform', 'thirdparty',
  'stripe', 'paypal', 'braintree', 'adyen', 'shopify', 'google', 'facebook', 'twitter', 'apple', 'github', 'gitlab', 'slack',
  'salesforce', 'hubspot', 'zendesk', 'quickbooks', 'xero', 'sap', 'erp', 'crm', 'aws', 'azure', 'ldap', 'saml', 'oauth',
])
/** Names that say nothing of whose key they are. */
// biome-ignore format: a list of words
export const generic = new Set([
  'id', 'uuid', 'guid', 'key', 'code', 'name', 'title', 'type', 'kind', 'status', 'state', 'value', 'label', 'number',
  'no', 'nr', 'date', 'email', 'url', 'path', 'slug', 'position', 'version', 'year', 'month', 'day', 'description', 'rowid',
])
