import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('watched-process.ts', import.meta.url))
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** Watched with beats of 100 ms, ten of which may be missed. */
async function startWatched() {
  const child = fork(script, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  children.push(child)
  let said = ''
  child.stderr!.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  await once(child, 'message')
  return { child, said: () => said }
}

describe('the watchdog', () => {
  it('ends a process that is stuck in a loop without end, and says so', async () => {
    const { child, said } = await startWatched()
    child.send('loop')
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
    expect(JSON.parse(said())).toMatchObject({
      level: 60,
      pid: child.pid,
      msg: expect.stringMatching(/stuck for [\d.]+ s/),
    })
  })

  it('ends it also where nobody reads what it says, as after the end of its parent', async () => {
    const { child } = await startWatched()
    child.stderr!.destroy()
    child.send('loop')
    const ended = once(child, 'exit', { signal: AbortSignal.timeout(5_000) })
    expect(await ended).toEqual([null, 'SIGKILL'])
  })

  it('leaves a process alone that is busy for a moment, or was stopped for longer than its patience', async () => {
    const { child, said } = await startWatched()
    child.send('busy')
    await once(child, 'message')
    child.kill('SIGSTOP')
    await sleep(2_500)
    child.kill('SIGCONT')
    child.send('busy')
    await once(child, 'message')
    await sleep(1_500)
    expect([child.exitCode, child.signalCode, said()]).toEqual([null, null, ''])
  })

  it('does not keep a process from ending by itself', async () => {
    const { child } = await startWatched()
    child.send('end')
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})
