import type { StructureColumn, StructureTable } from '../../structure.ts'
import { stemsOfDeed } from '../terms/verbs.ts'
import { stem } from '../text/inflection.ts'
import { nameWords } from './names.ts'

/** `created`: says when the row, and so the person or thing, came to be known, not when something happened. */
export type DateColumn = { column: StructureColumn; cost: number; created: boolean }

const dateRoles = ['DATE', 'TIMESTAMP']
/** A number that is a year. */
export const isYear = (column: StructureColumn) =>
  column.role === 'NUMBER' &&
  (nameWords(column.name).includes('year') ||
    /^(founded|established|born|built|died|year)|(opened|launched|released|published|incorporated|closed)_in$/.test(
      column.name.toLowerCase(),
    ) ||
    /\byears?\b/i.test(column.comment ?? ''))
export const isDate = (column: StructureColumn) => dateRoles.includes(column.role)

const bookkeeping =
  /^(last|update|updated|modified|modify|changed|edited|rowversion|sync|synced|import|imported|load|loaded|etl|valid|sys|deleted)$/
const neverMeant =
  /^(birth|born|death|died|expire|expiry|expired|expires|expiration|due|required|until|end|ended|to|deleted|thru|next|finish|finished|close|closed|expected|estimated)$/
const creation =
  /^(created|create|creation|registered|registration|signup|signed|joined|join|added|add|inserted|since|member|opened|entry|registered|subscribed|started|hire|hired|employed)$/
const happening = /^(date|time|timestamp|datetime|occurred|happened|event|when|day|at|on)$/

const starting = /^(start|begin|departure|departed|dispatched|dispatch|sent|issued|placed|filed|from)$/
/** What comes at the end of what the rows tell of. */
const ending =
  /^(delivered|delivery|arrived|arrival|received|receipt|returned|return|paid|payment|cancelled|canceled|approved|rejected|resolved|solved|dropped|terminated|churned|completed|settled|confirmed|actual|renewed)$/

/** Whether a date says when its rows themselves happened: order_date of orders, launched_on of none of them. */
export function isOwnDate({ name }: StructureTable, column: StructureColumn): boolean {
  const own = nameWords(name).map(stem)
  const words = meaningful(column).map(stem)
  return words.length === 0 || words.some((word) => stemsOfDeed(word).some((deed) => own.includes(deed)))
}

const meaningful = (column: StructureColumn) => nameWords(column.name).filter((word) => !happening.test(word))

/** The date that is meant where none is named: when what the rows tell of happened. Several where it cannot be told. */
export function mainDates(table: StructureTable): DateColumn[] {
  const own = nameWords(table.name).map(stem)
  const candidates = table.columns.filter(isDate).flatMap((column) => {
    const words = meaningful(column)
    if (words.some((word) => bookkeeping.test(word) || neverMeant.test(word))) return []
    const stems = words.map(stem)
    const direct = words.length === 0 || stems.some((one) => own.includes(one))
    const ofItself = direct || stems.some((one) => stemsOfDeed(one).some((deed) => own.includes(deed)))
    const ends = words.some((word) => ending.test(word))
    const created = words.some((word) => creation.test(word))
    const start = words.some((word) => starting.test(word))
    // What may be missing tells of something that may not have happened.
    return [
      {
        column,
        cost: 0,
        created: created && !ofItself,
        score:
          (direct ? 3 : ends ? 0.7 : ofItself ? 2.5 : start ? 1.5 : created ? 1 : 1.2) +
          (column.nullable ? 0 : 0.1),
      },
    ]
  })
  const most = Math.max(...candidates.map(({ score }) => score))
  const found = candidates
    .filter(({ score }) => score === most)
    .map(({ column, cost, created }) => ({ column, cost, created }))
  if (found.length > 0) return found
  // A year of release or publication dates what has no other date.
  return table.columns
    .filter(isYear)
    .map((column) => ({ column, cost: 0.5, created: false }))
    .slice(0, 2)
}

/** Date columns that a verb names: shipped and shipped_date, signed up and created_at, born and birth_date. */
export function datesOfVerb(table: StructureTable, verb: string): DateColumn[] {
  const stems = stemsOfDeed(stem(verb))
  const found = table.columns
    .filter((column) => isDate(column) || isYear(column))
    .flatMap((column) => {
      const words = nameWords(column.name)
      if (words.includes('last') && !stems.includes(stem('update'))) return []
      const ranks = words.map((word) => stems.indexOf(stem(word))).filter((rank) => rank >= 0)
      const year = isYear(column) ? 0.2 : 0
      return ranks.length > 0 ? [{ column, cost: Math.min(...ranks) * 0.3 + year, created: false }] : []
    })
  const least = Math.min(...found.map(({ cost }) => cost))
  const likeliest = found.filter(({ cost }) => cost <= least)
  // What has a beginning and an end is when it begins.
  const begins = likeliest.filter(({ column }) => nameWords(column.name).some((word) => starting.test(word)))
  return begins.length > 0 ? begins : likeliest
}
