import { writeFileSync } from 'node:fs'
import { licencesPage, licensedPackages } from './licences.ts'

writeFileSync('docs/licences.md', licencesPage(licensedPackages()))
