import type {Trace, TraceResult} from '../actions/inspect/trace.js'
import {isObject, type JsonObject, type JsonValue} from '../formats/json/value.js'
import {goTime} from '../formats/time/local-time.js'
import type {Zone} from '../ports/clock.js'
import type {KubeObject} from '../ports/kube.js'
import {renderNames} from './objects.js'

export interface TraceForm {
  /** with API versions, intervals, ages and what is suspended */
  readonly wide: boolean
  /** in whose time; UTC when absent */
  readonly zone?: Zone | undefined
}

type Row = readonly [label: string, value: string | undefined]

/** An empty line. */
const BLANK: Row = ['', '']

/**
 * Reports of `flux trace`, an additional separator between them (cli reference 9.2); a failed one leaves only that.
 */
export function renderTraces(results: readonly TraceResult[], {wide, zone}: TraceForm): string {
  return results
    .map((result, index) => `${index > 0 ? '---\n' : ''}${'error' in result ? '' : renderTrace(result, {wide, zone})}`)
    .join('')
}

/** The object and what it comes from, by name. */
export function renderTraceNames(results: readonly TraceResult[]): string {
  return renderNames(
    results.flatMap((result) => {
      const {object, kind} = result.target
      const from = 'error' in result ? [] : [result.applier, result.chart, result.source]
      const links = from.flatMap((link) => (link ? [{...refOf(link), name: link.metadata.name}] : []))
      return [{apiVersion: object.apiVersion, kind, name: object.metadata.name}, ...links]
    }),
  )
}

const refOf = ({apiVersion, kind}: KubeObject) => ({apiVersion, kind})

/** What is said on stderr of an object that could not be traced. */
export function traceFailure({target, error}: Extract<TraceResult, {error: string}>): string {
  const {name, namespace} = target.object.metadata
  return `failed to trace ${target.kind}/${name} in namespace ${namespace ?? ''}: ${error}`
}

/** Traces as data: the object and, from nearest to farthest, what it comes from; `error` for what could not be traced. */
export function traceData(results: readonly TraceResult[]): JsonValue {
  return results.map((result): JsonObject => {
    const {apiVersion, metadata} = result.target.object
    const object = {apiVersion, kind: result.target.kind, name: metadata.name, namespace: metadata.namespace}
    if ('error' in result) return {object, error: result.error}
    const {applier, chart, source} = result
    return {object, from: [applier, chart, source].filter((link) => link !== undefined).map(linkData)}
  })
}

function linkData(object: KubeObject): JsonObject {
  const {apiVersion, kind, metadata} = object
  const ready = readyOf(object)
  return {
    ...{apiVersion, kind, name: metadata.name, namespace: metadata.namespace},
    url: textAt(object, 'spec', 'url') || undefined,
    revision:
      revisionOf(object) ??
      (textAt(object, 'status', 'lastAppliedRevision') || textAt(object, 'status', 'lastAttemptedRevision') || undefined),
    ready: ready && String(ready.status),
    message: ready && String(ready.message ?? ''),
    lastTransitionTime: ready && String(ready.lastTransitionTime ?? ''),
  }
}

function renderTrace({target, applier, chart, source}: Trace, {wide, zone}: TraceForm): string {
  const helm = applier.kind === 'HelmRelease'
  const width = helm ? 16 : 17
  const {object, kind} = target
  const blocks = [
    block(width, [
      ['Object', `${kind}/${object.metadata.name}`],
      ['Namespace', object.metadata.namespace],
      ['Status', 'Managed by Flux'],
    ]),
    block(width, helm ? releaseRows(applier, zone) : kustomizationRows(applier, zone)),
  ]
  if (chart) blocks.push(block(width, chartRows(chart, zone)))
  if (source) blocks.push(block(sourceWidth(source, helm), sourceRows(source, zone, helm)))
  if (wide) for (const link of [applier, chart, source]) if (link) blocks.push(block(width, wideRows(link, zone)))
  return `\n${blocks.join('---\n')}`
}

/** What the report leaves out. */
function wideRows(object: KubeObject, zone: Zone | undefined): Row[] {
  return [
    ['Resource', `${object.kind}/${object.metadata.name} (${object.apiVersion})`],
    ['Interval', textAt(object, 'spec', 'interval') || undefined],
    ['Suspended', isObject(object.spec) && object.spec['suspend'] === true ? 'True' : 'False'],
    ['Created', goTime(object.metadata.creationTimestamp ?? '', zone)],
  ]
}

function sourceWidth({kind}: KubeObject, helm: boolean): number {
  if (!helm || kind === 'OCIRepository' || kind === 'ExternalArtifact') return 17
  return kind === 'GitRepository' ? 15 : 16
}

/** Rows without a value are left out. */
function block(width: number, rows: readonly Row[]): string {
  return rows
    .filter(([, value]) => value !== undefined)
    .map(([label, value]) => (label === '' ? '\n' : `${`${label}:`.padEnd(width)}${value}\n`))
    .join('')
}

function kustomizationRows(object: KubeObject, zone: Zone | undefined): Row[] {
  return [
    ['Kustomization', object.metadata.name],
    ['Namespace', object.metadata.namespace],
    ['Target', textAt(object, 'spec', 'targetNamespace') || undefined],
    ['Path', textAt(object, 'spec', 'path')],
    ['Revision', textAt(object, 'status', 'lastAppliedRevision')],
    ...statusRows(object, false, zone),
  ]
}

function releaseRows(object: KubeObject, zone: Zone | undefined): Row[] {
  return [
    ['HelmRelease', object.metadata.name],
    ['Namespace', object.metadata.namespace],
    ['Target', textAt(object, 'spec', 'targetNamespace') || undefined],
    ['Revision', textAt(object, 'status', 'lastAttemptedRevision')],
    ...statusRows(object, false, zone),
  ]
}

function chartRows(object: KubeObject, zone: Zone | undefined): Row[] {
  return [
    ['HelmChart', object.metadata.name],
    ['Namespace', object.metadata.namespace],
    ['Chart', textAt(object, 'spec', 'chart')],
    ['Version', textAt(object, 'spec', 'version')],
    ['Revision', revisionOf(object)],
    ...statusRows(object, false, zone),
  ]
}

function sourceRows(object: KubeObject, zone: Zone | undefined, helm: boolean): Row[] {
  const rows: Row[] = [
    [object.kind, object.metadata.name],
    ['Namespace', object.metadata.namespace],
  ]
  if (object.kind === 'ExternalArtifact') rows.push(['Source', externalSource(object)])
  else rows.push(['URL', textAt(object, 'spec', 'url')])
  rows.push(...referenceRows(object), ['Revision', revisionOf(object)])
  if (!helm && (object.kind === 'OCIRepository' || object.kind === 'ExternalArtifact')) rows.push(...originRows(object))
  return [...rows, ...statusRows(object, object.kind !== 'HelmRepository', zone)]
}

function referenceRows(object: KubeObject): Row[] {
  const tag = textAt(object, 'spec', 'ref', 'tag') || textAt(object, 'spec', 'ref', 'semver')
  if (tag) return [['Tag', tag]]
  const branch = textAt(object, 'spec', 'ref', 'branch')
  if (object.kind === 'GitRepository') return branch ? [['Branch', branch]] : []
  const digest = textAt(object, 'spec', 'ref', 'digest')
  return object.kind === 'OCIRepository' && digest ? [['Digest', digest]] : []
}

/** As it is written: a namespace that is left out stays so, as in `get sources external`. */
function externalSource(object: KubeObject): string | undefined {
  const part = (field: string) => textAt(object, 'spec', 'sourceRef', field)
  return part('kind') ? `${part('kind')}/${part('namespace')}/${part('name')}` : undefined
}

const revisionOf = (object: KubeObject) => textAt(object, 'status', 'artifact', 'revision') || undefined

/** Of an artifact with metadata a line each, be there something to say or not. */
function originRows(object: KubeObject): Row[] {
  if (!isObject(object.status) || !isObject(object.status.artifact) || !isObject(object.status.artifact.metadata)) return []
  const origin = (label: string, name: string): Row => {
    const value = textAt(object, 'status', 'artifact', 'metadata', `org.opencontainers.image.${name}`)
    return value ? [label, value] : BLANK
  }
  return [origin('Origin Revision', 'revision'), origin('Origin Source', 'source')]
}

/** Only sources that are no charts or their repositories say that their last reconciliation failed. */
function statusRows(object: KubeObject, isSource: boolean, zone: Zone | undefined): Row[] {
  const ready = readyOf(object)
  if (!ready) return [['Status', 'Unknown']]
  const failed = isSource && ready.status === 'False'
  return [
    [
      'Status',
      `Last ${failed ? 'reconciliation failed' : 'reconciled'} at ${goTime(String(ready.lastTransitionTime ?? ''), zone)}`,
    ],
    ['Message', String(ready.message ?? '')],
  ]
}

function readyOf(object: KubeObject): JsonObject | undefined {
  const conditions = isObject(object.status) ? object.status.conditions : undefined
  return Array.isArray(conditions) ? conditions.filter(isObject).find((item) => item.type === 'Ready') : undefined
}

function textAt(object: KubeObject, ...path: string[]): string {
  let value: JsonValue | undefined = object as JsonObject
  for (const key of path) value = isObject(value) ? value[key] : undefined
  return typeof value === 'string' ? value : ''
}
