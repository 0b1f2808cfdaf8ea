const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i
const grouped = /^[+-]?\d{1,3}([,'\u00a0\u202f]\d{3})+(\.\d+)?$/
const decorated =
  /^\(?([+-]?)\s*(?:[$€£¥]|USD|EUR|GBP)?\s*([+-]?[\d.,'\u00a0\u202f]+)\s*(?:[%$€£¥]|USD|EUR|GBP)?\)?$/i

/**
 * The number that a text writes: plain, with a separator of thousands, a currency or a percent sign; in parentheses it is
 * negative, as accountants write. Null for everything else, also for codes with leading zeros.
 */
export function readNumber(text: string): number | null {
  const written = text.trim()
  if (/^[+-]?0\d/.test(written)) return null
  if (plain.test(written)) return finite(Number(written))
  if (grouped.test(written)) return finite(Number(written.replace(/[,'\u00a0\u202f]/g, '')))
  const match = decorated.exec(written)
  if (!match) return null
  const digits = match[2]!.replace(/^\+/, '')
  if (!plain.test(digits) && !grouped.test(digits)) return null
  const amount = Number(digits.replace(/[,'\u00a0\u202f]/g, ''))
  const negative = match[1] === '-' || (written.startsWith('(') && written.endsWith(')'))
  return finite(negative ? -amount : amount)
}

const finite = (number: number) => (Number.isFinite(number) ? number : null)

const symbols: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '%': '%' }

/** What all numbers of a column are written with: USD for "$ 1,200.50", % for "3 %"; null where they are written without. */
export function symbolUnit(cells: readonly unknown[]): string | null {
  let unit: string | null = null
  for (const cell of cells) {
    if (cell === null || cell === undefined || cell === '') continue
    const symbol = typeof cell === 'string' ? /[$€£¥%]|USD|EUR|GBP/i.exec(cell)?.[0] : undefined
    const own = symbol === undefined ? undefined : (symbols[symbol] ?? symbol.toUpperCase())
    if (own === undefined || (unit !== null && own !== unit)) return null
    unit = own
  }
  return unit
}
