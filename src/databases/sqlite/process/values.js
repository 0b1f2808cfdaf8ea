/**
 * @import { StatementSync } from 'node:sqlite'
 * @import { Conversion, Reading } from '../messages.ts'
 */

const times = /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/

/** What a value takes where it is read, also where it takes next to nothing on its way, as NULL does. */
const bytesOfValue = 8

/**
 * 1973 to 2099, as Unix time has them.
 *
 * @param {bigint} value
 */
const isSeconds = (value) => value >= 100_000_000n && value < 4_102_444_800n

/** How much of each there was in a column. */
const nothing = () => ({
  integers: 0,
  zerosAndOnes: 0,
  seconds: 0,
  milliseconds: 0,
  reals: 0,
  infinities: 0,
  texts: 0,
  times: 0,
  days: 0,
  blobs: 0,
})

/**
 * SQLite types values, not columns. A column's declared type says what it is meant to hold; what it does hold must agree, or the
 * values say it alone. Integers are to come as `bigint`.
 *
 * @param {StatementSync} statement
 * @returns {Reading}
 */
export function readingOf(statement) {
  const columns = statement.columns()
  const held = columns.map(nothing)
  return {
    read(row) {
      let bytes = 0
      const read = row.map((value, at) => {
        const seen = held[at]
        const cell = value === null || seen === undefined ? null : see(value, seen)
        bytes += typeof cell === 'string' ? Math.max(Buffer.byteLength(cell), bytesOfValue) : bytesOfValue
        return cell
      })
      return { read, bytes }
    },
    end() {
      /** @type {Conversion[]} */
      const conversions = []
      const typed = columns.map(({ name, type }, at) => {
        const { databaseType, to } = typeOf(type?.toLowerCase() ?? '', held[at] ?? nothing())
        if (to) conversions.push({ at, to })
        return { name, databaseType }
      })
      return { columns: typed, conversions }
    },
  }
}

/**
 * Counts a value, and says it as JSON can.
 *
 * @param {unknown} value
 * @param {ReturnType<typeof nothing>} seen
 */
function see(value, seen) {
  if (typeof value === 'bigint') {
    seen.integers++
    if (value === 0n || value === 1n) seen.zerosAndOnes++
    else if (isSeconds(value)) seen.seconds++
    else if (isSeconds(value / 1000n)) seen.milliseconds++
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  if (typeof value === 'number') {
    seen.reals++
    if (Number.isFinite(value)) return value
    seen.infinities++
    return String(value)
  }
  if (typeof value === 'string') {
    seen.texts++
    if (times.test(value)) seen.times++
    if (value.length === 10) seen.days++
    return value
  }
  seen.blobs++
  return `X'${Buffer.from(/** @type {Uint8Array} */ (value))
    .toString('hex')
    .toUpperCase()}'`
}

/**
 * @param {string} declared
 * @param {ReturnType<typeof nothing>} held
 * @returns {{ databaseType: string; to?: Conversion['to'] }}
 */
function typeOf(declared, held) {
  const { integers, reals, texts, blobs } = held
  const count = integers + reals + texts + blobs
  if (count === 0) return { databaseType: declared || 'text' }
  if (/bool/.test(declared) && held.zerosAndOnes === count) return { databaseType: 'boolean', to: 'boolean' }
  if (/date|time/.test(declared)) {
    if (held.times === count) return { databaseType: held.days === count ? 'date' : 'timestamp' }
    if (held.seconds === count) return { databaseType: 'timestamp', to: 'seconds' }
    if (held.milliseconds === count) return { databaseType: 'timestamp', to: 'milliseconds' }
  }
  if (texts === count) return { databaseType: /char|clob|text|uuid|json/.test(declared) ? declared : 'text' }
  if (integers === count) return { databaseType: 'bigint' }
  if (integers + reals === count)
    return held.infinities > 0
      ? { databaseType: 'double precision', to: 'infinity' }
      : { databaseType: 'double precision' }
  return { databaseType: blobs === count ? 'blob' : '' }
}
