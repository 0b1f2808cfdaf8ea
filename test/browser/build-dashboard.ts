import { build } from 'vite'

/** What the tests look at is what the sources say now. Files of earlier builds stay: a server that starts meanwhile may read them. */
export default async function buildDashboard(): Promise<void> {
  const { NODE_ENV } = process.env
  // As users get it: React is another one in tests.
  process.env.NODE_ENV = 'production'
  await build({
    configFile: 'src/dashboard/vite.config.ts',
    logLevel: 'warn',
    build: { emptyOutDir: false },
  })
  process.env.NODE_ENV = NODE_ENV
}
