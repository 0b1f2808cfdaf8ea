import { defineConfig, mergeConfig } from 'vitest/config'
import { shared } from './vitest.config.ts'

/** Faults, with real processes: minutes of killing and waiting, and more of both with QUARRY_LONG=1. */
export default mergeConfig(
  shared,
  defineConfig({
    test: {
      include: ['test/faults/**/*.test.ts'],
      // What one of them breaks must be mended in time, which processes of another would take from it.
      fileParallelism: false,
    },
  }),
)
