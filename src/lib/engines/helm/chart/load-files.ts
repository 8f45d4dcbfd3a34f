import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {goKind} from '../../../formats/json/go-kind.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {mergeDocuments} from '../values/merge-documents.js'
import {lockFault, metadataFault, withFieldNames} from '../values/metadata-fault.js'
import type {Warn} from '../values/tables.js'
import type {Chart, ChartFile} from './chart.js'
import {textOf} from './chart.js'
import {checkedMetadata} from './metadata.js'
import {readMap, readMaps, withoutBom} from './read-yaml.js'

/** Unpacks a chart archive found inside another chart. */
export type Unpack = (archive: Uint8Array) => readonly ChartFile[]

/** How deep charts may lie in charts. */
const MAX_DEPTH = 32

/**
 * A chart from its files, in whatever order they come (helm-engine reference 1.1).
 * @throws FluxError `bad-chart`
 */
export function loadFiles(given: readonly ChartFile[], unpack: Unpack, warn: Warn = () => {}, depth = 0): Chart {
  if (depth > MAX_DEPTH) throw new FluxError('bad-chart', `charts lie more than ${MAX_DEPTH} deep in charts`)
  const files = given.map((file) => {
    const data = withoutBom(file.data)
    return data === file.data ? file : {name: file.name, data}
  })
  const byName = new Map(files.map((file) => [file.name, file]))
  const raw = metadataOf(byName, depth)
  const values = byName.get('values.yaml')
  const lock = byName.get('Chart.lock') ?? byName.get('requirements.lock')
  // whatever cannot be read is told before what Chart.yaml should not say
  const read = {lock: lock && lockOf(lock), values: values === undefined ? {} : mergeDocuments(readMaps(values))}
  const metadata = checkedMetadata(raw)
  const isLegacy = textOf(metadata, 'apiVersion') === 'v1'
  if (!isLegacy) {
    for (const [name, words] of BESIDE) if (byName.has(name)) warn(words)
  }
  const parts = sorted(files, isLegacy)
  return {
    metadata,
    ...read,
    rawValues: values?.data,
    schema: byName.get('values.schema.json')?.data,
    templates: parts.templates,
    files: parts.files,
    dependencies: subcharts(parts.charts, textOf(metadata, 'name'), unpack, warn, depth),
  }
}

function lockOf(file: ChartFile): JsonObject {
  const lock = readMap(file, 'v2.Lock')
  check(file, lockFault(lock))
  return lock
}

function check({name}: ChartFile, fault: string | undefined): void {
  if (fault !== undefined) throw misfit(name, fault)
}

function misfit(file: string, fault: string): FluxError {
  return new FluxError('bad-chart', `cannot load ${file}: error unmarshaling JSON: while decoding JSON: ${fault}`, {
    hints: [`correct ${file}`],
  })
}

const VERSIONS: ReadonlySet<unknown> = new Set(['', 'v1', 'v2', 'v3'])
const HINTS = ['v1 and v2 can be rendered']

function metadataOf(files: ReadonlyMap<string, ChartFile>, depth: number): JsonObject {
  const file = files.get('Chart.yaml')
  const requirements = files.get('requirements.yaml')
  if (file === undefined) {
    if (requirements === undefined && !files.has('requirements.lock')) {
      throw new FluxError('bad-chart', 'Chart.yaml file is missing', {hints: ['is this the folder of a chart?']})
    }
    return requirements === undefined ? {} : readMap(requirements)
  }
  const raw = withFieldNames(readMap(file, depth === 0 ? 'loader.chartBase' : 'v2.Metadata'))
  if (depth === 0 && typeof raw.apiVersion === 'object' && raw.apiVersion !== null) {
    throw misfit(
      'Chart.yaml',
      `json: cannot unmarshal ${goKind(raw.apiVersion)} into Go struct field chartBase.apiVersion of type string`,
    )
  }
  // of the topmost chart the version decides who reads it at all
  if (depth === 0 && !VERSIONS.has(raw.apiVersion ?? ''))
    throw new FluxError('bad-chart', 'unsupported chart version', {hints: HINTS})
  check(file, metadataFault(raw))
  const metadata: JsonObject = {...raw, apiVersion: raw.apiVersion ?? 'v1'}
  if (requirements === undefined) return metadata
  const more = withFieldNames(readMap(requirements))
  check(requirements, metadataFault(more))
  return {...metadata, ...more}
}

interface Sorted {
  readonly templates: ChartFile[]
  readonly files: ChartFile[]
  /** files below `charts/`, without that prefix */
  readonly charts: ChartFile[]
}

const OWN_PLACE = new Set(['Chart.yaml', 'Chart.lock', 'values.yaml', 'values.schema.json'])
const LEGACY = new Set(['requirements.yaml', 'requirements.lock'])

const BESIDE = [
  [
    'requirements.lock',
    'Dependency locking is handled in Chart.lock since apiVersion "v2". We recommend migrating to Chart.lock.',
  ],
  [
    'requirements.yaml',
    'Dependencies are handled in Chart.yaml since apiVersion "v2". We recommend migrating dependencies to Chart.yaml.',
  ],
] as const

function sorted(files: readonly ChartFile[], isLegacy: boolean): Sorted {
  const result: Sorted = {templates: [], files: [], charts: []}
  for (const file of files) {
    const {name, data} = file
    if (OWN_PLACE.has(name)) continue
    if (LEGACY.has(name)) {
      if (isLegacy) result.files.push(file)
    } else if (name.startsWith('templates/')) result.templates.push(file)
    else if (name.startsWith('charts/')) {
      if (name.endsWith('.prov')) result.files.push(file)
      else result.charts.push({name: name.slice('charts/'.length), data})
    } else result.files.push(file)
  }
  return result
}

function subcharts(files: readonly ChartFile[], parent: string, unpack: Unpack, warn: Warn, depth: number): Chart[] {
  const groups = new Map<string, ChartFile[]>()
  for (const file of files) {
    const name = file.name.split('/', 1)[0]!
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [file])
    else group.push(file)
  }
  const charts: Chart[] = []
  for (const name of [...groups.keys()].sort()) {
    if (name.startsWith('_') || name.startsWith('.')) continue
    const group = groups.get(name)!
    try {
      if (name.endsWith('.tgz')) charts.push(loadFiles(archived(group, name, parent), unpack, warn, depth + 1))
      else {
        const inside = group.filter((file) => file.name.includes('/'))
        charts.push(
          loadFiles(
            inside.map((file) => ({...file, name: file.name.slice(name.length + 1)})),
            unpack,
            warn,
            depth + 1,
          ),
        )
      }
    } catch (error) {
      if (!(error instanceof FluxError)) throw error
      throw new FluxError('bad-chart', `error unpacking subchart ${name} in ${parent}: ${messageOf(error)}`, {
        hints: error.hints,
        cause: error,
      })
    }
  }
  return charts

  function archived([first]: readonly ChartFile[], name: string, parentName: string): readonly ChartFile[] {
    if (first!.name !== name) {
      throw new FluxError('bad-chart', `error unpacking subchart tar in ${parentName}: expected ${name}, got ${first!.name}`)
    }
    return unpack(first!.data)
  }
}
