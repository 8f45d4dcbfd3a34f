// Runs scripts/NAME.ts (or bench/NAME.ts) on plain Node 20: bundled in memory by esbuild, packages left outside.
// usage: node scripts/run.mjs NAME [ARGS...]
import {mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {build} from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [name, ...args] = process.argv.slice(2)
const folder = join(root, 'node_modules', '.cache', 'flux-scripts')
mkdirSync(folder, {recursive: true})
const out = join(folder, `${name}.${process.pid}.mjs`)
const result = await build({
  entryPoints: [join(root, 'scripts', `${name}.ts`)],
  bundle: true,
  write: false,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'error',
  define: {'import.meta.dirname': JSON.stringify(join(root, 'scripts'))},
})
writeFileSync(out, result.outputFiles[0].contents)
process.argv = [process.argv[0], out, ...args]
try {
  await import(pathToFileURL(out).href)
} finally {
  rmSync(out, {force: true})
}
