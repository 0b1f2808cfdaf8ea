import { common } from '../texts/common.ts'

/** How much of a table was kept, in per cent; 0 % and 100 % are said of none and of all alone. A source's statistics may fall short. */
export function shareKept(rows: number | string, sourceRows: number | string): string {
  const [kept, all] = [Number(rows), Number(sourceRows)]
  if (all === 0) return common.none
  if (kept >= all) return '100 %'
  const percent = (100 * kept) / all
  if (percent > 0 && percent < 1) return '< 1 %'
  if (percent > 99) return '> 99 %'
  return `${Math.round(percent)} %`
}
