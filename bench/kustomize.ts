/**
 * Overlays over bases of N resources, whole process and in this process, beside the real kustomize where it is.
 * usage: npm run bench -- kustomize [SIZES] [ROUNDS]   e.g. 10,100,1000,4000 5
 */
import {spawn} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {build, load} from '../src/lib/engines/kustomize/index.js'
import {memoryTree} from '../test/unit/engines/kustomize/memory-tree.js'

const flux = join(import.meta.dirname, '../bin/run.js')
const kustomize = join(process.env.FLUX_PEERS ?? join(homedir(), '.cache/flux-peers'), 'bin/kustomize')

interface Measured {
  readonly ms: number
  readonly mib: number
  readonly text: string
}

interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

export async function run(args: readonly string[]): Promise<Figure[]> {
  const sizes = (args[0] ?? '10,100,1000,4000').split(',').map(Number)
  const rounds = Number(args[1] ?? 3)
  const figures: Figure[] = []
  const warm = new Map<number, number>()
  for (const size of sizes) {
    const files = overlay(size)
    // the real one needs minutes for 4,000
    figures.push(...(await wholeProcess(size, files, size > 1000 ? 1 : rounds)))
    const ms = await inProcess(files, rounds)
    warm.set(size, ms)
    figures.push({name: `${size}.warm`, value: ms, unit: 'ms CPU'})
  }
  const [small, large] = [warm.get(1000), warm.get(4000)]
  if (small !== undefined && large !== undefined) {
    figures.push({name: 'growth', value: large / small, unit: 'x of 1,000 for 4,000'})
  }
  return figures
}

async function wholeProcess(size: number, files: Record<string, string>, rounds: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'flux-bench-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), {recursive: true})
      writeFileSync(join(folder, path), text)
    }
    const target = join(folder, 'prod')
    const tools: Record<string, string[]> = {ours: [process.execPath, flux, 'build', 'dir', target]}
    if (existsSync(kustomize)) tools.kustomize = [kustomize, 'build', target]
    const results = new Map<string, Measured[]>(Object.keys(tools).map((name) => [name, []]))
    for (let round = 0; round < rounds; round++) {
      for (const [name, command] of Object.entries(tools)) results.get(name)!.push(await measure(command))
    }
    const texts = new Set([...results.values()].flat().map(({text}) => text))
    if (texts.size > 1) throw new Error(`${size} resources: the two builds differ`)
    const figures: Figure[] = []
    for (const [name, list] of results) {
      figures.push({name: `${size}.${name}`, value: median(list.map(({ms}) => ms)), unit: 'ms'})
      figures.push({name: `${size}.${name}.peak`, value: median(list.map(({mib}) => mib)), unit: 'MiB'})
    }
    const real = results.get('kustomize')
    if (real !== undefined) {
      const ratio = median(results.get('ours')!.map(({ms}) => ms)) / median(real.map(({ms}) => ms))
      figures.push({name: `${size}.ratio`, value: ratio, unit: 'x kustomize build'})
    }
    return figures
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** Time, highest memory (as Linux tells) and output of a command. */
function measure(command: readonly string[]): Promise<Measured> {
  const {NODE_EXTRA_CA_CERTS: _, ...env} = process.env
  const started = performance.now()
  const child = spawn(command[0]!, command.slice(1), {env, stdio: ['ignore', 'pipe', 'pipe']})
  const chunks: Buffer[] = []
  let errors = ''
  let kib = 0
  const poll = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      kib = Math.max(kib, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0))
    } catch {
      // ended, or no Linux
    }
  }, 5)
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      const ms = performance.now() - started
      clearInterval(poll)
      if (code === 0) resolve({ms, mib: kib / 1024, text: Buffer.concat(chunks).toString()})
      else reject(new Error(`${command.join(' ')}: exit ${code}: ${errors}`))
    })
  })
}

/** Processor time of a load and a build in this process, once the code is warm. */
async function inProcess(files: Record<string, string>, rounds: number): Promise<number> {
  const tree = memoryTree(files)
  const times: number[] = []
  for (let round = -2; round < rounds; round++) {
    const started = process.cpuUsage()
    build(await load(tree, 'prod')).yaml()
    const {user, system} = process.cpuUsage(started)
    if (round >= 0) times.push((user + system) / 1000)
  }
  return median(times)
}

/** A base of half Deployments, a quarter each Services and ConfigMaps, and an overlay with all usual changes. */
function overlay(size: number): Record<string, string> {
  const files: Record<string, string> = {'prod/kustomization.yaml': OVERLAY, 'prod/patch.yaml': PATCH}
  const names: string[] = []
  for (let i = 0; i < size; i++) {
    names.push(`r${i}.yaml`)
    files[`base/r${i}.yaml`] = i % 2 === 0 ? deployment(i) : i % 4 === 1 ? service(i) : configMap(i)
  }
  files['base/kustomization.yaml'] = `resources:\n${names.map((name) => `- ${name}\n`).join('')}`
  return files
}

const head = (apiVersion: string, kind: string, name: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n`

const deployment = (i: number) => `${head('apps/v1', 'Deployment', `app-${i}`)}  labels:
    app: app-${i}
spec:
  replicas: 1
  selector:
    matchLabels:
      app: app-${i}
  template:
    metadata:
      labels:
        app: app-${i}
    spec:
      containers:
      - name: main
        image: ghcr.io/acme/app:1.0.0
        ports:
        - containerPort: 8080
        env:
        - name: A
          value: "1"
        envFrom:
        - configMapRef:
            name: common
        resources:
          requests:
            cpu: 100m
            memory: 64Mi
`

const service = (i: number) => `${head('v1', 'Service', `svc-${i}`)}spec:
  selector:
    app: app-${i - 1}
  ports:
  - port: 80
    targetPort: 8080
`

const configMap = (i: number) => `${head('v1', 'ConfigMap', `cm-${i}`)}data:
  a: "1"
  b: |
    line one
    line two
`

const OVERLAY = `namespace: prod
namePrefix: p-
resources:
- ../base
labels:
- pairs:
    env: prod
  includeSelectors: true
images:
- name: ghcr.io/acme/app
  newTag: 2.0.0
replicas:
- name: app-0
  count: 3
configMapGenerator:
- name: common
  literals:
  - A=1
  - B=2
  - C=3
patches:
- path: patch.yaml
- target:
    kind: Deployment
  patch: |-
    - op: add
      path: /spec/template/spec/serviceAccountName
      value: runner
`

const PATCH = `${head('apps/v1', 'Deployment', 'app-0')}spec:
  template:
    spec:
      containers:
      - name: main
        resources:
          limits:
            memory: 256Mi
`
