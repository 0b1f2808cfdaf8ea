/** Builds the parts and hands them to one another; nothing else knows the whole. */
export { startApi } from './app/api.ts'
export { entities } from './app/entities.ts'
export { migrate } from './app/migrate.ts'
export { runTaskAlone, startTaskWorker } from './app/worker.ts'
