import type { StructureTable } from '../../structure.ts'
import { belongings, closing, everythingElse, intentions, opening, purposes } from '../terms/noise.ts'
import { phrases } from '../text/phrases.ts'
import { best, type Reading, reading } from '../text/reading.ts'
import { any } from './conditions.ts'
import type { Context } from './context.ts'
import { afterDeterminers } from './determiners.ts'
import { type Chosen, subjectsAt } from './subjects.ts'

export type Understood = { subjects: Chosen[]; empty: StructureTable[] }

const strong = phrases(
  ', and also',
  'and also',
  'plus',
  ', plus',
  'as well as',
  ', as well as',
  'and additionally',
  ', and additionally',
  'along with',
  'together with',
  'in addition to',
  'and in addition',
  ', in addition',
  ';',
  '. also',
  'and then also',
  '; also',
  'and , separately ,',
  'and separately',
  ', and separately',
  'and on top of that',
  'also',
  ', also',
  '; and',
  '; plus',
  '. plus',
  'and furthermore',
  'besides',
  ', and on top of that',
  'and all',
  ', and all',
  '& also',
  ', and in addition',
)
const weak = phrases('and', ', and', ',', '.', '&', '+')
const again = phrases('all', 'the', 'additionally', 'also', 'those')
const stop = phrases('.', '!', '?', ',', ';', ':', '-', '–', '—', '…', '(', ')')
const emptied = phrases(
  'exclude',
  'leave out',
  'skip',
  'without',
  'ignore',
  'omit',
  'leaving out',
  'excluding',
  'skipping',
  'drop',
  'do not include',
  'do not copy',
  'leave empty',
  'not',
  'no need for',
  'i do not need',
)
const tableWord = phrases('table', 'tables')
const nounsJoined = phrases('and', ',', ', and', 'or', 'but', ', but', '. please', ', please')
const politeness = 0.01

/** The whole prompt: noise, subjects, and what follows them. */
export function promptsAt(context: Context): Reading<Understood>[] {
  const { tokens } = context
  const found: Reading<Understood>[] = []
  for (const start of openings(context, 0))
    for (const chain of chains(context, start.end, 0)) {
      for (const end of closings(context, chain.end, chain.value))
        if (end.end === tokens.length)
          found.push(
            reading(end.end, { subjects: chain.value, empty: end.value }, start.cost + chain.cost + end.cost),
          )
    }
  return best(found, 24).sort((a, b) => a.cost - b.cost)
}

/** Subjects that stand side by side; of one table, they are alternatives. */
function chains(context: Context, at: number, round: number): Reading<Chosen[]>[] {
  if (round > 3) return []
  return subjectsAt(context, at).flatMap((first) => {
    const found: Reading<Chosen[]>[] = [reading(first.end, [first.value], first.cost)]
    for (const [phrase, cost] of [
      [strong, 0.6],
      [weak, 1.2],
    ] as const)
      for (const end of phrase(context.tokens, first.end))
        for (const start of new Set([
          end,
          ...again(context.tokens, end),
          ...openings(context, end).map((one) => one.end),
        ]))
          for (const rest of chains(context, start, round + 1))
            found.push(reading(rest.end, [first.value, ...rest.value], first.cost + cost + rest.cost))
    return found
  })
}

/** Positions after politeness, commands and a sentence about what for. */
function openings(context: Context, at: number): Reading<null>[] {
  const { tokens } = context
  const found = new Map<number, number>([[at, 0]])
  const queue = [{ at, steps: 0 }]
  while (queue.length > 0) {
    const { at: from, steps } = queue.pop()!
    if (steps > 9) continue
    const ends = [
      ...opening(tokens, from),
      ...purposes(tokens, from),
      ...(steps > 0 || stop(tokens, from).length > 0 ? stop(tokens, from) : []),
      ...reasons(context, from),
    ]
    for (const end of ends)
      if (!found.has(end)) {
        found.set(end, (steps + 1) * politeness)
        queue.push({ at: end, steps: steps + 1 })
      }
  }
  return [...found].map(([end, cost]) => reading(end, null, cost))
}

/** "We want to test late deliveries:" says what for; nothing in it that could be a condition may be passed over. */
function reasons(context: Context, at: number): number[] {
  const { tokens } = context
  const ends: number[] = []
  for (const start of intentions(tokens, at))
    for (let end = start; end < tokens.length; end++) {
      if (![':', '.', ';', '-', '–', '—', ',', '!'].includes(tokens[end]!.word)) continue
      if (tokens.slice(start, end).length > 0 && isIdle(context, start, end)) ends.push(end + 1)
      if (tokens[end]!.word !== ',') break
    }
  return ends
}

/** Without numbers, times and names from the source, words are talk. */
function isIdle(context: Context, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const token = context.tokens[at]!
    if (token.kind === 'date' || token.kind === 'quoted') return false
    if (token.kind === 'number' && token.sign !== 'percent') return false
    const named = context.values
      .at(at)
      .some(
        (value) => value.end <= end && value.cost < 0.15 && (value.value.few || token.text !== token.word),
      )
    if (named) return false
    if (
      /^(except|not|without|never|older|longer|cheaper|since|before|after|between|least|more|less|fewer)$/.test(
        token.word,
      )
    )
      return false
  }
  return true
}

/** What may follow the subjects up to the end; with the tables that are to stay empty. */
function closings(context: Context, at: number, subjects: Chosen[]): Reading<StructureTable[]>[] {
  const { tokens } = context
  const found = new Map<number, { empty: StructureTable[]; cost: number }>([[at, { empty: [], cost: 0 }]])
  const queue = [at]
  while (queue.length > 0) {
    const from = queue.pop()!
    const { empty, cost } = found.get(from)!
    const add = (end: number, more: StructureTable[] = [], extra = 0.05) => {
      if (found.has(end)) return
      found.set(end, { empty: [...empty, ...more], cost: cost + extra })
      queue.push(end)
    }
    for (const end of [
      ...stop(tokens, from),
      ...closing(tokens, from),
      ...purposes(tokens, from),
      ...opening(tokens, from),
    ])
      add(end)
    for (const end of nounsJoined(tokens, from))
      for (const next of [...closing(tokens, end), ...belonging(context, end)]) add(next)
    for (const end of belonging(context, from)) add(end)
    for (const end of aims(context, from, subjects)) add(end, [], 0.2)
    for (const start of emptied(tokens, from))
      for (const one of emptyTables(context, start)) add(one.end, one.value)
    for (const joined of nounsJoined(tokens, from))
      for (const start of emptied(tokens, joined))
        for (const one of emptyTables(context, start)) add(one.end, one.value)
  }
  return [...found].map(([end, { empty, cost }]) => reading(end, empty, cost))
}

/** "with their payments": comes along by itself. */
function belonging(context: Context, at: number): number[] {
  return belongings(context.tokens, at).flatMap((start) => {
    const nouns = (from: number): number[] => [
      ...everythingElse(context.tokens, from),
      ...context.vocabulary.tablesAt(context.tokens, from).map(({ end }) => end),
    ]
    const first = [start, ...afterDeterminers(context, start)].flatMap(nouns)
    return first.flatMap((end) => [
      end,
      ...nounsJoined(context.tokens, end).flatMap((next) =>
        [next, ...afterDeterminers(context, next)].flatMap(nouns),
      ),
    ])
  })
}

/** ", I want to send them a reminder": what the rows are for. */
function aims(context: Context, at: number, subjects: Chosen[]): number[] {
  void subjects
  const { tokens } = context
  return intentions(tokens, at).flatMap((start) => {
    const rest = tokens.slice(start)
    const next = rest.findIndex(({ word }) => word === '.' || word === ';' || word === '!')
    const end = next === -1 ? tokens.length : start + next
    return isIdle(context, start, end) ? [end] : []
  })
}

function emptyTables(context: Context, at: number): Reading<StructureTable[]>[] {
  return afterDeterminers(context, at).flatMap((start) =>
    context.vocabulary
      .tablesAt(context.tokens, start)
      .flatMap((first) => [
        ...tableWord(context.tokens, first.end).map((end) => reading(end, [first.value])),
        ...nounsJoined(context.tokens, first.end).flatMap((next) =>
          afterDeterminers(context, next).flatMap((from) =>
            context.vocabulary
              .tablesAt(context.tokens, from)
              .flatMap((second) =>
                tableWord(context.tokens, second.end).map((end) => reading(end, [first.value, second.value])),
              ),
          ),
        ),
      ]),
  )
}

/** Subjects of one table are one, with either's condition; null where their limits cannot be put together. */
export function merged(subjects: Chosen[]): Chosen[] | null {
  const groups = [...Map.groupBy(subjects, ({ table }) => table.id).values()]
  const found = groups.map((group): Chosen | null => {
    const [first] = group as [Chosen]
    if (group.length === 1) return first
    if (group.some(({ limit, where }) => limit !== null || where === null)) return null
    return { ...first, where: any(group.map(({ where }) => where!)) }
  })
  return found.every((one) => one !== null) ? found : null
}
