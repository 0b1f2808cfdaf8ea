import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import type { TaskFilter, TaskKind, TaskStatus } from '../generated/graphql.ts'
import { tasks as texts } from '../texts/tasks.ts'
import type { Place } from '../ui/pager.tsx'
import { useNow } from '../ui/time.tsx'

export const statuses = Object.keys(texts.status) as TaskStatus[]
export const kinds = Object.keys(texts.kind) as TaskKind[]

/** Hours back from now. */
export const spans = { '1h': 1, '24h': 24, '7d': 7 * 24, '30d': 30 * 24 } as const
export type Span = keyof typeof spans

/** Which tasks a list shows, as its address says. Times are as `datetime-local` has them, by the clock of the reader. */
export type Filters = {
  statuses: TaskStatus[]
  kinds: TaskKind[]
  databaseId: string | null
  createdBy: string | null
  span: Span | null
  from: string | null
  to: string | null
  /** What the address asks for and cannot be, such as `status=LOST`. */
  unknown: string[]
}

const listed = <Name extends string>(params: URLSearchParams, key: string, known: Name[]) => {
  const asked = params.get(key)?.split(',').filter(Boolean) ?? []
  return [
    known.filter((name) => asked.includes(name)),
    asked.filter((name) => !known.includes(name as Name)),
  ] as const
}

const isMoment = (text: string | null) => text === null || !Number.isNaN(new Date(text).getTime())

export function readFilters(params: URLSearchParams): Filters {
  const [chosenStatuses, lostStatuses] = listed(params, 'status', statuses)
  const [chosenKinds, lostKinds] = listed(params, 'kind', kinds)
  const since = params.get('since')
  const [from, to] = [params.get('from'), params.get('to')]
  return {
    statuses: chosenStatuses,
    kinds: chosenKinds,
    databaseId: params.get('database'),
    createdBy: params.get('by'),
    span: since !== null && since in spans ? (since as Span) : null,
    from: isMoment(from) ? from : null,
    to: isMoment(to) ? to : null,
    unknown: [
      ...lostStatuses.map((name) => `status=${name}`),
      ...lostKinds.map((name) => `kind=${name}`),
      ...(since !== null && !(since in spans) ? [`since=${since}`] : []),
      ...(isMoment(from) ? [] : [`from=${from}`]),
      ...(isMoment(to) ? [] : [`to=${to}`]),
    ],
  }
}

const iso = (local: string | null) => (local === null ? null : new Date(local).toISOString())

/** @param now milliseconds since 1970 that a span is counted back from */
export function taskFilter(
  { statuses, kinds, databaseId, createdBy, span, from, to }: Filters,
  now: number,
): TaskFilter {
  const after = span === null ? iso(from) : new Date(now - spans[span] * 3_600_000).toISOString()
  return {
    statuses: statuses.length > 0 ? statuses : null,
    kinds: kinds.length > 0 ? kinds : null,
    databaseId,
    createdBy,
    createdAfter: after,
    createdBefore: iso(to),
  }
}

export const noFilters = {
  status: null,
  kind: null,
  database: null,
  by: null,
  since: null,
  from: null,
  to: null,
}

export type Change = Partial<Record<keyof typeof noFilters, string | null>>

const minuteMs = 60_000

/** The filters of the address, and what changes them there; whoever changes one is shown the first page. */
export function useFilters() {
  const [params, setParams] = useSearchParams()
  const minute = Math.floor(useNow() / minuteMs) * minuteMs
  const filters = useMemo(() => readFilters(params), [params])
  const filter = useMemo(() => taskFilter(filters, filters.span === null ? 0 : minute), [filters, minute])
  const [after, before] = [params.get('after'), params.get('before')]
  function set(changes: Record<string, string | null | undefined>) {
    setParams((params) => {
      const next = new URLSearchParams(params)
      for (const [key, value] of Object.entries(changes)) {
        if (value) next.set(key, value)
        else next.delete(key)
      }
      return next
    })
  }
  const change = (change: Change) => set({ ...change, after: null, before: null })
  const goTo = ({ after, before }: Place) => set({ after, before })
  const place: Place = before ? { before } : after ? { after } : {}
  const isFiltered = Object.keys(noFilters).some((key) => params.has(key))
  return { filters, filter, place, change, goTo, isFiltered }
}

/** As the address has several of something: with `name`, where it was without, and the other way round. */
export const toggled = <Name extends string>(chosen: Name[], name: Name): string =>
  (chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]).join(',')
