import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** Runs a program of Node and gives the lines that it prints, as it prints them. Throws what it says where it fails. */
export async function* linesOf(file: string, env: Record<string, string>): AsyncGenerator<string, void> {
  const program = spawn(process.execPath, [file], {
    cwd: path.dirname(file),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(program, 'close')
  let said = ''
  program.stderr.on('data', (data) => {
    said += data
  })
  try {
    for await (const line of createInterface({ input: program.stdout })) {
      said += `${line}\n`
      yield line
    }
    const [code] = await ended
    if (code !== 0) throw new Error(`${path.basename(file)} ended with ${code}:\n${said}`)
  } finally {
    program.kill('SIGKILL')
    await ended
  }
}
