import type { Document } from './document.ts'

export type Variables = Record<string, unknown>
export type Signal = { signal?: AbortSignal }

export type Requests = {
  /**
   * Data of a query or mutation. Where the token is refused and there is another one, it is asked again once.
   * @throws RequestError where the answer has errors, or is no answer of Quarry; TokenError; what fetch throws
   */
  request<Data, V extends Variables>(
    document: Document<Data, V>,
    variables: V,
    options?: Signal,
  ): Promise<Data>
}
