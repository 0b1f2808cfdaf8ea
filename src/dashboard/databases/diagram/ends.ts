import type { Line } from './placed.ts'

/**
 * The sign at an end of a line, as in diagrams with crow's feet: a foot for many, a bar for one; next to it a ring for none, a bar
 * for at least one. Drawn from where the line meets the box, the way that it leaves it.
 */
export function endOf(
  { x, y, way }: Line['sourceEnd'],
  { many, optional }: { many: boolean; optional: boolean },
): { path: string; ring: { x: number; y: number } | null } {
  const bar = (at: number) => `M${x + way * at} ${y - 6}v12`
  const near = many ? `M${x} ${y - 6}L${x + way * 11} ${y}L${x} ${y + 6}` : bar(7)
  const far = many ? 15 : 13
  return {
    path: optional ? near : near + bar(many ? 15 : 12),
    ring: optional ? { x: x + way * (far + 1), y } : null,
  }
}
