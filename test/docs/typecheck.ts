import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Project } from './project.ts'

/** Compiles the programs as strictly as our own: those of Node as it resolves modules, those of bundlers as they do. */
export async function typecheck(project: Project): Promise<void> {
  const { compilerOptions } = JSON.parse(await readFile('tsconfig.json', 'utf8'))
  const lib = ['es2024', 'dom', 'dom.iterable', 'dom.asynciterable']
  const ofNode = { ...compilerOptions, lib, resolveJsonModule: true }
  const bundled = {
    ...ofNode,
    module: 'esnext',
    moduleResolution: 'bundler',
    types: ['node', 'vite/client'],
  }
  const compile = async (name: string, config: object) => {
    await writeFile(path.join(project.directory, name), JSON.stringify(config))
    await project.run('.', 'tsc', ['-p', name])
  }
  await compile('tsconfig.json', { compilerOptions: ofNode, include: ['*.ts'] })
  if (project.files.some((name) => name.includes('/')))
    await compile('tsconfig.bundled.json', {
      compilerOptions: bundled,
      include: ['relay/*.ts', 'browser/*.ts'],
    })
}
