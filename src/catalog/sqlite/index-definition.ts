import { isOneOf, isWord, nameOf, partsOf, tokensOf, within } from './tokens.ts'

/** What a CREATE INDEX says. */
export type IndexDefinition = {
  table: string
  isUnique: boolean
  /** Null where it is over something else than names, or says it in an uncommon way. */
  columns: string[] | null
}

const space = '[ \\t\\r\\n]'
const name = '(?:[a-z_][a-z0-9_$]*|"[^"]+"|`[^`]+`|\\[[^\\]]+\\])'
const key = `(?!NULL\\b)${name}(?:${space}+COLLATE${space}+[a-z_]+)?(?:${space}+(?:ASC|DESC))?`
const keys = `${key}(?:${space}*,${space}*${key})*`
const common = new RegExp(
  `^CREATE (UNIQUE )?INDEX ${name} ON ?(${name}) ?\\(${space}*(${keys})${space}*\\)(?:${space}*WHERE\\b|$)`,
  'i',
)
const eachKey = new RegExp(`(${name})[^,]*`, 'gi')

/** Null where not even the table can be told. */
export function indexDefinitionOf(createIndex: string): IndexDefinition | null {
  const found = common.exec(createIndex)
  if (found) {
    const [, unique, table, list] = found
    return {
      table: withoutQuotes(table!),
      isUnique: unique !== undefined,
      columns: Array.from(list!.matchAll(eachKey), ([, name]) => withoutQuotes(name!)),
    }
  }
  const tokens = tokensOf(createIndex)
  const isUnique = isWord(tokens[1], 'UNIQUE')
  const [index, , on, table] = tokens.slice(isUnique ? 2 : 1)
  if (!isWord(tokens[0], 'CREATE') || !isWord(index, 'INDEX') || !isWord(on, 'ON') || !table) return null
  return { table: nameOf(createIndex, table), isUnique, columns: null }
}

const withoutQuotes = (name: string) => (/^\w/.test(name) ? name : name.slice(1, -1))

const orders = new Set(['ASC', 'DESC'])

/** What an index is over, as CREATE INDEX has it: names and expressions, without their order. */
export function keysIn(createIndex: string): string[] {
  const tokens = tokensOf(createIndex)
  const open = tokens.findIndex((token) => isWord(token, '('))
  if (open < 0) return []
  return partsOf(within(tokens, open).inner).map((part) => {
    const key = part.filter((token, at) => !(at > 0 && at === part.length - 1 && isOneOf(token, orders)))
    return createIndex.slice(key[0]!.start, key.at(-1)!.end)
  })
}
