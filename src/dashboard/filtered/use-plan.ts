import { useEffect, useRef, useState } from 'react'
import { type CombinedError, useClient } from 'urql'
import type { FilterPlanQueryInput, PlanToLookAtQuery } from '../generated/graphql.ts'
import { graphql } from '../generated/index.ts'

const PlanQuery = graphql(/* GraphQL */ `
  query PlanToLookAt($input: FilterPlanQueryInput!) {
    filterPlan(input: $input) {
      __typename
      ... on FilterPlanPayload { plan { ...ShownPlan } }
      ... on UnclearPromptError { unrecognized suggestions }
      ... on InvalidInputError { fields { path message } }
      ... on ConnectionFailedError { reason }
      ... on Error { code message }
    }
  }
`)

export type PlanAnswer = PlanToLookAtQuery['filterPlan']

export type Planned = {
  /** What it is the answer to. */
  input: FilterPlanQueryInput
  /** One a plan: the same key starts one task, however often it is sent. */
  key: string
  answer?: PlanAnswer
  error?: CombinedError
}

/** Asks for plans, one at a time: the last one asked for is the one that is shown. */
export function usePlan() {
  const client = useClient()
  const [planned, setPlanned] = useState<Planned>()
  const [planning, setPlanning] = useState(false)
  const running = useRef<{ unsubscribe(): void }>(undefined)
  const stop = () => {
    running.current?.unsubscribe()
    running.current = undefined
    setPlanning(false)
  }
  useEffect(() => () => running.current?.unsubscribe(), [])

  function ask(input: FilterPlanQueryInput) {
    stop()
    setPlanning(true)
    running.current = client
      .query(PlanQuery, { input }, { requestPolicy: 'network-only' })
      .subscribe(({ data, error }) => {
        setPlanning(false)
        setPlanned({ input, key: newKey(), answer: data?.filterPlan, error })
      })
  }
  return { planned, planning, ask, stop }
}

/** randomUUID is there over https alone, which a server within a network need not have. */
const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
