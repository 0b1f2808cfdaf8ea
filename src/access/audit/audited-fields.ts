import { encodeGlobalID } from '@pothos/plugin-relay'
import {
  defaultFieldResolver,
  GraphQLError,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
} from 'graphql'
import { ForbiddenError } from '../../graphql/builder.ts'
import type { Context } from '../../graphql/context.ts'
import { PageError } from '../../graphql/page-error.ts'
import { NotFoundError, Refusal } from '../../platform/errors.ts'
import { isUnavailable } from '../../platform/unavailable.ts'
import type { Deed, End } from './audit.ts'
import { idsIn, idsMade } from './object-ids.ts'

/** Of a field that gives away a secret: each reading of it is in the audit log, and no subscription has it. */
export const secret = { secret: true }

export const isSecret = ({ extensions }: Pick<GraphQLField<unknown, Context>, 'extensions'>): boolean =>
  extensions.secret === true

type Resolve = GraphQLFieldResolver<unknown, Context>

/**
 * Has every field of Mutation, and every one that is marked as secret, leave an entry in the audit log, whatever comes of it: around
 * all that Pothos does, so that what is refused for want of a role is in it as well. Changes the schema's fields.
 */
export function auditFields(schema: GraphQLSchema): GraphQLSchema {
  const mutation = schema.getMutationType()
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const resolve = field.resolve ?? defaultFieldResolver
      if (type === mutation) field.resolve = changing(field, resolve)
      else if (isSecret(field)) field.resolve = reading(field, resolve)
    }
  }
  return schema
}

function changing(field: GraphQLField<unknown, Context>, resolve: Resolve): Resolve {
  return (source, args, context, info) => {
    const deed: Deed = { action: field.name, objectIds: idsIn(field, args) }
    return context.audit.change(
      context,
      deed,
      () => resolve(source, args, context, info),
      async (ended): Promise<End> => {
        if ('error' in ended) return endOfError(ended.error)
        const refusal = refusalIn(ended.result)
        if (refusal) return { outcome: 'REFUSED', code: refusal.code }
        const madeIds = await idsMade(field.type, ended.result, context, info)
        return { outcome: 'OK', code: null, madeIds }
      },
    )
  }
}

function reading(field: GraphQLField<unknown, Context>, resolve: Resolve): Resolve {
  return (source, args, context, info) => {
    const { name } = info.parentType
    const { id } = source as { id: string }
    const deed: Deed = { action: `${name}.${field.name}`, objectIds: [encodeGlobalID(name, id)] }
    const run = () => {
      if (info.operation.operation === 'subscription') throw new SecretInSubscription(deed.action)
      return resolve(source, args, context, info)
    }
    return context.audit.read(context, deed, run, endOfError)
  }
}

/** What is read once may be sent to several, and on and on. */
class SecretInSubscription extends GraphQLError {
  constructor(name: string) {
    super(`${name} is a secret: ask for it in a query, not in a subscription`, {
      extensions: { code: 'BAD_USER_INPUT' },
    })
  }
}

/** An expected refusal is an answer by now, which Pothos hides from instanceof. */
function refusalIn(result: unknown): Refusal | null {
  const made = (result as object | null)?.constructor
  return made?.prototype instanceof Refusal ? (result as Refusal) : null
}

/** As clients are told of it. */
function endOfError(error: unknown): End {
  if (error instanceof GraphQLError && !error.originalError)
    return { outcome: 'REFUSED', code: String(error.extensions.code ?? 'BAD_REQUEST') }
  const cause = error instanceof GraphQLError ? error.originalError : error
  for (const kind of [Refusal, ForbiddenError, NotFoundError, PageError])
    if (cause instanceof kind) return { outcome: 'REFUSED', code: (cause as { code: string }).code }
  return { outcome: 'FAILED', code: isUnavailable(cause) ? 'UNAVAILABLE' : 'INTERNAL_SERVER_ERROR' }
}
