import { createHash } from 'node:crypto'
import * as operations from '../src/client/operations.ts'

/** The operations of the client, as it sends them, by their hash: a manifest for PERSISTED_OPERATIONS_FILE. */
const texts = Object.values(operations).map(String).toSorted()
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const manifest = Object.fromEntries(texts.map((text) => [sha256(text), text]))

process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`)
