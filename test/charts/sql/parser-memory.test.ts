import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const program = `
import { setTimeout as sleep } from 'node:timers/promises'
const { parseSql } = await import(process.argv[1])
const before = process.resourceUsage().maxRSS
for (let at = 0; at < 200; at++) await parseSql('select a, count(*) from t where b > ' + at + ' group by a order by 2')
await sleep(2_000)
console.log(process.resourceUsage().maxRSS - before)
`

it('reads many queries without taking hundreds of megabytes for it, also for a moment', async () => {
  const parser = new URL('../../../src/charts/sql/parse.ts', import.meta.url).href
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--input-type=module', '--eval', program],
    parser,
  ])
  expect(Number(stdout)).toBeLessThan(150 * 1024)
})
