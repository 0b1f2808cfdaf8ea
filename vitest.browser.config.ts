import { defineConfig, mergeConfig } from 'vitest/config'
import { shared } from './vitest.config.ts'

/** Tests in a real browser, which npm alone cannot bring: CHROMIUM is the path of one, /usr/bin/chromium unless set. */
export default mergeConfig(
  shared,
  defineConfig({
    test: {
      include: ['test/browser/**/*.test.ts'],
      globalSetup: ['test/browser/build-dashboard.ts', 'test/mariadb-setup.ts'],
      testTimeout: 120_000,
    },
  }),
)
