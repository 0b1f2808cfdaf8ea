import type { Node } from './parse.ts'

/** Something that a query names. `at`: the byte where. */
export type Named = { schema: string | null; name: string; at: number | null }

/** All that a query names and that could run code, or be read: what each is, the source's catalog has to say. */
export type Uses = {
  /** `args`: how many are given; null where that is not known. `isSyntax`: no function of this name is needed. */
  functions: (Named & { args: number | null; isSyntax: boolean })[]
  operators: Named[]
  types: Named[]
  relations: Named[]
  /**
   * What stands behind a dot: a column, or a function of what stands before it. `of`: the relations of which one is before it,
   * null where it may be something else.
   */
  attributes: (Named & { of: Named[] | null })[]
}

export const locationOf = (node: Node | undefined): number | null =>
  typeof node?.location === 'number' && node.location >= 0 ? node.location : null

export function named(parts: unknown, at: number | null): Named[] {
  const texts = (parts as Node[]).map((part) => textOf(part) ?? '')
  // The database's name may stand before the schema's.
  return [{ schema: texts.at(-2) ?? null, name: texts.at(-1)!, at }]
}

export const textOf = (part: Node): string | null => {
  const text = part.String as { sval?: string } | undefined
  return text ? (text.sval ?? '') : null
}

/** Servers with an encoding of one byte a character fold letters beyond ASCII as well. */
export const variants = (all: Named[]): Named[] =>
  all.flatMap((one) => {
    const folded = one.name.toLowerCase()
    return folded === one.name || !/[^\0-\x7f]/.test(one.name) ? [one] : [one, { ...one, name: folded }]
  })
