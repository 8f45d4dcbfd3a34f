// Runs scripts/NAME.ts on plain Node 20: bundled in memory by esbuild, packages left outside.
// usage: node scripts/run.mjs NAME [ARGS...]
import {mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {build} from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Bundles a TypeScript file, imports it and gives its exports. */
export async function bundleSource(path, prepare = () => {}) {
  const folder = join(root, 'node_modules', '.cache', 'flux-scripts')
  mkdirSync(folder, {recursive: true})
  const out = join(folder, `${basename(path, '.ts')}.${process.pid}.mjs`)
  const result = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'error',
    define: {'import.meta.dirname': JSON.stringify(dirname(path))},
  })
  writeFileSync(out, result.outputFiles[0].contents)
  prepare(out)
  try {
    return await import(pathToFileURL(out).href)
  } finally {
    rmSync(out, {force: true})
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, ...args] = process.argv.slice(2)
  await bundleSource(join(root, 'scripts', `${name}.ts`), (out) => {
    process.argv = [process.argv[0], out, ...args]
  })
}
