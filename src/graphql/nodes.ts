import { decodeGlobalID } from '@pothos/plugin-relay'

/**
 * The rows in the order of `ids`; what was not found is null, which a node may be (Pothos' types know of an error alone).
 */
export function inOrder<Row extends { id: string }>(ids: readonly string[], rows: readonly Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null) as Row[]
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** What an ID of the API stands for; null where it is none, so that it is simply not found. */
export function decodeId(id: string): { typename: string; id: string } | null {
  try {
    const decoded = decodeGlobalID(id)
    return uuidPattern.test(decoded.id) ? { typename: decoded.typename, id: decoded.id } : null
  } catch {
    return null
  }
}

/** The row's id, where `id` is an ID of that type. */
export function decodeIdOf(typename: string, id: string): string | null {
  const decoded = decodeId(id)
  return decoded?.typename === typename ? decoded.id : null
}
