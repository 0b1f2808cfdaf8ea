import { configDefaults, defineConfig, mergeConfig } from 'vitest/config'

/** What all test runs have in common. */
export const shared = defineConfig({
  test: {
    // Node runs the code as it runs in production: its own resolution, its own type stripping.
    experimental: { viteModuleRunner: false },
    setupFiles: ['test/fuzz-seed.ts'],
    globalSetup: ['test/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})

export default mergeConfig(
  defineConfig({
    test: {
      // First, so that nothing was started yet where it fails.
      globalSetup: ['test/mariadb-setup.ts'],
      include: ['test/**/*.test.ts'],
      exclude: [...configDefaults.exclude, 'test/browser/**', 'test/faults/**'],
    },
  }),
  shared,
)
