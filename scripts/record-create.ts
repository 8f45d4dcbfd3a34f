// Records what CNCF's `flux create` makes of the command lines of create-cases.ts: test/corpus/cli-create/*.jsonl.
// usage: node scripts/run.mjs record-create   needs flux in $FLUX_PEERS/bin
import {spawn} from 'node:child_process'
import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {join} from 'node:path'
import {startSshHost} from '../test/golden/cli-replay/servers/ssh-host.js'
import {type CreateLine, fileLines, plainLines} from './create-cases.js'

const flux = join(process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers'), 'bin/flux')
const corpus = join(import.meta.dirname, '../test/corpus/cli-create')
const scratch = mkdtempSync(join(tmpdir(), 'record-create-'))
const ssh = await startSshHost()
const PLACES = [
  ['<ssh-known-host>', ssh.knownHost],
  ['<ssh>', ssh.address],
  ['<host-key>', ssh.hostKey],
] as const

function run(argv: readonly string[], cwd: string): Promise<{exit: number; stdout: string; stderr: string}> {
  return new Promise((resolve, reject) => {
    const env = {PATH: process.env['PATH'] ?? '', HOME: scratch, KUBECONFIG: join(scratch, 'no-kubeconfig')}
    const child = spawn(flux, argv, {cwd, env, stdio: ['ignore', 'pipe', 'pipe']})
    const kept = {stdout: '', stderr: ''}
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        kept[name] += text
      })
    }
    child.on('error', reject)
    child.on('close', (code) => resolve({exit: code ?? -1, ...kept}))
  })
}

async function record({name, dir, words}: CreateLine): Promise<string> {
  const cwd = mkdtempSync(join(scratch, 'dir-'))
  if (dir) cpSync(join(corpus, 'dirs', dir), cwd, {recursive: true})
  const argv = ['create', ...words]
  const filled = argv.map((word) => PLACES.reduce((text, [place, value]) => text.replaceAll(place, value), word))
  const {exit, ...output} = await run(filled, cwd)
  const named = (text: string) => PLACES.reduce((now, [place, value]) => now.replaceAll(value, place), text)
  const entry = {name, setup: [], argv, ...(dir ? {dir} : {}), exit, stdout: named(output.stdout), stderr: named(output.stderr)}
  return `${JSON.stringify(entry)}\n`
}

for (const [family, lines] of [
  ['create-lines', plainLines()],
  ['create-files', fileLines(join(corpus, 'dirs'))],
] as const) {
  let text = ''
  for (const line of lines) text += await record(line)
  mkdirSync(corpus, {recursive: true})
  writeFileSync(join(corpus, `${family}.jsonl`), text)
  console.log(`${family}: ${lines.length} command lines`)
}
await ssh.close()
rmSync(scratch, {recursive: true, force: true})
