import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

/** Preloaded into a process: writes the address of each module that it loads into the file of LOADED_MODULES. */
registerHooks({
  load(url, context, next) {
    appendFileSync(process.env.LOADED_MODULES!, `${url}\n`)
    return next(url, context)
  },
})
