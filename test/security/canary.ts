/** A secret that nothing else looks like, and what it would be found by. */
export type Canary = { what: string; secret: string }

const mark = 'cAnArY'

/** Of letters and digits, so that it is the same in JSON, in addresses and in SQL; `around` may add what they write otherwise. */
export const canaryOf = (what: string, around = ''): Canary => ({
  what,
  secret: `${mark}${[...what].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 1e12, 7)}x${around}`,
})

/** The part that is the same however the secret is written in JSON, in SQL or in an address; all of it where no part is long. */
function coreOf({ secret }: Canary): string {
  const longest = (secret.match(/\w+/g) ?? []).reduce(
    (one, other) => (other.length > one.length ? other : one),
    '',
  )
  return longest.length >= 10 ? longest : secret
}

/** All that the secret can be found by: as it is, URL-encoded, in JSON, in hex, in base64 wherever it begins, and backwards. */
export function tracesOf(canary: Canary): string[] {
  const core = coreOf(canary)
  const hex = Buffer.from(core).toString('hex')
  return [
    core,
    canary.secret,
    encodeURIComponent(canary.secret),
    JSON.stringify(canary.secret).slice(1, -1),
    [...core].reverse().join(''),
    hex,
    hex.toUpperCase(),
    ...[0, 1, 2].map((before) => insideOf(core, before)),
  ]
}

/** Base64 has three ways to write the same bytes, by what stands before them; the letters that all of them share. */
function insideOf(text: string, before: number): string {
  const padded = Buffer.concat([Buffer.alloc(before), Buffer.from(text)])
  const letters = padded.toString('base64').replace(/=+$/, '')
  const from = before === 0 ? 0 : before + 1
  const whole = Math.floor(padded.length / 3) * 4
  return letters.slice(from, whole)
}

/** What of the secrets stands in a text, each with a little of what is around it. */
export function found(canaries: Canary[], where: string, text: string): string[] {
  return canaries.flatMap((canary) =>
    tracesOf(canary).flatMap((trace) => {
      const at = text.indexOf(trace)
      return at < 0 ? [] : [`${canary.what} in ${where}: …${text.slice(Math.max(0, at - 80), at + 60)}…`]
    }),
  )
}
