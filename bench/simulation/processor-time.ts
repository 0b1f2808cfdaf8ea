import { readdir, readFile } from 'node:fs/promises'

/** From proc(5): a tick is a hundredth of a second on every Linux that Node runs on. */
const msPerTick = 10

type Stat = { pid: number; parent: number; ownMs: number; endedChildrenMs: number }

async function statOf(pid: number): Promise<Stat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (text === null) return null
  // The name in field 2 may itself hold parentheses; field 3 is the state.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = (...numbers: number[]) =>
    numbers.reduce((sum, field) => sum + Number(fields[field - 3]), 0) * msPerTick
  return { pid, parent: Number(fields[1]), ownMs: ticks(14, 15), endedChildrenMs: ticks(16, 17) }
}

/** Processor time of a process with its children, those that have ended included, in milliseconds. Linux alone. */
export async function processorTimeMs(pid: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const stats = (await Promise.all(pids.map(statOf))).filter((stat) => stat !== null)
  const family = stats.filter((stat) => stat.pid === pid || stat.parent === pid)
  return (
    family.reduce((sum, stat) => sum + stat.ownMs, 0) +
    (stats.find((stat) => stat.pid === pid)?.endedChildrenMs ?? 0)
  )
}

/** The process that `pid` is a child of. */
export async function parentOf(pid: number): Promise<number> {
  const stat = await statOf(pid)
  if (!stat) throw new Error(`There is no process ${pid}`)
  return stat.parent
}
