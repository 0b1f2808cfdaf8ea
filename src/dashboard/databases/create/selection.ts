import type { TableSelectionInput } from '../../generated/graphql.ts'

const part = '(?:"(?:[^"]|"")+"|[^."]+)'
const line = new RegExp(`^(${part})(?:\\.(${part}))?$`)
const plain = (name: string) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name)

/** A name as a line of the selection has it. */
export const quoted = (name: string): string =>
  /^[^."\s]+$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`

/**
 * Lines such as `shop`, `shop.orders` or `"a.b".c` as the tables they name, a schema each; a schema alone means all of its tables.
 * `wrong` is the first line that is none; nothing selected is null: everything.
 */
export function readSelection(text: string): {
  selection: TableSelectionInput[] | null
  wrong: string | null
} {
  const schemas = new Map<string, Set<string> | null>()
  for (const raw of text.split('\n')) {
    const words = raw.trim()
    if (words === '') continue
    const match = line.exec(words)
    if (!match) return { selection: null, wrong: words }
    const schema = plain(match[1]!)
    if (match[2] === undefined) schemas.set(schema, null)
    else if (schemas.get(schema) !== null)
      schemas.set(schema, (schemas.get(schema) ?? new Set()).add(plain(match[2])))
  }
  if (schemas.size === 0) return { selection: null, wrong: null }
  return {
    selection: [...schemas].map(([schema, tables]) => ({ schema, ...(tables && { tables: [...tables] }) })),
    wrong: null,
  }
}
