import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openRecentTasks } from '../../src/tasks/recent-tasks.ts'
import type { Task } from '../../src/tasks/task.entity.ts'

const rowAt = (lastSequence: number) => ({ id: 'a', lastSequence }) as Task

function counted(row: () => Task | undefined) {
  let loads = 0
  const load = async () => {
    loads++
    return row()
  }
  return { load, loads: () => loads }
}

describe('the row of a task that the events of a burst ask for', () => {
  it('is read once, and again for an event that it does not have yet', async () => {
    const recent = openRecentTasks()
    const { load, loads } = counted(() => rowAt(5 + loads()))
    expect((await recent.at('a', 3, load))?.lastSequence).toBe(6)
    expect((await recent.at('a', 6, load))?.lastSequence).toBe(6)
    expect(loads()).toBe(1)
    expect((await recent.at('a', 7, load))?.lastSequence).toBe(7)
    expect(loads()).toBe(2)
  })

  it('is read anew after its time, and always where there was none', async () => {
    const recent = openRecentTasks(30)
    const { load, loads } = counted(() => rowAt(9))
    await recent.at('a', 1, load)
    await sleep(60)
    await recent.at('a', 1, load)
    expect(loads()).toBe(2)
    const missing = counted(() => undefined)
    expect(await recent.at('b', 1, missing.load)).toBeUndefined()
    await recent.at('b', 1, missing.load)
    expect(missing.loads()).toBe(2)
  })
})
