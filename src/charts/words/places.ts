import { mentionPattern } from './mentions.ts'
import { type Reading, takeAll } from './reading.ts'
import { letter } from './word.ts'

/** Columns, by their indexes, that words put in a place: on an axis, or as what something is by. */
export type Places = {
  x: number | null
  y: number | null
  /** The column that something is "per", "by" or "for each". */
  by: number | null
  /** Two that are told together: "height and weight", or one against the other. */
  pair: { first: number; second: number; against: boolean } | null
}

const article = '(?:(?:the|their|its|attribute|column|each|different|various|distinct|all|and)\\s+)*'
const the = '(?:(?:the|their|its|attribute|column)\\s+)*'
const quote = "['‘’]?"

const grouping = [
  'group(?:ed|ing|s)?(?: (?:it|them|the data|the results?))?(?: based)? (?:by|on)',
  '(?:categori[sz]|classifi|segment|differentiat|subdivid)(?:ed|ing|e|es)?(?: (?:it|them|the data))? (?:by|based on|according to)',
]
const colouring = [
  'colou?r(?:ed|ing|s)?(?: (?:it|them|(?:the )?(?:bars|lines|points|dots|bubbles|slices)))?(?: (?:by|based on|according to))',
  'by colou?r',
  'split(?:ting)?(?: (?:it|them|up|(?:the|each|every) (?:bar|line|slice|area)s?))*(?: (?:up|out))? (?:by|into|per)',
  'stack(?:ed|ing)? by',
  '(?:broken|break|breaking)(?: (?:it|them))? down (?:by|into)',
  'separated? by',
  'cut by',
  'one (?:(?:line|colou?r|bar|series|area) )?(?:per|for each|for every|each for)',
  '(?:separate|different|own|distinct|several) (?:lines|colou?rs|bars|areas) (?:per|for each|for every|for|by)',
  'a (?:line|colou?r|bar|series|area) (?:per|for each|for every)',
  '(?:colou?rs?|hues?|segments?|lines?|points?|legend|shades?) (?:that |which )?(?:(?:are |is )?(?:for|being|representing|denoting|standing for|showing)|shows?|represents?|stands? for|denotes?)',
  '(?:distinguish|differentiat|separat)(?:ed|ing|e)? (?:the )?(?:colou?rs|hues|lines|points|bars|dots) by',
  'distinguish(?:ed|ing|es)?(?: (?:it|them))? by',
  `by major [${letter}]+`,
]
const splitting = (ways: readonly string[]) =>
  new RegExp(
    `(?<![${letter}])(?:${ways.join('|')})\\s+${article}${quote}${mentionPattern}(?:\\s*(?:,|and|&|by)+\\s*(?:by\\s+)?${article}${quote}${mentionPattern})?`,
    'i',
  )
const [groups, colours] = [splitting(grouping), splitting(colouring)]
const asSeries = new RegExp(
  `${mentionPattern}\\s+(?:as|for|in)\\s+(?:the\\s+|a\\s+)?(?:colou?rs?|legend|series|hue|stacks?|segments?)(?![${letter}])`,
  'i',
)

/** What the words split by. Of "grouped by region and product" it is the second: the first is what the chart is by. */
export function takeSeries(reading: Reading): number | null {
  const [coloured] = [...takeAll(reading, colours), ...takeAll(reading, asSeries)]
  // Of "grouped by region, coloured by product" it is the colour, and the region is still what it is by.
  const match = coloured ?? takeAll(reading, groups)[0]
  return match ? Number(match[2] ?? match[1]) : null
}

// The first line leads: in "how many games for with each guest in each host" it is the host.
const bys = [
  '(?:in|for|of|from|within|at|on) (?:each|every|which|what)|across|per|for each of|for the different',
  'by|along|grouped on',
  'each|every|over|for different|against|different|of different',
]

export function readPlaces({ text }: Reading): Places {
  const axis = (name: string) =>
    firstIn(text, [
      `(?:${name})\\s*-?\\s*axis\\s*(?:is|are|shows?|represents?|displays?|being|as|=|:|with|for|of)?\\s+${the}${quote}${mentionPattern}`,
      `${mentionPattern}\\s+(?:is\\s+)?(?:on|as|along|for|at)\\s+(?:the\\s+)?(?:${name})(?:\\s*-?\\s*axis)?(?![${letter}])`,
    ])
  const by = bys.map((words) => columnAfter(text, words)).find((column) => column !== null)
  return { x: axis('x|horizontal'), y: axis('y|vertical'), by: by ?? null, pair: pairIn(text) }
}

const together = new RegExp(
  `${mentionPattern}\\s+(and|with|&|as a function of|depending on)\\s+${article}${quote}${mentionPattern}`,
  'i',
)

function pairIn(text: string): Places['pair'] {
  const match = together.exec(text)
  if (!match) return null
  return {
    first: Number(match[1]),
    second: Number(match[3]),
    against: /on|of/i.test(match[2]!),
  }
}

const columnAfter = (text: string, words: string) =>
  firstIn(text, [`(?:${words})\\s+${article}${quote}${mentionPattern}`])

function firstIn(text: string, patterns: readonly string[]): number | null {
  for (const pattern of patterns) {
    const match = new RegExp(`(?<![${letter}])(?:${pattern})`, 'i').exec(text)
    if (match) return Number(match[1])
  }
  return null
}
