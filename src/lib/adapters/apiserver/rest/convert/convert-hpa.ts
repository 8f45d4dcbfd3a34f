import {parseJson} from '../../../../formats/json/parse.js'
import {printJson} from '../../../../formats/json/print.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'

/** Where autoscaling/v1 keeps what it has no fields for. */
const METRICS = 'autoscaling.alpha.kubernetes.io/metrics'
const BEHAVIOR = 'autoscaling.alpha.kubernetes.io/behavior'
const CONDITIONS = 'autoscaling.alpha.kubernetes.io/conditions'
const CURRENT = 'autoscaling.alpha.kubernetes.io/current-metrics'

function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {}
}

/** True for the one metric that v1 has a field for: average CPU utilisation. */
function isCpuUtilisation(metric: JsonValue): boolean {
  const resource = objectOf(objectOf(metric).resource)
  return resource.name === 'cpu' && objectOf(resource.target).averageUtilization !== undefined
}

/** An autoscaling/v2 HorizontalPodAutoscaler as v1: one CPU target, the rest in annotations. */
export function hpaFromV2(object: KubeObject): KubeObject {
  const {metrics, behavior, ...spec} = objectOf(object.spec)
  const {conditions, currentMetrics, ...status} = objectOf(object.status)
  const all = Array.isArray(metrics) ? metrics : []
  const cpu = all.find(isCpuUtilisation)
  const others = all.filter((metric) => metric !== cpu)
  const annotations: Record<string, string> = {...object.metadata.annotations}
  if (others.length > 0) annotations[METRICS] = printJson(others)
  if (behavior !== undefined) annotations[BEHAVIOR] = printJson(behavior)
  if (Array.isArray(conditions) && conditions.length > 0) annotations[CONDITIONS] = printJson(conditions)
  if (Array.isArray(currentMetrics) && currentMetrics.length > 0) annotations[CURRENT] = printJson(currentMetrics)
  const target = cpu && objectOf(objectOf(objectOf(cpu).resource).target).averageUtilization
  return {
    ...object,
    apiVersion: 'autoscaling/v1',
    metadata: {...object.metadata, ...(Object.keys(annotations).length > 0 ? {annotations} : {})},
    spec: {...spec, ...(target === undefined ? {} : {targetCPUUtilizationPercentage: target})},
    ...(object.status === undefined ? {} : {status}),
  }
}

/** An autoscaling/v1 HorizontalPodAutoscaler as v2, in which both are stored. */
export function hpaToV2(object: KubeObject): KubeObject {
  const {targetCPUUtilizationPercentage: percent, ...spec} = objectOf(object.spec)
  const {[METRICS]: metricsText, [BEHAVIOR]: behaviorText, ...rest} = object.metadata.annotations ?? {}
  const {[CONDITIONS]: conditionsText, [CURRENT]: currentText, ...annotations} = rest
  const metrics: JsonValue[] = []
  if (percent !== undefined) {
    metrics.push({
      type: 'Resource',
      resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization: percent}},
    })
  }
  const others = parsed(metricsText)
  if (Array.isArray(others)) metrics.push(...others)
  const {annotations: _, ...metadata} = object.metadata
  const conditions = parsed(conditionsText)
  const currentMetrics = parsed(currentText)
  return {
    ...object,
    apiVersion: 'autoscaling/v2',
    metadata: {...metadata, ...(Object.keys(annotations).length > 0 ? {annotations} : {})},
    spec: {
      ...spec,
      ...(metrics.length > 0 ? {metrics} : {}),
      ...(behaviorText === undefined ? {} : {behavior: parsed(behaviorText)}),
    },
    status: {
      ...objectOf(object.status),
      ...(conditions === undefined ? {} : {conditions}),
      ...(currentMetrics === undefined ? {} : {currentMetrics}),
    },
  }
}

function parsed(text: string | undefined): JsonValue | undefined {
  if (text === undefined) return undefined
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
