import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core'
import type { DocumentNode } from 'graphql'

/**
 * An operation with the types of its result and its variables: a typed text, as the operations of this package are, or a document node
 * that has its text with it, as those of `parse` and `gql` have. Others have to be printed: `print` of the client's options.
 */
export type Document<Data, Variables> = DocumentTypeDecoration<Data, Variables>

export type Print = (document: DocumentNode) => string

/** @throws TypeError where there is no text */
export function createTextOf(print?: Print): (document: Document<unknown, never>) => string {
  /** A document does not change, and printing a long one takes longer than sending it. */
  const texts = new WeakMap<object, string>()
  return (document) => {
    if (typeof document === 'string' || document instanceof String) return String(document)
    const node = document as DocumentNode
    const text = texts.get(node) ?? node.loc?.source.body ?? print?.(node)
    if (text === undefined)
      throw new TypeError(
        'A document node without its text: create the client with { print }, of graphql or of urql',
      )
    texts.set(node, text)
    return text
  }
}
