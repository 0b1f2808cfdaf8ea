import { execFileSync } from 'node:child_process'
import { licensedPackages } from './licences.ts'

/**
 * A bill of materials of what production has installed. `npm sbom --omit dev` leaves out whatever the tools of development need as
 * well, such as the driver of PostgreSQL, so that it is made of everything, and the tools are taken out by the lockfile.
 */

type Bom = {
  metadata: { component: { 'bom-ref': string; name: string } }
  components: { 'bom-ref': string; name: string; version: string }[]
  dependencies: { ref: string; dependsOn?: string[] }[]
}

const all = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], { maxBuffer: 2 ** 28 })
const bom: Bom = JSON.parse(String(all))
const wanted = new Set(licensedPackages().map(({ name, version }) => `${name}@${version}`))
const components = bom.components.filter((component) => wanted.has(component['bom-ref']))
const refs = new Set([
  bom.metadata.component['bom-ref'],
  ...components.map((component) => component['bom-ref']),
])
const dependencies = bom.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }))

process.stdout.write(`${JSON.stringify({ ...bom, components, dependencies }, null, 2)}\n`)
