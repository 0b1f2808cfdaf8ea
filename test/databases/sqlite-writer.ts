import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export type Writer = {
  /** Runs statements, and has run them when this resolves. */
  run(sql: string): Promise<void>
  /** As an accident ends it. */
  kill(): Promise<void>
}

/**
 * Another program that has a file open, in a process of its own: locks of one process do not keep it from anything, and end when it
 * closes the file anywhere.
 */
export async function startWriter(file: string): Promise<Writer> {
  const program = `
    const { DatabaseSync } = require('node:sqlite')
    const database = new DatabaseSync(process.argv[1], { timeout: 10_000 })
    console.log('open')
    require('node:readline').createInterface(process.stdin).on('line', (line) => {
      database.exec(JSON.parse(line))
      console.log('done')
    })`
  const child = spawn(process.execPath, ['-e', program, file], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  async function said() {
    if ((await lines.next()).done) throw new Error('The writer ended')
  }
  await said()
  return {
    async run(sql) {
      child.stdin.write(`${JSON.stringify(sql)}\n`)
      await said()
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
