/**
 * Charts of N templates, whole process beside the real helm and warm in this process; a fleet of 300 releases of 20 charts.
 * usage: npm run bench -- helm [SIZES] [ROUNDS]   e.g. 5,50,500 5
 */
import {spawn} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {createCompute} from '../src/lib/adapters/system/compute/compute.js'
import {createDiskFs} from '../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../src/lib/adapters/system/random.js'
import {createTasks} from '../src/lib/adapters/system/tasks.js'
import {type Chart, helmEngine, loadChart, offlineCapabilities, templateChart} from '../src/lib/engines/helm/index.js'
import {releaseTasks} from '../src/lib/render/helm/release-task.js'
import {renderHelmRelease} from '../src/lib/render/helm/render-helm-release.js'

interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
}

const flux = join(import.meta.dirname, '../bin/run.js')
const helm = join(process.env.FLUX_PEERS ?? join(homedir(), '.cache/flux-peers'), 'bin/helm')
const FLEET = {charts: 20, releases: 300, templates: 12}
const environment = {now: () => 0, random: systemRandom}
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

export async function run(args: readonly string[]): Promise<Figure[]> {
  const sizes = (args[0] ?? '5,50,500').split(',').map(Number)
  const rounds = Number(args[1] ?? 5)
  const folder = mkdtempSync(join(tmpdir(), 'flux-bench-'))
  const figures: Figure[] = []
  try {
    for (const size of sizes) {
      const path = join(folder, `chart-${size}`)
      write(path, chartFiles(size))
      figures.push(...(await wholeProcess(size, path, rounds)), await warm(size, path))
    }
    figures.push(...(await fleet(folder)))
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
  return figures
}

async function wholeProcess(size: number, path: string, rounds: number): Promise<Figure[]> {
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const mine = await measure([process.execPath, flux, 'build', 'chart', path, '--name', 'r'])
    ours.push(mine.ms)
    if (!existsSync(helm)) continue
    const real = await measure([helm, 'template', 'r', path])
    theirs.push(real.ms)
    if (real.text !== mine.text) throw new Error(`${size} templates: the two renderings differ`)
  }
  const figures = [{name: `${size}.ours`, value: median(ours), unit: 'ms'}]
  if (theirs.length === 0) return figures
  return [
    ...figures,
    {name: `${size}.helm`, value: median(theirs), unit: 'ms'},
    {name: `${size}.ratio`, value: median(ours) / median(theirs), unit: 'x helm template'},
  ]
}

async function measure(command: readonly string[]): Promise<{ms: number; text: string}> {
  const {NODE_EXTRA_CA_CERTS: _, ...env} = process.env
  const started = performance.now()
  const child = spawn(command[0]!, command.slice(1), {env, stdio: ['ignore', 'pipe', 'inherit']})
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}`)
  return {ms: performance.now() - started, text: Buffer.concat(chunks).toString()}
}

const open = (path: string): Promise<Chart> => loadChart(createDiskFs(createTasks(), systemRandom).tree('/'), path.slice(1))

function render(chart: Chart, name: string, engine: ReturnType<typeof helmEngine>, values = {}): number {
  return templateChart(chart, values, {
    release: {name, namespace: 'default', revision: 1, isUpgrade: false},
    capabilities: offlineCapabilities(),
    environment,
    lookup: () => ({}),
    engine,
  }).manifest.length
}

/** Of 30 renderings with one engine, the CPU time of the middle one. */
async function warm(size: number, path: string): Promise<Figure> {
  const chart = await open(path)
  const engine = helmEngine(environment)
  const times: number[] = []
  for (let round = 0; round < 30; round++) {
    const before = process.cpuUsage()
    render(chart, `r${round}`, engine)
    const {user, system} = process.cpuUsage(before)
    times.push((user + system) / 1000)
  }
  return {name: `${size}.warm`, value: median(times), unit: 'ms CPU'}
}

/** 300 HelmReleases with values of their own, to the objects that would be applied: in one thread, and in threads. */
async function fleet(folder: string): Promise<Figure[]> {
  const paths = Array.from({length: FLEET.charts}, (_, index) => join(folder, `fleet-${index}`))
  for (const [index, path] of paths.entries()) write(path, chartFiles(FLEET.templates, `app-${index}`))
  const entry = pathToFileURL(join(import.meta.dirname, '../dist/compute-worker.cjs'))
  const figures: Figure[] = []
  for (const [name, options] of [
    ['fleet.one', {}],
    ['fleet', {entry}],
  ] as const) {
    const compute = createCompute({functions: releaseTasks(systemRandom), tasks: createTasks(), ...options})
    const [started, before] = [performance.now(), process.cpuUsage()]
    const charts = await Promise.all(paths.map(open))
    await Promise.all(
      Array.from({length: FLEET.releases}, (_, index) =>
        renderHelmRelease(releaseOf(index), inputs(charts[index % charts.length]!)),
      ),
    )
    const {user, system} = process.cpuUsage(before)
    figures.push(
      {name, value: performance.now() - started, unit: 'ms'},
      {name: `${name}.cpu`, value: (user + system) / 1000, unit: 'ms CPU'},
    )
    await compute.close()

    function inputs(chart: Chart) {
      const readValues = () => Promise.reject(new Error('no values'))
      return {chart, compute, readValues, capabilities: offlineCapabilities(), now: 0}
    }
  }
  return figures
}

const releaseOf = (index: number) => ({
  ...{apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata: {name: `release-${index}`, namespace: 'apps'}},
  spec: {interval: '5m', values: {image: {tag: `v${index}`}}},
})

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), text)
  }
}

function chartFiles(templates: number, name = 'bench'): Record<string, string> {
  const files: Record<string, string> = {
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 0.1.0\nappVersion: "1.0"\n`,
    'templates/_helpers.tpl': HELPERS,
  }
  let values = VALUES
  for (let i = 0; i < templates; i++) {
    values += `  c${i}:\n    enabled: true\n    replicas: ${(i % 3) + 1}\n    env: {A: "1", B: two, C: "3", D: four, E: "${i}"}\n`
    values += '    tolerations: [{key: a, operator: Exists}]\n'
    files[`templates/c${i}.yaml`] = TEMPLATE.replaceAll('NUMBER', String(i))
  }
  return {...files, 'values.yaml': values}
}

const VALUES = `nameOverride: ""
image: {repository: ghcr.io/acme/app, tag: ""}
msg: "hello {{ .Release.Name }}"
commonResources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi}}
components:
`

const HELPERS = `{{- define "app.name" -}}{{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}{{- end }}
{{- define "app.fullname" -}}{{ printf "%s-%s" .Release.Name (include "app.name" .) | trunc 63 | trimSuffix "-" }}{{- end }}
{{- define "app.selector" -}}
app.kubernetes.io/name: {{ include "app.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
{{- define "app.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "app.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
`

const TEMPLATE = `{{- $c := index .Values.components "cNUMBER" -}}
{{- if $c.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "app.fullname" . }}-cNUMBER
  labels:
    {{- include "app.labels" . | nindent 4 }}
  annotations:
    checksum/env: {{ toJson $c.env | sha256sum }}
    msg: {{ tpl .Values.msg . | quote }}
spec:
  replicas: {{ $c.replicas | default 1 }}
  selector:
    matchLabels:
      {{- include "app.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "app.selector" . | nindent 8 }}
    spec:
      containers:
        - name: main
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          env:
            {{- range $k, $v := $c.env }}
            - name: {{ $k }}
              value: {{ $v | quote }}
            {{- end }}
          resources:
            {{- toYaml .Values.commonResources | nindent 12 }}
      {{- with $c.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      priorityClassName: {{ ternary "high" "low" (gt (int $c.replicas) 2) }}
{{- end }}
`
