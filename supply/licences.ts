import { readFileSync } from 'node:fs'

/** A package that is installed for production, on this platform or on another one. */
export type Licensed = { name: string; version: string; licence: string }

type Locked = { version: string; license?: string; dev?: boolean }

/** What a package says of its licence where its manifest only says where to look. Source: the LICENSE file of that version. */
const readElsewhere: Record<string, string> = { 'dejavu-fonts-ttf@2.37.3': 'Bitstream-Vera' }

/** Every package of the lockfile that production needs, each version once, in the order of their names. */
export function licensedPackages(lockfile = 'package-lock.json'): Licensed[] {
  const { packages } = JSON.parse(readFileSync(lockfile, 'utf8')) as { packages: Record<string, Locked> }
  const found = new Map<string, Licensed>()
  for (const [at, { version, license, dev }] of Object.entries(packages)) {
    if (at === '' || dev) continue
    const name = at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const id = `${name}@${version}`
    found.set(id, { name, version, licence: readElsewhere[id] ?? license ?? 'none' })
  }
  return [...found.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

const key = ({ name, version }: Licensed) => `${name}@${version}`

/** The page docs/licences.md. */
export function licencesPage(packages: Licensed[]): string {
  const counts = Map.groupBy(packages, ({ licence }) => licence)
  const most = [...counts].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
  return `# Licences

Of every package that production needs, on any platform, as the lockfile has them. \`npm run licences\` writes this page; a test
compares it, and refuses a licence that is not among those that were agreed to.

| licence | packages |
| --- | ---: |
${most.map(([licence, { length }]) => `| ${licence} | ${length} |`).join('\n')}

| package | version | licence |
| --- | --- | --- |
${packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`).join('\n')}
`
}
