/** The width of intervals that begin on round numbers: 1, 2, 2.5 or 5 times a power of ten. */
export function binWidth(min: number, max: number, most: number, integer: boolean): number {
  if (max <= min) return 1
  const rough = (max - min) / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const steps = integer ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10]
  const width = steps.map((step) => step * power).find((step) => step >= rough * 0.999999) ?? 10 * power
  return integer ? Math.max(1, Math.round(width)) : width
}

/** Where the interval of a number begins. */
export const binStart = (value: number, width: number) =>
  Number((Math.floor(value / width + 1e-9) * width).toPrecision(12))

/** As many intervals as Sturges and Rice would take, between 6 and 30. */
export const binCount = (values: number) => Math.min(30, Math.max(6, Math.ceil(2 * Math.cbrt(values))))
