import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

type Shown = { file: string; words: string[] }

const [, section] = readFileSync('docs/security.md', 'utf8').split('\n## Threats\n')
const rows = section!
  .split('\n## ')[0]!
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split('|').slice(1, -1) as [string, string, string, string])

/** The files that a cell names, a name without a folder being beside the one before, each with the words in quotation marks that follow. */
function shownBy(cell: string): Shown[] {
  const shown: Shown[] = []
  for (const [, name, words] of cell.matchAll(/`([^`]+)`|“([^”]+)”/g)) {
    if (words !== undefined) shown.at(-1)!.words.push(words)
    else if (!name!.startsWith('npm ')) {
      const folder = name!.includes('/') ? '' : path.dirname(shown.at(-1)!.file)
      shown.push({ file: path.join(folder, `${name}.test.ts`), words: [] })
    }
  }
  return shown
}

describe('the table of threats in docs/security.md', () => {
  it.each(rows)('names tests that are there: %s', (_threat, stopped, cell) => {
    expect(stopped.trim()).not.toBe('')
    const shown = shownBy(cell)
    expect(shown.length).toBeGreaterThan(0)
    for (const { file, words } of shown) {
      expect(existsSync(file), file).toBe(true)
      const source = readFileSync(file, 'utf8')
      for (const word of words) expect(source).toContain(word)
    }
  })

  it('leaves out no test of security', () => {
    const named = new Set(rows.flatMap(([, , cell]) => shownBy(cell)).map(({ file }) => file))
    const tests = readdirSync('test/security').filter((name) => name.endsWith('.test.ts'))
    for (const name of tests) expect([...named]).toContain(path.join('test/security', name))
  })

  it('has what is looked for in it: a name that is not there is noticed', () => {
    expect(shownBy('`test/security/hosts`, `no-such-test`: “words”')).toEqual([
      { file: 'test/security/hosts.test.ts', words: [] },
      { file: 'test/security/no-such-test.test.ts', words: ['words'] },
    ])
    expect(existsSync('test/security/no-such-test.test.ts')).toBe(false)
  })
})
