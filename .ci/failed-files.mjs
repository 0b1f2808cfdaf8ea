import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Prints the test files that failed by a report of Vitest's, one a line; none where the run failed by something else. */
const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
for (const { name, status } of testResults)
  if (status === 'failed') console.log(path.relative(process.cwd(), name))
