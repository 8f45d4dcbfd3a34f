// Writes dist/: the command line and the library entries, split into shared chunks. usage: npm run build
import {existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {build} from 'esbuild'
import {lazyOclif} from './lazy-oclif.js'
import {namedCjs} from './named-cjs.js'

const root = join(import.meta.dirname, '..')
const out = join(root, 'dist')

/** Names that CommonJS packages in an ES module need. They cost every file of a start a little, so only files that use them have them. */
const COMMON_JS = /\brequire\b|\b__filename\b|\b__dirname\b/
const NAMES = [
  "import {createRequire as __createRequire} from 'node:module'",
  "import {fileURLToPath as __fileURLToPath} from 'node:url'",
  "import {dirname as __pathDirname} from 'node:path'",
  'const require = __createRequire(import.meta.url), __filename = __fileURLToPath(import.meta.url), __dirname = __pathDirname(__filename)',
].join(';')

const ENTRIES = {
  main: join(root, 'src/commands/start.ts'),
  'commands/index': join(root, 'src/commands/index.ts'),
  'process-title': join(root, 'src/lib/wiring/process/process-title.ts'),
  'compute-worker': join(root, 'src/lib/wiring/compute/compute-worker.ts'),
  apiserver: join(root, 'src/lib/adapters/apiserver/index.ts'),
  gotemplate: join(root, 'src/lib/engines/gotemplate/index.ts'),
  helm: join(root, 'src/lib/engines/helm/index.ts'),
  kustomize: join(root, 'src/lib/engines/kustomize/index.ts'),
}

const result = await build({
  entryPoints: Object.fromEntries(Object.entries(ENTRIES).filter(([, path]) => existsSync(path))),
  outdir: out,
  bundle: true,
  write: false,
  splitting: true,
  minify: true,
  keepNames: false,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  chunkNames: 'chunks/[name]-[hash]',
  plugins: [namedCjs, lazyOclif],
  external: ['classic-level', 'cpu-features', '*.node'],
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
})
// What runs meanwhile keeps its chunks until all new ones are there; then the old ones go.
const written = new Set<string>()
for (const {path, text} of result.outputFiles) {
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(`${path}.${process.pid}`, COMMON_JS.test(text) ? `${NAMES}\n${text}` : text)
  renameSync(`${path}.${process.pid}`, path)
  written.add(path)
}
for (const name of readdirSync(join(out, 'chunks'))) {
  if (!written.has(join(out, 'chunks', name))) rmSync(join(out, 'chunks', name), {force: true})
}
if (process.argv.includes('--analyze')) {
  const outputs = Object.entries(result.metafile.outputs).sort(([, a], [, b]) => b.bytes - a.bytes)
  for (const [path, {bytes}] of outputs.slice(0, 25)) console.log(String(bytes).padStart(9), path)
  writeFileSync(join(out, 'meta.json'), JSON.stringify(result.metafile))
}
