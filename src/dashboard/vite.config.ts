import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
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

/** `vite src/dashboard` serves the page while it is worked on, with the API of a server that runs at QUARRY_URL. */
export default defineConfig({
  root,
  plugins: [react(), compressed()],
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
