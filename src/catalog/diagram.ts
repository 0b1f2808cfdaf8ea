/** A table as the diagram shows it. */
export type DiagramTable = {
  id: string
  schema: string
  name: string
  columns: {
    name: string
    dataType: string
    isPrimaryKey: boolean
    isForeignKey: boolean
    nullable: boolean
  }[]
}

export type DiagramRelationship = {
  name: string
  sourceTableId: string
  targetTableId: string
  sourceColumns: string[]
  /** Whether the source columns are a key of their table, so that at most one row refers to each. */
  isUnique: boolean
  /** Inferred, not declared: its line is dashed. */
  isCandidate: boolean
}

/**
 * An entity-relationship diagram as Mermaid text, of the given tables and the relationships between them. Entities are
 * numbered, since names may hold anything; their labels are the names.
 * Source of the syntax: mermaid.js.org/syntax/entityRelationshipDiagram
 */
export function mermaidDiagram(tables: DiagramTable[], relationships: DiagramRelationship[]): string {
  const entity = new Map(tables.map(({ id }, index) => [id, `t${index + 1}`]))
  const nullable = new Map(
    tables.flatMap(({ id, columns }) =>
      columns.filter((column) => column.nullable).map(({ name }) => [`${id} ${name}`, true]),
    ),
  )
  const lines = tables.flatMap((table) => [
    `  ${entity.get(table.id)}["${label(`${table.schema}.${table.name}`)}"] {`,
    ...table.columns.map((column) => {
      const keys = [column.isPrimaryKey && 'PK', column.isForeignKey && 'FK'].filter(Boolean).join(', ')
      return `    ${word(column.dataType)} ${word(column.name)}${keys && ` ${keys}`}${comment(column.name)}`
    }),
    '  }',
  ])
  const ties = relationships.flatMap(
    ({ name, sourceTableId, targetTableId, sourceColumns, isUnique, isCandidate }) => {
      const [source, target] = [entity.get(sourceTableId), entity.get(targetTableId)]
      if (!source || !target) return []
      const optional = sourceColumns.some((column) => nullable.has(`${sourceTableId} ${column}`))
      return [
        `  ${target} ${optional ? '|o' : '||'}${isCandidate ? '..' : '--'}${isUnique ? 'o|' : 'o{'} ${source} : "${label(name)}"`,
      ]
    },
  )
  return ['erDiagram', ...lines, ...ties, ''].join('\n')
}

/** What would end a label, or make it something else, such as markup; entity codes stand for it. */
const label = (text: string) =>
  text.replace(/[#"%\\~<>&`]/g, (character) => `#${character.charCodeAt(0)};`).replace(/[\s\b]+/g, ' ')

/** An attribute's type and name are single words, in the characters of the syntax, and none of its words for keys. */
const word = (text: string) =>
  text
    .replace(/[^A-Za-z0-9_()[\]\u00c0-\uffff-]+/g, '_')
    .replace(/^(?![A-Za-z_\u00c0-\uffff])|^(?=[PFU]K(?!\w))/i, '_')

/** The name as it is, where the word had to leave something out. */
const comment = (name: string) => (word(name) === name ? '' : ` "${label(name)}"`)
