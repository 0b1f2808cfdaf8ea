import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Not in the machine's folder for temporary files, where another user could put code for this process to run. */
export const compiledCode = fileURLToPath(new URL('../../node_modules/.cache/quarry', import.meta.url))

/**
 * Keeps the code of what is imported from now on compiled, for the next process: it halves the time until a worker that
 * replaces a killed one, or a process of an isolated task, can run. Where nothing can be written it does nothing.
 */
export const keepCompiledCode = () => enableCompileCache(compiledCode)
