import type {JsonObject} from '../../../formats/json/value.js'
import {age, count, items, type Printer, part, word} from './format.js'

/** `cpu: 20%/80%` for each metric; more than two are cut short. */
function targets(spec: JsonObject, status: JsonObject): string {
  const metrics = items(spec.metrics)
  const current = items(status.currentMetrics)
  if (metrics.length === 0) return '<none>'
  const texts = metrics.map((metric, index) => metricText(metric, current[index]))
  return texts.length > 2 ? `${texts.slice(0, 2).join(', ')} + ${texts.length - 2} more...` : texts.join(', ')
}

const SECTIONS: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
}

function metricText(metric: JsonObject, seen: JsonObject | undefined): string {
  const type = word(metric.type)
  const section = SECTIONS[type] ?? 'resource'
  const target = part(part(metric, section), 'target')
  const now = part(part(seen ?? {}, section), 'current')
  const prefix = type === 'Resource' || type === 'ContainerResource' ? `${word(part(metric, section).name)}: ` : ''
  if (target.averageUtilization !== undefined) {
    const value = now.averageUtilization === undefined ? '<unknown>' : `${word(now.averageUtilization)}%`
    return `${prefix}${value}/${word(target.averageUtilization)}%`
  }
  if (target.averageValue !== undefined) {
    const suffix = type === 'External' || type === 'Object' ? ' (avg)' : ''
    return `${prefix}${word(now.averageValue, '<unknown>')}/${word(target.averageValue)}${suffix}`
  }
  return `${prefix}${word(now.value, '<unknown>')}/${word(target.value)}`
}

/** Row of an autoscaling/v2 HorizontalPodAutoscaler; v1 is shown by what it stands for. */
export const autoscaler: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const reference = part(spec, 'scaleTargetRef')
  return [
    object.metadata.name ?? '',
    `${word(reference.kind)}/${word(reference.name)}`,
    targets(spec, part(object, 'status')),
    word(spec.minReplicas, '<unset>'),
    count(spec.maxReplicas),
    count(part(object, 'status').currentReplicas),
    age(object, now),
  ]
}
