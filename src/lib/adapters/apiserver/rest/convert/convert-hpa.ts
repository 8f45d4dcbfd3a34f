import {parseJson} from '../../../../formats/json/parse.js'
import {printJson} from '../../../../formats/json/print.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import type {KubeObject, ObjectMeta} from '../../../../ports/kube.js'
import {behaviorToV1, behaviorToV2, currentToV1, currentToV2, metricsToV1, metricsToV2} from './hpa-metrics.js'

/** Where autoscaling/v1 keeps what it has no fields for. */
const METRICS = 'autoscaling.alpha.kubernetes.io/metrics'
const BEHAVIOR = 'autoscaling.alpha.kubernetes.io/behavior'
const CONDITIONS = 'autoscaling.alpha.kubernetes.io/conditions'
const CURRENT = 'autoscaling.alpha.kubernetes.io/current-metrics'
const OF_SPEC = [METRICS, BEHAVIOR]
const OF_STATUS = [CONDITIONS, CURRENT]
const ALL = [...OF_SPEC, ...OF_STATUS]

const objectOf = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {})
const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : [])

/** The CPU utilisation of a metric, in `target` or `current`; v1 has a field for that. */
function cpuUtilisation(metric: JsonValue, of: 'target' | 'current'): JsonValue | undefined {
  const resource = objectOf(objectOf(metric).resource)
  return resource.name === 'cpu' ? (objectOf(resource[of]).averageUtilization ?? undefined) : undefined
}

/** An autoscaling/v2 HorizontalPodAutoscaler as v1: one CPU target, the rest in annotations. */
export function hpaFromV2(object: KubeObject): KubeObject {
  const {metrics, behavior, ...spec} = objectOf(object.spec)
  const {conditions, currentMetrics, currentReplicas = 0, desiredReplicas = 0, ...times} = objectOf(object.status)
  const others = listOf(metrics).filter((metric) => cpuUtilisation(metric, 'target') === undefined)
  const target = first(listOf(metrics), 'target')
  const current = listOf(currentMetrics)
  const percent = first(current, 'current')
  const annotations: Record<string, string> = {...object.metadata.annotations}
  const note = (key: string, value: JsonValue) => (annotations[key] = printJson(value))
  if (others.length > 0) note(METRICS, metricsToV1(others))
  if (isObject(behavior)) note(BEHAVIOR, behaviorToV1(behavior))
  if (listOf(conditions).length > 0) note(CONDITIONS, listOf(conditions).map(shownCondition))
  if (current.length > 0) note(CURRENT, currentToV1(current))
  const shown: KubeObject = {
    ...object,
    apiVersion: 'autoscaling/v1',
    metadata: withAnnotations(object.metadata, annotations),
    spec: {...spec, ...(target === undefined ? {} : {targetCPUUtilizationPercentage: target})},
    status: {
      ...times,
      currentReplicas,
      desiredReplicas,
      ...(percent === undefined ? {} : {currentCPUUtilizationPercentage: percent}),
    },
  }
  origins.set(shown, object)
  return shown
}

/** What is shown as v1 -> v2, whose metrics have an order of their own. */
const origins = new WeakMap<KubeObject, KubeObject>()

/** A HorizontalPodAutoscaler of any version as v2: the one that v1 was made of, where it was. */
export function hpaAsV2(object: KubeObject): KubeObject {
  return object.apiVersion === 'autoscaling/v1' ? (origins.get(object) ?? hpaToV2(object)) : object
}

function first(metrics: readonly JsonValue[], of: 'target' | 'current'): JsonValue | undefined {
  return metrics.map((metric) => cpuUtilisation(metric, of)).find((value) => value !== undefined)
}

function shownCondition(condition: JsonValue): JsonObject {
  const {type = '', status = '', lastTransitionTime = null, reason, message} = objectOf(condition)
  return {type, status, lastTransitionTime, ...(reason ? {reason} : {}), ...(message ? {message} : {})}
}

/** An autoscaling/v1 HorizontalPodAutoscaler as v2, in which both are stored; what of its annotations cannot be read is gone. */
export function hpaToV2(object: KubeObject): KubeObject {
  const {targetCPUUtilizationPercentage: percent, ...spec} = objectOf(object.spec)
  const {currentCPUUtilizationPercentage: used, currentReplicas, desiredReplicas = 0, ...times} = objectOf(object.status)
  const notes = object.metadata.annotations ?? {}
  const metrics: JsonValue[] = metricsToV2(objectsOf(notes[METRICS]))
  if (percent !== undefined) metrics.push(cpuMetric('target', {type: 'Utilization', averageUtilization: percent}))
  const behavior = parsed(notes[BEHAVIOR])
  const rules = isObject(behavior) ? behaviorToV2(behavior) : undefined
  const told = currentToV2(objectsOf(notes[CURRENT]))
  const current = told.length > 0 || used === undefined ? told : [cpuMetric('current', {averageUtilization: used})]
  const conditions = objectsOf(notes[CONDITIONS])
  return {
    ...object,
    apiVersion: 'autoscaling/v2',
    metadata: withoutNotes(object.metadata),
    spec: {...spec, ...(metrics.length > 0 ? {metrics} : {}), ...(rules ? {behavior: rules} : {})},
    status: {
      ...times,
      ...(currentReplicas !== undefined && currentReplicas !== 0 ? {currentReplicas} : {}),
      desiredReplicas,
      currentMetrics: current.length > 0 ? current : null,
      ...(conditions.length > 0 ? {conditions} : {}),
    },
  }
}

function cpuMetric(of: 'target' | 'current', value: JsonObject): JsonObject {
  return {type: 'Resource', resource: {name: 'cpu', [of]: value}}
}

/** metadata without the annotations by which v1 tells of v2: they are the server's own. */
export function withoutNotes(metadata: ObjectMeta): ObjectMeta {
  const {annotations = {}} = metadata
  if (!ALL.some((key) => annotations[key] !== undefined)) return metadata
  return withAnnotations(metadata, Object.fromEntries(Object.entries(annotations).filter(([key]) => !ALL.includes(key))))
}

/** Whether there are metrics besides the one that v1 has a field for. */
export function tellsMetrics({annotations}: ObjectMeta): boolean {
  return annotations?.[METRICS] !== undefined
}

/** metadata with the annotations about one part, `spec` or `status`, as they were before. */
export function keptNotes(metadata: ObjectMeta, old: ObjectMeta | undefined, part: 'spec' | 'status'): ObjectMeta {
  const keys = part === 'spec' ? OF_SPEC : OF_STATUS
  const of = (all: ObjectMeta['annotations'], own: boolean) =>
    Object.entries(all ?? {}).filter(([key]) => keys.includes(key) === own)
  return withAnnotations(metadata, Object.fromEntries([...of(metadata.annotations, false), ...of(old?.annotations, true)]))
}

function withAnnotations(metadata: ObjectMeta, annotations: Record<string, string>): ObjectMeta {
  const entries = Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1))
  if (entries.length > 0) return {...metadata, annotations: Object.fromEntries(entries)}
  const {annotations: _, ...rest} = metadata
  return rest
}

function parsed(text: string | undefined): JsonValue | undefined {
  if (text === undefined) return undefined
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** The objects of a list in an annotation; none when anything else is in it. */
function objectsOf(text: string | undefined): JsonObject[] {
  const list = listOf(parsed(text))
  return list.every(isObject) ? ([...list] as JsonObject[]) : []
}
