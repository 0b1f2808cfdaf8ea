import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { type Manifest, parseManifest } from './limits/persisted.ts'

/** The dashboard as `npm run build` left it. */
export type Dashboard = {
  /** The documents that the page sends; none where it is not built. */
  operations: Manifest
  /** Answers for the page, its parts and the addresses within it; false for anything else. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): boolean
}

/**
 * What the page may do: run its own scripts, ask its own server, and show pictures that it made itself. Nothing that stands in
 * names, rows or errors can become a script, a style, a form or a request elsewhere.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** The build compresses each file beside it, best first. */
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

const rooms = /^\/(tasks|databases|filtered-databases|messages|queues)(\/|$)/
const index = '/index.html'
/** Written by the build for the server, and part of no page. */
const manifest = '/persisted-documents.json'
const notBuilt = 'The dashboard is not built; run: npm run build\n'

/**
 * Holds the files in memory, some hundred kilobytes: a build that replaces them does not reach a server that runs, whose page
 * would otherwise ask for parts that are gone.
 * @param directory of the built page; where there is none, the page says how to build it
 */
export async function readDashboard(directory: string): Promise<Dashboard> {
  const isBuilt = existsSync(path.join(directory, index))
  const names = isBuilt ? await readdir(directory, { recursive: true, withFileTypes: true }) : []
  const files = new Map<string, Buffer>()
  for (const entry of names) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    files.set(`/${path.relative(directory, file).split(path.sep).join('/')}`, await readFile(file))
  }
  const written = files.get(manifest)
  files.delete(manifest)
  const operations: Manifest = written ? parseManifest(String(written), manifest) : new Map()
  const tagOf = (text: Buffer) => `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  const tags = new Map([...files].map(([name, text]) => [name, tagOf(text)]))

  function send(request: IncomingMessage, response: ServerResponse, name: string) {
    response.setHeader('content-security-policy', policy)
    response.setHeader('cross-origin-opener-policy', 'same-origin')
    // What is named by its content never changes.
    response.setHeader(
      'cache-control',
      name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    )
    response.setHeader('vary', 'accept-encoding')
    response.setHeader('etag', tags.get(name)!)
    if (request.headers['if-none-match'] === tags.get(name)) return response.writeHead(304).end()
    const accepted = String(request.headers['accept-encoding'] ?? '')
    const [encoding, ending] =
      encodings.find(([encoding, ending]) => accepted.includes(encoding) && files.has(name + ending)) ?? []
    const text = files.get(name + (ending ?? ''))!
    response.writeHead(200, {
      'content-type': types[path.extname(name)] ?? 'application/octet-stream',
      'content-length': text.length,
      ...(encoding && { 'content-encoding': encoding }),
    })
    response.end(request.method === 'HEAD' ? undefined : text)
  }

  return {
    operations,
    handle(request, response, asked) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false
      const name = asked === '/' || rooms.test(asked) ? index : asked
      if (files.has(name)) send(request, response, name)
      else if (name === index)
        response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' }).end(notBuilt)
      else return false
      return true
    },
  }
}
