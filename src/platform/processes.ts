import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const hasProc = existsSync('/proc/self/stat')

/**
 * When a process started, in a form that only serves comparison: pids are used again, a pid with its start is not.
 * Null where no such process runs; a zombie no longer runs.
 */
export async function processStart(pid: number): Promise<string | null> {
  if (!hasProc) return (await ps(pid, 'lstart')) || null
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (stat === null) return null
  // proc(5): the name in field 2 may itself hold parentheses; field 3 is the state, field 22 the ticks since boot.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return null
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  return `${boot.trim()}:${fields[19]}`
}

/** The program with its arguments, separated by spaces; empty where no such process runs. */
export async function commandLine(pid: number): Promise<string> {
  if (!hasProc) return ps(pid, 'command')
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return text.replaceAll('\0', ' ').trim()
}

/** Asks every `intervalMs`; false where the answer was not yes within `timeoutMs`. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  timeoutMs: number,
  intervalMs = 20,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (!(await condition())) {
    if (Date.now() >= deadline) return false
    await sleep(intervalMs)
  }
  return true
}

async function ps(pid: number, column: string): Promise<string> {
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', `${column}=`], {
    env: { ...process.env, LC_ALL: 'C' },
  }).catch(() => ({ stdout: '' }))
  return stdout.trim()
}
