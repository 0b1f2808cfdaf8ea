import type { TimeUnit } from '../intent.ts'
import { type Reading, take } from './reading.ts'
import { word } from './word.ts'

export type TimeCue = TimeUnit | 'by time'

const by =
  '(?:by|per|each|every|into|in|over|for each|a|of)\\s+(?:the\\s+|a\\s+|each\\s+|different\\s+|calendar\\s+)*'

// What names its unit in full comes first: "created in each day and bin … by weekday".
const units: readonly [RegExp, TimeCue][] = [
  [word('(?:by\\s+)?(?:days? of (?:the )?week|week\\s*-?\\s*days?|weekly pattern)'), 'day'],
  [
    word(
      '(?:by\\s+)?(?:months? of (?:the )?year|calendar months?|season(?:al|ality)(?: pattern)?|(?:a|any|the) season|seasons|time of (?:the )?year|month names?)',
    ),
    'month',
  ],
  [
    word(
      '(?:by\\s+)?hours? of (?:the )?day|times? of (?:the )?day|(?:rush|peak|busy|busiest) hours?|(?:at )?what time|(?:at )?(?:which|what) hours?',
    ),
    'hours',
  ],
  [word('(?:in )?(?:which|what) months'), 'month'],
  [word('(?:by\\s+)?days? of (?:the )?month'), 'date'],
  [word('(?:by\\s+)?quarters? of (?:the )?year'), 'quarter'],
  [word(`(?:${by})?(?:year|annual|yearly)\\s+(?:interval|bin|bucket)s?`), 'year'],
  [word(`(?:${by})?(?:month|monthly)\\s+(?:interval|bin|bucket)s?`), 'yearmonth'],
  [word(`bin\\s[^,;.?]*?\\bby\\s+(?:the\\s+)?years?`), 'year'],
  [word(`bin\\s[^,;.?]*?\\bby\\s+(?:the\\s+)?months?`), 'yearmonth'],
  [word(`bin\\s[^,;.?]*?\\bby\\s+(?:the\\s+)?time`), 'by time'],
  [word(`hourly|hour (?:by|to|after) hour|${by}hours?`), 'yearmonthdatehours'],
  [word(`weekly|week (?:by|to|after) week|${by}weeks?`), 'yearweek'],
  [word(`quarterly|quarter (?:by|to|after) quarter|${by}quarters?`), 'yearquarter'],
  [word(`monthly|month (?:by|to|after|over) month|${by}months?`), 'yearmonth'],
  [word(`annual(?:ly)?|yearly|year (?:by|to|after|over) year|${by}years?`), 'year'],
  [word(`daily|day (?:by|to|after) day|${by}(?:days?|dates?)`), 'yearmonthdate'],
]

export function takeTimeUnit(reading: Reading): TimeCue | null {
  for (const [pattern, unit] of units) if (take(reading, pattern)) return unit
  return null
}
