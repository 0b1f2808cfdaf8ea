import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { formatDocument, stringifyDocument } from '@urql/core'
import react from '@vitejs/plugin-react'
import type { DocumentNode } from 'graphql'
import { defineConfig, type Plugin } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))
const outDir = fileURLToPath(new URL('../../dist/dashboard', import.meta.url))
const server = process.env.QUARRY_URL ?? 'http://127.0.0.1:4000'

/** Its best takes ten times as long, for a twentieth less. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

/** Compressed once, here, so that the server only reads. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async closeBundle() {
      const files = await readdir(outDir, { recursive: true })
      const texts = files.filter((file) => /\.(js|css|html|svg)$/.test(file))
      await Promise.all(
        texts.map(async (file) => {
          const from = path.join(outDir, file)
          const text = await readFile(from)
          await writeFile(`${from}.gz`, await promisify(gzip)(text, { level: 9 }))
          await writeFile(`${from}.br`, await promisify(brotliCompress)(text, brotli))
        }),
      )
    },
  }
}

const generated = /\/generated\/graphql\.ts$/

/**
 * The operations of the page, as it sends them, by their hash: a server that runs none but those that it knows knows these. What the
 * bundle has left out is not among them.
 */
function operations(): Plugin {
  return {
    name: 'operations',
    apply: 'build',
    async writeBundle(_, bundle) {
      const texts: string[] = []
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue
        for (const [file, { renderedExports }] of Object.entries(output.modules)) {
          if (!generated.test(file)) continue
          const documents = await import(pathToFileURL(file).href)
          for (const name of renderedExports)
            if (name.endsWith('Document')) texts.push(...textsOf(documents[name]))
        }
      }
      if (texts.length === 0) this.error('No operations were found in the bundle')
      const manifest = Object.fromEntries(texts.toSorted().map((text) => [sha256(text), text]))
      await writeFile(path.join(outDir, 'persisted-documents.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    },
  }
}

/** Those of the client are texts; the page's own are printed, for most of them with the `__typename` that its cache asks for. */
const textsOf = (document: DocumentNode | string) =>
  typeof document === 'string' || document instanceof String
    ? [String(document)]
    : [stringifyDocument(document), stringifyDocument(formatDocument(document))]
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** `vite src/dashboard` serves the page while it is worked on, with the API of a server that runs at QUARRY_URL. */
export default defineConfig({
  root,
  plugins: [react(), operations(), compressed()],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2023',
    // The policy of the page lets nothing in that is written into it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Vega is larger, and loaded where a chart is in view.
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: { proxy: { '/graphql': { target: server, ws: true }, '/charts': server } },
})
