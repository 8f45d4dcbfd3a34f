// Packs the package, installs the tarball in an empty folder without a network, and uses it there. usage: npm run pack-check
import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'flux-pack-'))
const {
  fluxVersion,
  name,
  exports: types,
} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  fluxVersion: string
  name: string
  exports: Record<string, {types: string}>
}

function run(
  command: string,
  args: readonly string[],
  options: {cwd?: string; env?: Record<string, string>; expect?: RegExp} = {},
): string {
  const env = {...process.env, ...options.env}
  const {status, stdout, stderr} = spawnSync(command, args, {cwd: options.cwd ?? folder, env, encoding: 'utf8'})
  const shown = [command, ...args].join(' ')
  if (status !== 0) throw new Error(`${shown}: exit ${status}\n${stdout}${stderr}`)
  if (options.expect && !options.expect.test(stdout)) throw new Error(`${shown}: unexpected output\n${stdout}`)
  console.log(`ok  ${shown}`)
  return stdout
}

/** Ends with an error when modules of Node are loaded after V8's flags were set: Node's bytecode of them counts for nothing then. */
const LATE = `
  const v8 = require('node:v8')
  const {setFlagsFromString} = v8
  const large = () => process.moduleLoadList.filter((name) => / (crypto|https?|net|stream|tls|tty|zlib)$/.test(name))
  v8.setFlagsFromString = (flags) => {
    setFlagsFromString(flags)
    const before = large()
    process.on('exit', () => {
      const after = large().filter((name) => !before.includes(name))
      if (after.length > 0) throw new Error('loaded late: ' + after)
    })
  }`

try {
  run('npm', ['run', '--silent', 'build:package'], {cwd: root})
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {cwd: root})) as {
    filename: string
    size: number
    unpackedSize: number
    entryCount: number
  }[]
  const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`
  console.log(
    `    ${packed!.filename}: ${packed!.entryCount} files, ${mib(packed!.size)} packed, ${mib(packed!.unpackedSize)} unpacked`,
  )
  writeFileSync(join(folder, 'package.json'), '{"private": true, "type": "module"}\n')
  run('npm', ['install', '--offline', '--omit=optional', '--no-audit', '--no-fund', `./${packed!.filename}`])
  const flux = join(folder, 'node_modules/.bin/flux')
  run(flux, ['--version'], {expect: new RegExp(`^flux version ${fluxVersion.replaceAll('.', '\\.')}\n$`)})
  // what the images start
  run(flux, ['controller', 'source-controller', '--help'], {expect: /--storage-path/})
  run(flux, ['install', '--export'], {expect: /^kind: CustomResourceDefinition$.*^kind: Deployment$/ms})
  const cache = {XDG_CACHE_HOME: join(folder, 'cache')}
  mkdirSync(cache.XDG_CACHE_HOME)
  // the second time with the bytecode of the first
  const example = ['build', 'dir', join(root, 'examples/fleet/apps/production')]
  const built = run(flux, example, {env: cache, expect: /^kind: Deployment$/m})
  if (run(flux, example, {env: cache}) !== built) throw new Error('the second build differs')
  if (!readdirSync(join(cache.XDG_CACHE_HOME, 'flux-toolkit/code'))[0]?.endsWith('-build-dir.bin'))
    throw new Error('no bytecode was kept')
  const kubeconfig = run(flux, ['cluster', 'start'], {env: cache}).trim()
  const env = {...cache, KUBECONFIG: kubeconfig}
  try {
    const source = ['--source', join(root, 'examples/fleet'), '--path', 'clusters/production']
    run(flux, ['run', ...source, '--once', '--install-crds'], {env})
    run(flux, ['get', 'kustomizations'], {env, expect: /^NAME .*\napps .*True/s})
    const late = join(folder, 'late.cjs')
    writeFileSync(late, LATE)
    run(flux, ['get', 'kustomizations'], {env: {...env, NODE_OPTIONS: `--require ${late}`}})
  } finally {
    run(flux, ['cluster', 'stop'], {env: cache})
  }
  const worker = join(folder, 'node_modules', name, 'dist/compute-worker.cjs')
  const ready = `import {Worker} from 'node:worker_threads'
    new Worker(${JSON.stringify(worker)}, {execArgv: []}).once('message', ({id}) => process.exit(id))`
  run(process.execPath, ['--input-type=module', '-e', ready])
  const entries = ['apiserver', 'gotemplate', 'helm', 'kustomize']
  for (const entry of entries) {
    run(process.execPath, ['--input-type=module', '-e', `await import('${name}/${entry}')`])
    if (!existsSync(join(folder, 'node_modules', name, types[`./${entry}`]!.types))) throw new Error(`${entry} has no types`)
  }
  // strict users check the types of their libraries too, with no more than Node's own at hand
  mkdirSync(join(folder, 'node_modules/@types'), {recursive: true})
  for (const one of ['@types/node', 'undici-types'])
    symlinkSync(join(root, 'node_modules', one), join(folder, 'node_modules', one))
  writeFileSync(join(folder, 'user.ts'), entries.map((entry) => `export * as ${entry} from '${name}/${entry}'\n`).join(''))
  const tsc = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', 'nodenext', '--target', 'es2022', '--types', 'node']
  run(join(root, 'node_modules/.bin/tsc'), [...tsc, 'user.ts'])
} finally {
  rmSync(folder, {recursive: true, force: true})
}
