const formats = new Map(
  [0, 2, 4].map((digits) => [digits, new Intl.NumberFormat('en', { maximumFractionDigits: digits })]),
)

/** A number as a person writes it, with as many digits as mean something. */
export function written(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return value.toExponential(3)
  const digits = Number.isInteger(value) ? 0 : size >= 1 ? 2 : 4
  return formats.get(digits)!.format(value)
}
