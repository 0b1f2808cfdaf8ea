/**
 * What of a JSON text takes long to parse beyond its length: how deep it is, how many values, lists and objects it has, and how many
 * different kinds of objects. Of a body of 1 MB that takes 5 ms where it holds rows, and 150 ms where each object has names of its own.
 */
const mostDeep = 100
const mostContainers = 150_000
/** Rows whose values have names stay below it within 1 MB. */
const mostValues = 150_000
const mostKinds = 5_000
/** A shorter text takes no time, whatever it holds. */
const shortBytes = 20_000

const quote = 34
const backslash = 92
const comma = 44
const openObject = 123
const openList = 91
const closeObject = 125
const closeList = 93

/** Why a text is not worth parsing, in words; null where it is. One look at each byte, a few milliseconds a megabyte. */
export function burdenOf(text: Buffer): string | null {
  const { length } = text
  if (length < shortBytes) return null
  /** At each depth: 0 for a list, or a number that stands for the names that the object has had so far. */
  const kinds = new Int32Array(mostDeep + 1)
  const seen = new Set<number>()
  let depth = 0
  let containers = 0
  let values = 0
  let awaitsName = false
  for (let at = 0; at < length; at++) {
    const byte = text[at]
    if (byte === quote) {
      let name = awaitsName ? kinds[depth]! : 0
      for (at++; at < length && text[at] !== quote; at++) {
        if (text[at] === backslash) at++
        if (awaitsName) name = Math.imul(name ^ text[at]!, 16_777_619)
      }
      if (awaitsName) {
        const kind = (name & 0x3fffffff) | 1
        kinds[depth] = kind
        seen.add(kind)
        if (seen.size > mostKinds)
          return `its objects are of more than ${mostKinds} kinds; give all the same names`
        awaitsName = false
      }
    } else if (byte === openObject || byte === openList) {
      depth++
      if (depth > mostDeep) return `it is more than ${mostDeep} lists and objects deep`
      containers++
      if (containers > mostContainers) return `it has more than ${mostContainers} lists and objects`
      kinds[depth] = byte === openObject ? 1 : 0
      awaitsName = byte === openObject
    } else if (byte === closeObject || byte === closeList) {
      depth = Math.max(0, depth - 1)
      awaitsName = false
    } else if (byte === comma) {
      if (++values > mostValues) return `it has more than ${mostValues} values`
      awaitsName = kinds[depth] !== 0
    }
  }
  return null
}
