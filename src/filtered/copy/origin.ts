/**
 * Where rows are piped from one server into another, an error of one ends the stream of the other as well, by the same error. Those of
 * the target are marked where they come in.
 */
const ofTarget = new WeakSet<Error>()

export function fromTarget<E extends Error>(error: E): E {
  ofTarget.add(error)
  return error
}

export const isFromTarget = (error: unknown): boolean => error instanceof Error && ofTarget.has(error)
