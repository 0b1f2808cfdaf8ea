/** Builds the parts and hands them to one another; nothing else knows the whole. */
export { startApi } from './app/api.ts'
export { entities } from './app/entities.ts'
export { migrate } from './app/migrate.ts'
export { openSealer, sealedRows } from './app/parts.ts'
export { inWords, NotAllResealed, rotateKeys, whatToDo } from './app/rotate-keys.ts'
export { runTaskAlone, startTaskWorker } from './app/worker.ts'
