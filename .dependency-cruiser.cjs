/**
 * The import line of docs/architecture.md: a folder imports only from those left of it.
 *
 *     platform ← graphql ← access ← tasks ← databases ← catalog ← filtered ← charts ← server ← app, standalone, main
 */
const line = [
  'platform',
  'graphql',
  'access',
  'tasks',
  'databases',
  'catalog',
  'filtered',
  'charts',
  'server',
]
const roots = '^src/[^/]+\\.ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...line.map((folder, index) => ({
      name: `${folder}-imports-leftwards`,
      comment: `${folder} may import from ${line.slice(0, index).join(', ') || 'nothing of ours'} alone`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: line.slice(0, index + 1).map((allowed) => `^src/${allowed}/`) },
    })),
    {
      name: 'client-stands-alone',
      comment: 'the typed client uses the public API and nothing of the server',
      severity: 'error',
      from: { path: '^src/client/' },
      to: { path: '^src/', pathNot: '^src/client/' },
    },
    {
      name: 'dashboard-uses-the-client-alone',
      comment: 'the page sees of the server what anybody sees: the public API',
      severity: 'error',
      from: { path: '^src/dashboard/' },
      to: { path: '^src/', pathNot: '^src/(client|dashboard)/' },
    },
    {
      name: 'nothing-imports-the-dashboard',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/dashboard/' },
      to: { path: '^src/dashboard/' },
    },
    {
      name: 'only-demo-and-dashboard-use-the-client',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(client|demo|dashboard)/' },
      to: { path: '^src/client/' },
    },
    {
      name: 'only-roots-app-and-demo-import-the-roots',
      severity: 'error',
      from: { path: '^src/', pathNot: [roots, '^src/(app|demo)/'] },
      to: { path: roots },
    },
    {
      name: 'definitions-without-the-worker',
      comment: 'the API process imports what a task kind is, never how it is done',
      severity: 'error',
      from: { path: '\\.(graphql|task)\\.ts$' },
      to: { path: '(refresh|reader)[^/]*\\.ts$' },
    },
    {
      name: 'no-circles',
      comment: 'neither of code nor of types',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: ['/generated/', '^src/dashboard/(vite[.]config[.]ts|.*[.](css|html|svg)|tsconfig[.]json)$'],
      },
      to: {},
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@graphql-typed-document-node/core$' },
    },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/dashboard/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    // TypeScript 7 has no API that the cruiser could ask.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
