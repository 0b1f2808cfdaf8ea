export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
export const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const scales: readonly (readonly string[])[] = [
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  weekdays.map((day) => day.toLowerCase()),
  'january february march april may june july august september october november december'.split(' '),
  months.map((month) => month.toLowerCase()),
  ['xxs', 'xs', 's', 'm', 'l', 'xl', 'xxl', 'xxxl'],
  ['tiny', 'small', 'medium', 'large', 'huge'],
  ['very low', 'low', 'medium', 'high', 'very high', 'critical'],
  ['low', 'normal', 'high', 'urgent'],
  ['low', 'moderate', 'high', 'severe'],
  ['minor', 'major', 'critical', 'blocker'],
  ['very bad', 'bad', 'poor', 'fair', 'average', 'good', 'very good', 'excellent'],
  ['never', 'rarely', 'sometimes', 'often', 'always'],
  ['strongly disagree', 'disagree', 'neutral', 'agree', 'strongly agree'],
  ['freshman', 'sophomore', 'junior', 'senior'],
  ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'],
  ['bronze', 'silver', 'gold', 'platinum'],
  ['q1', 'q2', 'q3', 'q4'],
]

const leadingNumber = (value: string) =>
  /^\s*[<>≤≥]?\s*(\d+(?:\.\d+)?)\s*(?:[-–+]|to\b|k\b|$)/i.exec(value)?.[1]

/** The values in the order that they have of their own; null where they have none but the alphabet's. */
export function naturalOrder(values: readonly string[]): readonly string[] | null {
  if (values.length < 2 || values.length > 60) return null
  for (const scale of scales) {
    const place = (value: string) => scale.indexOf(value.trim().toLowerCase())
    if (values.every((value) => place(value) >= 0)) return values.toSorted((a, b) => place(a) - place(b))
  }
  // Ranges such as 18-24, 25-34, 65+.
  const isRanges = values.some((value) => /\d\s*([-–+]|to\b)/.test(value))
  if (!isRanges || !values.every((value) => leadingNumber(value) !== undefined)) return null
  return values.toSorted((a, b) => Number(leadingNumber(a)) - Number(leadingNumber(b)))
}
