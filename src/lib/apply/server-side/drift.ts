import {printJson} from '../../formats/json/print.js'
import {sameValue} from '../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import {removePointers} from '../pointers.js'
import {groupOf} from '../subject.js'

/**
 * True when a dry-run would change the live object: labels, annotations or anything outside metadata and status.
 * `ignored` are JSON pointers that do not count. Finalizers and owner references are not compared.
 */
export function hasDrifted(live: KubeObject | undefined, dryRun: KubeObject, ignored: readonly string[]): boolean {
  if (!live?.metadata.resourceVersion) return true
  const [before, after] = ignored.length === 0 ? [live, dryRun] : [removePointers(live, ignored), removePointers(dryRun, ignored)]
  if (!sameValue(before.metadata.labels ?? {}, after.metadata.labels ?? {})) return true
  if (!sameValue(before.metadata.annotations ?? {}, after.metadata.annotations ?? {})) return true
  return !sameValue(contentOf(before), contentOf(after))
}

function contentOf(object: KubeObject): JsonObject {
  const {metadata: _, status: __, ...content} = object
  if (object.kind !== 'HorizontalPodAutoscaler' || groupOf(object.apiVersion) !== 'autoscaling') return content
  return isObject(content.spec) && Array.isArray(content.spec.metrics)
    ? {...content, spec: {...content.spec, metrics: distinct(content.spec.metrics as JsonValue[])}}
    : content
}

/** Metrics of an autoscaler without repetitions and empty ones: the server adds both. */
function distinct(metrics: readonly JsonValue[]): JsonValue[] {
  const seen = new Set<string>()
  return metrics.filter((metric) => {
    const text = printJson(metric)
    if (!isObject(metric) || Object.keys(metric).length === 0 || seen.has(text)) return false
    seen.add(text)
    return true
  })
}
