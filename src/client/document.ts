import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core'
import type { DocumentNode } from 'graphql'
import { print } from 'graphql'

/** An operation with the types of its result and its variables. */
export type Document<Data, Variables> = DocumentTypeDecoration<Data, Variables>

/** A document does not change, and printing a long one takes longer than sending it. */
const texts = new WeakMap<object, string>()
export function textOf(document: Document<unknown, never> | string): string {
  if (typeof document === 'string' || document instanceof String) return String(document)
  const text = texts.get(document) ?? print(document as DocumentNode)
  texts.set(document, text)
  return text
}
