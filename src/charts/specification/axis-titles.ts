import { wrapped } from '../fonts/text-width.ts'

export const axisTitleSize = 13

/** The title of an axis, in two lines at most where it is longer than the axis. */
export function axisTitle(title: string | null, length: number): string | string[] | null {
  if (title === null) return null
  const lines = wrapped(title, Math.max(120, length), axisTitleSize, 2)
  return lines.length > 1 ? lines : (lines[0] ?? null)
}
