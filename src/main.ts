import { flushCompileCache } from 'node:module'
import { keepCompiledCode } from './platform/compile-cache.ts'

keepCompiledCode()
const { runCommand } = await import('./commands.ts')
// Now, as a process that is killed has no end at which to do it.
flushCompileCache()

process.exitCode = await runCommand(process.argv[2] ?? 'all')
// What a library may still hold open must not keep a stopped process alive.
setTimeout(() => process.exit(), 500).unref()
