import pg from 'pg'

/**
 * What the product's own statements cost, as the server says: each one that this process sends is explained first, on the same
 * connection, in the same transaction and with the same values, and what that did is rolled back.
 */
export type Statements = {
  /** What is sent while `work` goes on is named after `what`, where only its caller tells it from others. */
  during<Result>(what: string, work: () => Promise<Result>): Promise<Result>
  /** What was explained so far, by the statement's name; forgotten with that. */
  take(): Map<string, Sample[]>
  /** From now on statements are sent as they are. */
  stop(): void
}

/** One execution: pages of tables and indexes that it touched, its milliseconds, and the tables that it read from end to end. */
export type Sample = { text: string; buffers: number; ms: number; planningMs: number; scanned: string[] }

/** The one that cost most. */
export const costliest = (samples: Sample[]) =>
  samples.reduce((one, other) => (other.buffers > one.buffers ? other : one))

type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Subplan Name'?: string
  'CTE Name'?: string
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: Plan[]
}
type Explained = { Plan: Plan; 'Planning Time': number; 'Execution Time': number }

const isExplainable = /^\s*(select|with|insert|update|delete)\b/i
const opens = /^\s*(begin|start transaction)/i
const closes = /^\s*(commit|rollback(?! to))/i
const explain = 'explain (analyze, buffers, format json) '
/** `beside`: whose statements are not the product's. */
export function explainStatements(beside: pg.Client): Statements {
  const original = pg.Client.prototype.query
  const inTransaction = new WeakSet<pg.Client>()
  /** Of each connection: what was sent last. Explaining takes several statements, between which nothing else may come. */
  const turns = new WeakMap<pg.Client, Promise<unknown>>()
  let samples = new Map<string, Sample[]>()
  let step = ''

  /** Lists are told apart by what was asked for. The stacks of counts are lost, and of what is sent from within a library. */
  function nameOf(caller: string | null, text: string): string {
    if (caller !== null && caller !== 'pageOf') return caller
    if (caller === 'pageOf') return step
    if (/^select count\(/i.test(text)) return `${step}, counted`
    const beginning = `${text.trim().replaceAll(/\s+/g, ' ').slice(0, 40)} …`
    return text.includes('pgboss.') ? `the queue: ${beginning}` : beginning
  }

  async function explained(
    client: pg.Client,
    text: string,
    values: unknown[] | undefined,
  ): Promise<Explained> {
    const [before, after] = inTransaction.has(client)
      ? ['savepoint explained', 'rollback to savepoint explained; release savepoint explained']
      : ['begin', 'rollback']
    const send = original as unknown as (
      this: pg.Client,
      text: string,
      values?: unknown[],
    ) => Promise<pg.QueryResult>
    await send.call(client, before)
    try {
      const { rows } = await send.call(client, `${explain}${text}`, values)
      return rows[0]['QUERY PLAN'][0]
    } finally {
      await send.call(client, after)
    }
  }

  function query(this: pg.Client, ...given: unknown[]): unknown {
    const send = () => (original as unknown as (...given: unknown[]) => unknown).apply(this, given)
    const [first] = given
    const text = typeof first === 'string' ? first : (first as { text?: string }).text
    if (this === beside || text === undefined || typeof given.at(-1) === 'function') return send()
    const name = isExplainable.test(text) ? nameOf(callerOf(), text) : null
    const values =
      typeof first === 'string' ? (given[1] as unknown[]) : (first as { values?: unknown[] }).values
    const turn = async () => {
      if (opens.test(text)) inTransaction.add(this)
      if (closes.test(text)) inTransaction.delete(this)
      if (name !== null) keep(name, text, await explained(this, text, values))
      return send()
    }
    const done = (turns.get(this) ?? Promise.resolve()).then(turn, turn)
    turns.set(this, done)
    return done
  }

  function keep(name: string, text: string, { Plan: plan, ...times }: Explained) {
    const sample = {
      text,
      buffers: buffersOf(plan),
      ms: times['Execution Time'],
      planningMs: times['Planning Time'],
      scanned: scannedBy(plan),
    }
    samples.set(name, [...(samples.get(name) ?? []), sample])
  }

  pg.Client.prototype.query = query as typeof original
  return {
    async during(what, work) {
      step = what
      return work()
    },
    take() {
      const taken = samples
      samples = new Map()
      return taken
    },
    stop() {
      pg.Client.prototype.query = original
    },
  }
}

/** The innermost function of the product that has a name, and is none of the platform's; null where the stack has lost it. */
function callerOf(): string | null {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 100
  const stack = new Error().stack ?? ''
  Error.stackTraceLimit = limit
  for (const [, name, folder] of stack.matchAll(/at (?:async )?(?:\w+\.)?(\w+) .*?\/src\/(\w+)\/\S+:\d+\)/g))
    if (folder !== 'platform') return name!
  return null
}

const touched = (plan: Plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks']

/** A statement's writing part that nothing reads from runs after the root, which does not count its pages. */
function buffersOf(root: Plan): number {
  const plans = withParts(root)
  const read = new Set(plans.map((plan) => plan['CTE Name']))
  const unread = (root.Plans ?? []).filter(
    (plan) => plan['Node Type'] === 'ModifyTable' && !read.has(plan['Subplan Name']?.replace(/^CTE /, '')),
  )
  return [root, ...unread].reduce((sum, plan) => sum + touched(plan), 0)
}

/** One that has nothing in it is as well read from end to end. */
const scannedBy = (root: Plan) =>
  withParts(root).flatMap((plan) =>
    plan['Node Type'] === 'Seq Scan' && touched(plan) > 0 ? [plan['Relation Name'] ?? ''] : [],
  )

const withParts = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(withParts)]
