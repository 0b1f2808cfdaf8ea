import { describe, expect, it } from 'vitest'
import { readInChunks } from '../../src/catalog/chunks.ts'

const tables = (count: number) => Array.from({ length: count }, (_, index) => ({ sourceId: `${index}` }))
const sqlError = (code: string, message = code) => Object.assign(new Error(message), { code })

/** Reads `count` tables with `read`; what came, what failed, what was said, and how many tables each call asked for. */
async function reading(
  count: number,
  read: (ids: string[]) => Map<string, string> | Error,
  signal = new AbortController().signal,
) {
  const seen = {
    values: [] as string[],
    failed: [] as string[],
    progress: [] as number[],
    calls: [] as number[],
  }
  await readInChunks(() => tables(count), {
    async read(ids) {
      seen.calls.push(ids.length)
      const answer = read(ids)
      if (answer instanceof Error) throw answer
      return answer
    },
    async each(chunk) {
      seen.values.push(...chunk.map(({ value }) => value))
    },
    onFailed: ({ sourceId }, message) => seen.failed.push(`${sourceId}: ${message}`),
    onProgress: (done) => done > 0 && seen.progress.push(done),
    signal,
  }).run()
  return seen
}
const valuesOf = (ids: string[]) => new Map(ids.map((id) => [id, `value ${id}`]))

describe('tables read in chunks', () => {
  it('come in their order, at most a thousand at a time, with the progress after each', async () => {
    const { values, progress, calls } = await reading(2_500, valuesOf)
    expect(values).toEqual(tables(2_500).map(({ sourceId }) => `value ${sourceId}`))
    expect(Math.max(...calls)).toBeLessThanOrEqual(1_000)
    expect(calls.length).toBeLessThanOrEqual(25)
    const sums = calls.map((_, index) => calls.slice(0, index + 1).reduce((sum, size) => sum + size, 0))
    expect(progress).toEqual(sums)
    expect(progress.at(-1)).toBe(2_500)
  })

  it('that are not there any more are left out', async () => {
    const { values, failed } = await reading(3, (ids) => valuesOf(ids.filter((id) => id !== '1')))
    expect(values).toEqual(['value 0', 'value 2'])
    expect(failed).toEqual([])
  })

  it.each(['55P03', '57014', 'XX000', '42501'])(
    'that fail with %s are found, and cost no other table its reading',
    async (code) => {
      const blamed = new Set(['3', '700', '701'])
      const { values, failed, progress, calls } = await reading(1_200, (ids) =>
        ids.some((id) => blamed.has(id)) ? sqlError(code, 'no') : valuesOf(ids),
      )
      expect(failed).toEqual(['3: no', '700: no', '701: no'])
      expect(values).toHaveLength(1_197)
      expect(progress.at(-1)).toBe(1_200)
      expect(progress).toEqual(progress.toSorted((a, b) => a - b))
      expect(calls.length).toBeLessThan(80)
    },
  )

  it.each([
    ['a session that the server ended', sqlError('57P01')],
    ['a lost connection', new Error('Connection terminated unexpectedly')],
    ['a connection that the network ended', sqlError('ECONNRESET')],
    ['a transaction that the server gave up', sqlError('25P02')],
    ['a mistake of ours', new TypeError('undefined is not a function')],
  ])('are not blamed for %s', async (_, error) => {
    let calls = 0
    const work = reading(4, () => {
      calls++
      return error
    })
    await expect(work).rejects.toBe(error)
    expect(calls).toBe(1)
  })

  it('are not read on after the run was stopped, whatever the statement that was cut short says', async () => {
    const stopping = new AbortController()
    const stopped = new Error('stopped')
    const work = reading(
      4,
      () => {
        stopping.abort(stopped)
        return sqlError('57014')
      },
      stopping.signal,
    )
    await expect(work).rejects.toBe(stopped)
  })
})
