import type { ExecutionResult } from 'graphql'

type Awaitable<T> = T | Promise<T>

/** One that several may get is written as JSON once for all of them: Yoga asks for this, and so does the WebSocket server. */
export type WritableResult = ExecutionResult & { stringify?: () => string }

export type SharedResults = {
  /**
   * What `execute` makes of the event, or what it has made of it a moment ago for the same selection. A result with errors
   * is nobody else's: they name the request that they belong to.
   */
  of(event: object, selection: string, execute: () => Awaitable<ExecutionResult>): Awaitable<ExecutionResult>
}

/** @param shareMs for how long; a result may show how things were at its execution, not at the event */
export function openSharedResults(shareMs = 100): SharedResults {
  let results = new Map<object, Map<string, Awaitable<ExecutionResult>>>()
  let expiresAt = 0

  function recent() {
    const now = performance.now()
    if (now < expiresAt) return results
    const opened: typeof results = new Map()
    results = opened
    expiresAt = now + shareMs
    // Not by the next event, which may never come.
    setTimeout(() => results === opened && opened.clear(), shareMs).unref()
    return opened
  }

  function ofEvent(event: object) {
    const all = recent()
    const known = all.get(event) ?? new Map<string, Awaitable<ExecutionResult>>()
    all.set(event, known)
    return known
  }

  return {
    of(event, selection, execute) {
      const shared = ofEvent(event)
      const known = shared.get(selection)
      if (known instanceof Promise)
        return known.then((result) => (result.errors ? execute() : result), execute)
      if (known) return known

      const keep = (result: ExecutionResult) => {
        if (result.errors) shared.delete(selection)
        else shared.set(selection, writable(result))
        return result
      }
      const result = execute()
      if (!(result instanceof Promise)) return keep(result)
      const kept = result.then(keep, (error) => {
        shared.delete(selection)
        throw error
      })
      shared.set(selection, kept)
      return kept
    },
  }
}

function writable(result: ExecutionResult): WritableResult {
  let text: string | null = null
  const stringify = () => {
    text ??= JSON.stringify(result)
    return text
  }
  return Object.defineProperty(result, 'stringify', { value: stringify })
}
