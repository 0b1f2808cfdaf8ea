/**
 * Holds one file of SQLite open for one connection, reads questions from its standard input, and writes what comes of them to its
 * standard output, where it waits until it is read. Everything in it blocks: what must not wait for a statement is a thread of its own.
 *
 * This folder is JavaScript, with its types in comments: Node has a process of it ready in half the time, and each connection waits for one.
 *
 * @import { Answer, Failed, Opened, Opening, Question } from '../messages.ts'
 */

import { readSync, writeSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { StringDecoder } from 'node:string_decoder'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { authorize } from './authorizer.js'
import { openDescriptors, refuseOthers } from './descriptors.js'
import { readingOf } from './values.js'

/** The longest text or blob, and the longest row. */
const longestValue = 64 * 2 ** 20
const longestStatement = 2 ** 20
/** Steps of the program that a statement becomes: what is written once and asked for many times, each time anew, becomes millions. */
const longestProgram = 250_000
/** Of the whole process: what SQLite sorts and gathers stays in its memory. */
const mostMemory = 768 * 2 ** 20
const lockTimeoutMs = 2_000
const rowsOfPart = 1_000
const bytesOfPart = 256 * 1024

const [, , opening, parent] = process.argv
const database = open(JSON.parse(String(opening)))
if (database) {
  watch(Number(parent))
  for (const line of linesOf(0)) tell(answer(database, JSON.parse(line)))
}
process.kill(process.pid, 'SIGKILL')

/** @param {Opened | Answer} message */
function tell(message) {
  let rest = Buffer.from(`${JSON.stringify(message)}\n`)
  while (rest.length > 0) rest = rest.subarray(writeSync(1, rest))
}

/**
 * @param {number} descriptor
 * @returns {Generator<string>}
 */
function* linesOf(descriptor) {
  const decoder = new StringDecoder()
  const chunk = Buffer.alloc(64 * 1024)
  let rest = ''
  for (let size = readSync(descriptor, chunk); size > 0; size = readSync(descriptor, chunk)) {
    const lines = (rest + decoder.write(chunk.subarray(0, size))).split('\n')
    rest = String(lines.pop())
    yield* lines
  }
}

/**
 * A statement may run without an end when nobody is left to end this process: it ends itself with the one that started it. Where it
 * takes too much memory, SIGUSR2 says so; SQLite has no limit of its own in a build without statistics of memory.
 *
 * @param {number} parent
 */
function watch(parent) {
  const code = `
    const { parent, mostMemory } = require('node:worker_threads').workerData
    setInterval(() => {
      if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
      if (process.memoryUsage.rss() > mostMemory) process.kill(process.pid, 'SIGUSR2')
    }, 50)`
  const workerData = { parent, mostMemory }
  // With its own output it leaves that of the process alone, which must go on to block.
  const own = { stdout: true, stderr: true }
  new Worker(code, { ...own, eval: true, workerData, resourceLimits: { maxOldGenerationSizeMb: 8 } })
}

/**
 * @param {Opening} opening
 * @returns {DatabaseSync | null}
 */
function open(opening) {
  try {
    const url = pathToFileURL(opening.path)
    url.searchParams.set('mode', 'ro')
    if (opening.isImmutable) url.searchParams.set('immutable', '1')
    const before = openDescriptors()
    const database = new DatabaseSync(url, {
      readOnly: true,
      timeout: lockTimeoutMs,
      allowExtension: false,
      limits: { length: longestValue, sqlLength: longestStatement, vdbeOp: longestProgram, attach: 0 },
    })
    database.exec(
      'PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0',
    )
    const row = database
      .prepare('SELECT sqlite_version() AS version, count(*) AS tables FROM sqlite_schema')
      .get()
    refuseOthers(opening, before)
    database.setAuthorizer(authorize)
    tell({ version: String(row?.version) })
    return database
  } catch (error) {
    tell({ error: failed(error) })
    return null
  }
}

/**
 * @param {unknown} error
 * @returns {Failed}
 */
function failed(error) {
  const { errcode, message } = /** @type {{ errcode?: number; message: string }} */ (error)
  return { message, number: errcode ?? null }
}

/**
 * Tells all rows but the last ones, with which the answer ends.
 *
 * @param {DatabaseSync} database
 * @param {Question} question
 * @returns {Answer}
 */
function answer(database, { text, values, rows: most, bytes: mostBytes }) {
  try {
    const statement = database.prepare(text)
    // SQLite reads the first statement of a text, and leaves the others alone.
    if (!isEmpty(text.slice(statement.sourceSQL.length)))
      return { error: { message: 'There is more than one statement', number: null, isSeveral: true } }
    statement.setReadBigInts(true)
    statement.setReturnArrays(true)
    const reading = readingOf(statement)
    /** @type {unknown[][]} */
    let part = []
    let [count, all, size] = [0, 0, 0]
    for (const row of statement.iterate(.../** @type {string[]} */ (values))) {
      if (count === most) return { rows: part, ...reading.end(), complete: false }
      const { read, bytes } = reading.read(/** @type {unknown[]} */ (/** @type {unknown} */ (row)))
      all += bytes
      size += bytes
      if (mostBytes !== null && all > mostBytes) return { tooLarge: true }
      count++
      part.push(read)
      if (part.length < rowsOfPart && size < bytesOfPart) continue
      tell({ rows: part })
      part = []
      size = 0
    }
    return { rows: part, ...reading.end(), complete: true }
  } catch (error) {
    return { error: failed(error) }
  }
}

/**
 * Whether there is nothing but white space, comments and semicolons.
 *
 * @param {string} text
 */
function isEmpty(text) {
  const nothing = /\s+|;|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/y
  while (nothing.lastIndex < text.length) if (!nothing.test(text)) return false
  return true
}
