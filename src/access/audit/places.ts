/** The least id of version 7 that is made at that millisecond. */
function lowestIdAt(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

/** Entries between two moments, both left out, by their ids: these are of the same millisecond, and what the list is ordered by. */
export function placedBetween(after: Date | null | undefined, before: Date | null | undefined) {
  if (!after && !before) return {}
  return {
    id: {
      ...(after && { $gte: lowestIdAt(after.getTime() + 1) }),
      ...(before && { $lt: lowestIdAt(before.getTime()) }),
    },
  }
}
