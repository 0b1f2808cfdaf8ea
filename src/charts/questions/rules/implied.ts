import { nameWords } from '../../../filtered/rules/source/names.ts'
import type { StructureColumn } from '../../../filtered/structure.ts'

const added =
  /^(amount|sale|sales|revenue|turnover|profit|income|expense|expenses|quantity|count|total|budget|population|passengers?|orders?|visits?|visitors|views?|votes?|units?|pieces|copies|credits|points|enrollments?|hours|minutes|days|nights|hand|stock|inventory|reserved|available|freight|cost|costs|fees?|gross|goals|wins|donations?|clicks|downloads|seats?|capacity|beds|members|students|employees|area|gdp|gnp)$/
const ofEach =
  /^(unit|per|rate|average|mean|price|percent|percentage|ratio|share|level|limit|score|rating|age|replacement|rental|lead|minimum|maximum|max|min|hourly|daily|monthly)$/

/** How numbers are put together where no word says it: amounts and pieces are added up, prices, ages and scores are averaged. */
export function impliedBy({ name }: Pick<StructureColumn, 'name'>): 'SUM' | 'AVG' {
  const words = nameWords(name)
  return words.some((word) => added.test(word)) && !words.some((word) => ofEach.test(word)) ? 'SUM' : 'AVG'
}
