import { readFileSync } from 'node:fs'
import type { Plugin } from 'graphql-yoga'
import { refusal } from './refusal.ts'

/** The document of each id. */
export type Manifest = ReadonlyMap<string, string>

/**
 * Reads what graphql-codegen's client preset writes (persistedDocuments): a JSON object of documents by their hash.
 * @throws Error naming the file where it is none
 */
export const readManifest = (file: string): Manifest => parseManifest(readFileSync(file, 'utf8'), file)

/** @param name of the file that the text is from, for the error where it is none */
export function parseManifest(text: string, name: string): Manifest {
  const entries = Object.entries(documentsIn(text) ?? {})
  if (entries.length === 0 || entries.some(([, document]) => typeof document !== 'string'))
    throw new Error(`${name} is no manifest: a JSON object of documents by their hash`)
  return new Map((entries as [string, string][]).map(([id, document]) => [withoutAlgorithm(id), document]))
}

/** What a file holds that is no JSON stands in no message. */
function documentsIn(text: string): object | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** As any transport brings them. */
export type OperationParams = {
  query?: string | null
  documentId?: unknown
  extensions?: Record<string, unknown> | null
}

export type Persisted = {
  /**
   * The same parameters, with the document that their id stands for.
   * @throws GraphQLError PERSISTED_OPERATION_NOT_FOUND for an id that the manifest lacks, PERSISTED_OPERATION_REQUIRED for a
   * document where only those of the manifest run
   */
  resolve<Params extends OperationParams>(params: Params): Params
}

/**
 * @param only whether documents are refused that are not, letter by letter, one of the manifests'
 * @param manifests what is in several is the same, as ids are hashes; otherwise the last one says what an id stands for
 */
export function createPersisted(manifests: Manifest[], only: boolean): Persisted {
  const manifest = new Map(manifests.flatMap((one) => [...one]))
  const texts = new Set(manifests.flatMap((one) => [...one.values()]))
  return {
    resolve(params) {
      const id = idOf(params)
      if (id === null) {
        if (only && !texts.has(params.query ?? ''))
          throw refusal(
            'PERSISTED_OPERATION_REQUIRED',
            'Only operations that this server knows run here: send documentId or extensions.persistedQuery.sha256Hash, or the very text',
          )
        return params
      }
      const query = manifest.get(id)
      if (query === undefined) {
        if (!only && params.query) return params
        const message = 'This server knows no operation of that id'
        throw refusal('PERSISTED_OPERATION_NOT_FOUND', message, { id: id.slice(0, 128) })
      }
      // What the client may send beside the id is not looked at.
      const { documentId: _, ...others } = params
      return { ...others, query } as typeof params
    },
  }
}

/** A hash may say by which algorithm it is one, as `sha256:…`, in a manifest as well as in a request. */
const withoutAlgorithm = (id: string) => id.replace(/^sha\d+:/, '')

/** The two ways in which clients name a document. */
function idOf({ documentId, extensions }: OperationParams): string | null {
  const persistedQuery = extensions?.persistedQuery as { sha256Hash?: unknown } | null | undefined
  const id = documentId ?? persistedQuery?.sha256Hash
  return typeof id === 'string' ? withoutAlgorithm(id) : null
}

/** For HTTP; the WebSocket server resolves by itself. */
export const usePersisted = (persisted: Persisted): Plugin => ({
  onParams({ params, setParams }) {
    if (params !== null && typeof params === 'object') setParams(persisted.resolve(params))
  },
})
