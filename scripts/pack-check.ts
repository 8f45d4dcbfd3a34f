// Packs the package, installs the tarball in an empty folder without a network, and uses it there. usage: npm run pack-check
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'flux-pack-'))
const {fluxVersion, name} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {fluxVersion: string; name: string}

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

try {
  run('npm', ['run', '--silent', 'build:package'], {cwd: root})
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], {cwd: root})) as {
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
  const data = join(folder, 'cluster')
  const env = {KUBECONFIG: join(data, 'kubeconfig')}
  const cluster = ['--state-dir', data]
  run(flux, ['cluster', 'start', ...cluster])
  try {
    run(flux, ['run', '--source', join(root, 'examples/fleet'), '--path', 'clusters/production', '--once'], {env})
    run(flux, ['get', 'kustomizations'], {env, expect: /^NAME .*\nflux-system|apps/m})
  } finally {
    run(flux, ['cluster', 'stop', ...cluster])
  }
  for (const entry of ['apiserver', 'kustomize']) {
    run(process.execPath, ['--input-type=module', '-e', `await import('${name}/${entry}')`])
  }
} finally {
  rmSync(folder, {recursive: true, force: true})
}
