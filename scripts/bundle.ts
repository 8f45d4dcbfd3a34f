// Writes dist/: the command line as CommonJS and the library entries as ES modules, each split into shared chunks. usage: npm run build
import {mkdirSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {type BuildOptions, build} from 'esbuild'
import {circleOf, commonJs} from './common-js.js'
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

/** What the start file needs before the command line: each in one file. */
const START = {
  'process-title': 'src/lib/wiring/process/process-title.ts',
  'code-cache': 'src/lib/wiring/process/code-cache.ts',
}
const COMMAND_LINE = {
  main: 'src/commands/start.ts',
  'commands/index': 'src/commands/index.ts',
  'compute-worker': 'src/lib/wiring/compute/compute-worker.ts',
}
const LIBRARY = {
  apiserver: 'src/lib/adapters/apiserver/index.ts',
  gotemplate: 'src/lib/engines/gotemplate/index.ts',
  helm: 'src/lib/engines/helm/index.ts',
  kustomize: 'src/lib/engines/kustomize/index.ts',
}

const options = {
  absWorkingDir: root,
  outdir: out,
  bundle: true,
  write: false,
  splitting: true,
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
  keepNames: false,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  plugins: [namedCjs, lazyOclif],
  external: ['classic-level', 'cpu-features', '*.node'],
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
} satisfies BuildOptions

const outExtension = {'.js': '.cjs'}
const [start, commandLine, library] = await Promise.all([
  build({...options, entryPoints: START, splitting: false, format: 'cjs', outExtension}),
  build({...options, minifyIdentifiers: false, entryPoints: COMMAND_LINE, chunkNames: 'code/[name]-[hash]', outExtension}),
  build({...options, entryPoints: LIBRARY, chunkNames: 'chunks/[name]-[hash]'}),
])
const circle = circleOf(commandLine.metafile.outputs)
if (circle) throw new Error(`chunks import each other: ${circle.join(' -> ')}`)
const files = [
  ...start.outputFiles,
  ...(await Promise.all(commandLine.outputFiles.map(commonJs))),
  ...library.outputFiles.map(({path, text}) => ({path, text: COMMON_JS.test(text) ? `${NAMES}\n${text}` : text})),
]
// What runs meanwhile keeps its chunks until all new ones are there; then the old ones go.
for (const {path, text} of files) {
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(`${path}.${process.pid}`, text)
  renameSync(`${path}.${process.pid}`, path)
}
const written = new Set(files.map(({path}) => path))
for (const folder of ['', 'chunks', 'code', 'commands'].map((name) => join(out, name))) {
  for (const {name} of readdirSync(folder, {withFileTypes: true}).filter((entry) => entry.isFile())) {
    if (!written.has(join(folder, name))) rmSync(join(folder, name), {force: true})
  }
}
if (process.argv.includes('--analyze')) {
  const outputs = Object.entries({...commandLine.metafile.outputs, ...library.metafile.outputs}).sort(
    ([, a], [, b]) => b.bytes - a.bytes,
  )
  for (const [path, {bytes}] of outputs.slice(0, 25)) console.log(String(bytes).padStart(9), path)
  writeFileSync(join(out, 'meta.json'), JSON.stringify(commandLine.metafile))
}
