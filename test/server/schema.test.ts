import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { printedSchema } from '../../src/server/schema.ts'

describe('the schema', () => {
  it('stands in schema.graphql as the code has it', () => {
    expect(readFileSync('schema.graphql', 'utf8')).toBe(printedSchema())
  })

  it('is built on one copy of graphql alone', () => {
    const tree = JSON.parse(execFileSync('npm', ['ls', 'graphql', '--json', '--all'], { encoding: 'utf8' }))
    const versions = new Set<string>()
    type Node = { version?: string; dependencies?: Record<string, Node> }
    const collect = (node: Node) => {
      for (const [name, dependency] of Object.entries(node.dependencies ?? {})) {
        if (name === 'graphql' && dependency.version) versions.add(dependency.version)
        collect(dependency)
      }
    }
    collect(tree)
    expect([...versions]).toHaveLength(1)
  })
})
