// Runs kubectl's commands on a real cluster (kube-apiserver and kube-controller-manager, no kubelet) and on the embedded API over
// HTTPS, and prints what differs: output, warnings, exit code. The lines are scripts/kubectl-lines/*.txt: what follows `kubectl`,
// in the order of the file; ` <<< TEXT` is the standard input, `sleep N` waits. `<ns>` is a namespace of the file's own.
// usage: node scripts/run.mjs differential-kubectl KUBECONFIG [--only TEXT] (needs kubectl in $FLUX_PEERS/bin)
import {spawn} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {startApiServer} from '../src/lib/adapters/apiserver/index.js'

const {values, positionals} = parseArgs({allowPositionals: true, options: {only: {type: 'string', default: ''}}})
const real = positionals[0]
if (!real) throw new Error('which kubeconfig?')
const kubectl = join(process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers'), 'bin/kubectl')
const scratch = mkdtempSync(join(tmpdir(), 'kubectl-'))
const server = await startApiServer({kubelet: false})
const ours = join(scratch, 'kubeconfig')
writeFileSync(ours, (await server.listen()).kubeconfig)

interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** One line; kubectl's own client may wait at most half a minute. */
function run(kubeconfig: string, line: string, ns: string): Promise<Said> {
  const [command = '', input = ''] = line.split(' <<< ')
  const home = join(scratch, kubeconfig === ours ? 'ours' : 'real')
  const child = spawn('timeout', ['30', 'bash', '-c', `"${kubectl}" --kubeconfig "${kubeconfig}" -n ${ns} ${command}`], {
    env: {...process.env, HOME: home, EDITOR: 'true'},
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (data) => (out += data))
  child.stderr.on('data', (data) => (err += data))
  child.stdin.end(input)
  return new Promise((resolve) => child.on('close', (code) => resolve({code, out: plain(out, ns), err: plain(err, ns)})))
}

/** Without what every run has its own of: ages, times, ids, addresses, made-up names. */
function plain(text: string, ns: string): string {
  return text
    .replaceAll(ns, '<ns>')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
    .replace(/[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<date>')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ [+-]\d{4}/g, '<date>')
    .replace(/\b(\d+d)?(\d+h)?(\d+m)?\d+(\.\d+)?m?s\b/g, '<age>')
    .replace(/ \d+[mh](?= |$)/gm, ' <age>')
    .replace(/\b0x[0-9a-f]+\??/g, '<address>')
    .replace(/(resourceVersion"?: ?")\d+/g, '$1<rv>')
    .replace(/\b10\.96\.\d+\.\d+\b/g, '<ip>')
    .replace(/https:\/\/127\.0\.0\.1:\d+|127\.0\.0\.1:\d+/g, '<server>')
    .replace(/:3\d{4}\b/g, ':<port>')
    .replace(/nodePort"?: \d+/g, 'nodePort: <port>')
    .replace(/NodePort:( +\S+)? +\d+\/TCP/g, 'NodePort: <port>')
    .replace(/-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '-<rand>')
    .replace(/-[bcdf0-9ghjklmnpqrstvwxz]{8,10}(?=[-\s"/,)]|$)/gm, '-<hash>')
    .replace(/<unknown>|<invalid>/g, '<age>')
    .replace(/^[EIW]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+/gm, '<log>')
    .replace(/(Resource Version: +)\d+/g, '$1<rv>')
    .replace(/(-----BEGIN CERTIFICATE-----)[^-]*/g, '$1')
    .replace(/eyJ[\w.-]+/g, '<jwt>')
    .replace(/ {2,}/g, '  ')
    .replace(/ +$/gm, '')
}

let differing = 0
let count = 0
for (const file of readdirSync(join(import.meta.dirname, 'kubectl-lines')).filter((name) => name.endsWith('.txt'))) {
  if (!file.includes(values.only)) continue
  const ns = `k${Date.now().toString(36)}`
  await Promise.all([run(real, `create namespace ${ns}`, 'default'), run(ours, `create namespace ${ns}`, 'default')])
  const lines = readFileSync(join(import.meta.dirname, 'kubectl-lines', file), 'utf8').split('\n')
  for (const raw of lines) {
    if (raw === '' || raw.startsWith('#')) continue
    const line = raw.replaceAll('<ns>', ns)
    const seconds = /^sleep (\d+)$/.exec(line)?.[1]
    if (seconds) {
      await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1000))
      continue
    }
    count++
    const [theirs, mine] = await Promise.all([run(real, line, ns), run(ours, line, ns)])
    if (JSON.stringify(theirs) === JSON.stringify(mine)) continue
    differing++
    console.log(`\n--- ${file}: kubectl ${raw}`)
    if (theirs.code !== mine.code) console.log(`  exit ${theirs.code}, ours ${mine.code}`)
    for (const stream of ['out', 'err'] as const) show(stream, theirs[stream].split('\n'), mine[stream].split('\n'))
  }
  await Promise.all([
    run(real, `delete namespace ${ns} --wait=false`, 'default'),
    run(ours, `delete namespace ${ns} --wait=false`, 'default'),
  ])
}
console.log(`\n${count - differing} of ${count} lines alike`)
await server.close()
process.exit(differing === 0 ? 0 : 1)

/** Lines of one that the other has not. */
function show(stream: string, theirs: readonly string[], mine: readonly string[]): void {
  const lacks = theirs.filter((line) => !mine.includes(line))
  const adds = mine.filter((line) => !theirs.includes(line))
  if (lacks.length + adds.length === 0 && theirs.join('\n') !== mine.join('\n')) console.log(`  ${stream}: another order`)
  for (const line of lacks.slice(0, 12)) console.log(`  ${stream} real ${line}`)
  for (const line of adds.slice(0, 12)) console.log(`  ${stream} ours ${line}`)
}
