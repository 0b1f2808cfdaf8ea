import { describe, expect, it } from 'vitest'
import { cronWords } from '../../src/dashboard/databases/schedule/cron-words.ts'

describe('a cron expression in plain words', () => {
  it.each([
    ['0 2 * * 0', 'On Sundays at 02:00'],
    ['0 2 * * 7', 'On Sundays at 02:00'],
    ['0 6 * * 1-5', 'Monday to Friday at 06:00'],
    ['0 6 * * MON-FRI', 'Monday to Friday at 06:00'],
    ['30 9,17 * * sat,sun', 'On Saturdays and Sundays at 09:30 and 17:30'],
    ['* * * * *', 'Every minute'],
    ['*/5 * * * *', 'Every 5 minutes'],
    ['0 * * * *', 'Every hour'],
    ['15 * * * *', 'Every hour, at minute 15'],
    ['0 */6 * * *', 'Every 6 hours'],
    ['*/10 8-17 * * 1-5', 'Every 10 minutes from 08:00 to 17:59 on Monday to Friday'],
    ['0 3 1 * *', 'On the 1st of the month at 03:00'],
    ['0 3 1,15 * *', 'On the 1st and 15th of the month at 03:00'],
    ['0 3 22 JAN,JUL *', 'On the 22nd of the month in January and July at 03:00'],
    ['0 3 11-13 * *', 'On the 11th to 13th of the month at 03:00'],
    ['0 3 1 * 1', 'On the 1st of the month or on Mondays at 03:00'],
    ['5 0 * 8 *', 'Every day in August at 00:05'],
    ['0 2 */2 * *', 'On every 2nd day of the month at 02:00'],
  ])('%s reads: %s', (cron, words) => {
    expect(cronWords(cron)).toBe(words)
  })

  it.each([
    '',
    '0 2 * *',
    '0 2 * * * *',
    '60 2 * * *',
    '0 24 * * *',
    '0 2 0 * *',
    '0 2 * 13 *',
    '0 2 * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    '1-5/0 * * * *',
    'a b c d e',
    '0 2 L * *',
  ])('%j has no reading, rather than a wrong one', (cron) => {
    expect(cronWords(cron)).toBeNull()
  })
})
