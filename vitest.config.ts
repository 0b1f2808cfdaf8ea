import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Node runs the code as it runs in production: its own resolution, its own type stripping.
    experimental: { viteModuleRunner: false },
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/global-setup.ts',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
