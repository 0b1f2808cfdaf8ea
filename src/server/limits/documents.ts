import type { DocumentNode } from 'graphql'

/** In Yoga's terms: what is parsed once is not parsed again. */
export type Documents = {
  has(text: string): boolean
  get(text: string): DocumentNode | undefined
  set(text: string, document: DocumentNode): void
}

/** A parsed token takes some hundred bytes: this is some tens of MB at the most. */
const mostTokens = 100_000
const longestText = 50_000

/**
 * Keeps those that were asked for last, as many as there is room for: clients that send another document each time cost no more
 * memory than that.
 */
export function keepDocuments(tokens = mostTokens): Documents {
  const kept = new Map<string, DocumentNode>()
  let held = 0
  const weight = ({ tokenCount = 1 }: DocumentNode) => tokenCount
  return {
    has: (text) => kept.has(text),
    get(text) {
      const document = kept.get(text)
      if (!document) return undefined
      kept.delete(text)
      kept.set(text, document)
      return document
    },
    set(text, document) {
      if (text.length > longestText || kept.has(text)) return
      kept.set(text, document)
      held += weight(document)
      for (const [oldest, { tokenCount }] of kept) {
        if (held <= tokens) return
        kept.delete(oldest)
        held -= tokenCount ?? 1
      }
    },
  }
}

/** What it takes to parse and validate a document, in points of about the same time. */
export const pointsToRead = (text: string) => Math.min(text.length, longestText) * pointsPerCharacter
const pointsPerCharacter = 0.5

/** What cannot be parsed is found out again: keeping it would keep texts of any length. */
export const keepNoErrors = { get: () => undefined, set: () => {} }
