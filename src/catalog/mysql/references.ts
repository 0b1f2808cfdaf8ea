/** What happens to rows that refer to others, as CREATE TABLE has it. */

const name = '`((?:[^`]|``)+)`'
const action = '(CASCADE|SET NULL|SET DEFAULT|NO ACTION|RESTRICT)'
const constraint = new RegExp(
  `^\\s*CONSTRAINT ${name} FOREIGN KEY .*?( ON DELETE ${action})?( ON UPDATE ${action})?,?$`,
  'gm',
)

export type Rule = { on_update: string; on_delete: string }

/**
 * The rules of a table's foreign keys by their names; `otherwise` where one says nothing. The servers write a line a constraint, and the line breaks of names and comments
 * as they are: a line within one that looks like a constraint gives a name too many, which none asks for.
 */
export function rulesIn(createTable: string, otherwise: string): Map<string, Rule> {
  return new Map(
    [...createTable.matchAll(constraint)].map(([, name, , onDelete, , onUpdate]) => [
      name!.replaceAll('``', '`'),
      { on_delete: onDelete ?? otherwise, on_update: onUpdate ?? otherwise },
    ]),
  )
}
