import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

type Report = {
  summary: {
    error: number
    totalCruised: number
    violations: { rule: { name: string }; from: string; to: string }[]
  }
}

function cruise(directory: string): Report {
  const bin = path.resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const config = path.resolve('.dependency-cruiser.cjs')
  const { stdout } = spawnSync(process.execPath, [bin, '--config', config, '--output-type', 'json', 'src'], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return JSON.parse(stdout)
}

describe('the architecture', () => {
  it('keeps the import line: a folder imports only from those left of it', () => {
    const { summary } = cruise('.')
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([])
    expect(summary.totalCruised).toBeGreaterThan(100)
  })

  it.each([
    [
      'an import that goes back',
      'platform-imports-leftwards',
      {
        'catalog/store.ts': 'export const rows = 1',
        'platform/pool.ts': `import { rows } from '../catalog/store.ts'\nexport const pool = rows`,
      },
    ],
    [
      'types that go in a circle',
      'no-circles',
      {
        'catalog/table.ts': `import type { Column } from './column.ts'\nexport type Table = Column[]`,
        'catalog/column.ts': `import type { Table } from './table.ts'\nexport type Column = Table | null`,
      },
    ],
  ])('would notice %s', (_, rule, files) => {
    const directory = mkdtempSync(path.join(tmpdir(), 'quarry-architecture-'))
    try {
      for (const [file, text] of Object.entries(files)) {
        const at = path.join(directory, 'src', file)
        mkdirSync(path.dirname(at), { recursive: true })
        writeFileSync(at, `${text}\n`)
      }
      const { summary } = cruise(directory)
      expect(summary.violations.map(({ rule }) => rule.name)).toEqual([rule])
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })
})
