import type {JsonObject, JsonValue} from '../../../../formats/json/value.js'
import {matchLabelSelector} from '../../../../formats/selector/label-selector.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {podAmounts, quantities} from '../../admission/pod-amounts.js'
import {listOf, section, specOf, statusOf} from '../runtime/objects.js'
import {unschedulableTaint} from './node-upkeep.js'

/** Why a node cannot take a pod, as the scheduler's filters say it, the first that says so; none when it can. */
export function misfits(node: KubeObject, pod: KubeObject): readonly string[] {
  const spec = specOf(pod)
  const tolerations = listOf(spec.tolerations)
  if (specOf(node).unschedulable === true && !tolerations.some((one) => tolerates(one, unschedulableTaint))) {
    return ['node(s) were unschedulable']
  }
  if (untolerated(node, tolerations, ['NoSchedule', 'NoExecute'])) return ['node(s) had untolerated taint(s)']
  if (!isSelected(node, spec)) return ["node(s) didn't match Pod's node affinity/selector"]
  return shortages(node, spec).map((name) => `Insufficient ${name}`)
}

/** Whether a node has a taint of these effects that nothing tolerates. */
export function untolerated(node: KubeObject, tolerations: readonly JsonObject[], effects: readonly string[]): boolean {
  return listOf(specOf(node).taints).some(
    (taint) => effects.includes(String(taint.effect)) && !tolerations.some((toleration) => tolerates(toleration, taint)),
  )
}

function tolerates(toleration: JsonObject, taint: JsonObject): boolean {
  const {key = '', operator = 'Equal', value = '', effect = ''} = toleration
  if (effect !== '' && effect !== taint.effect) return false
  if (key === '') return operator === 'Exists'
  return key === taint.key && (operator === 'Exists' || value === (taint.value ?? ''))
}

/** nodeSelector and required node affinity: one of the terms, and all of it. */
export function isSelected(node: KubeObject, spec: JsonObject): boolean {
  const labels = node.metadata.labels ?? {}
  const wanted = section(spec, 'nodeSelector')
  if (Object.keys(wanted).some((key) => labels[key] !== wanted[key])) return false
  const affinity = section(section(spec, 'affinity'), 'nodeAffinity')
  const {requiredDuringSchedulingIgnoredDuringExecution: required} = affinity
  if (required === undefined || required === null) return true
  const fields = {'metadata.name': node.metadata.name}
  return listOf(section(affinity, 'requiredDuringSchedulingIgnoredDuringExecution').nodeSelectorTerms).some((term) => {
    const [byLabel, byField] = [listOf(term.matchExpressions), listOf(term.matchFields)]
    if (byLabel.length + byField.length === 0) return false
    return byLabel.every((one) => meets(one, labels)) && byField.every((one) => meets(one, fields))
  })
}

function meets(wanted: JsonObject, labels: Readonly<Record<string, string | undefined>>): boolean {
  const {key, operator, values} = wanted
  if (operator !== 'Gt' && operator !== 'Lt') {
    const [name, how] = [String(key), String(operator)]
    return matchLabelSelector({matchExpressions: [{key: name, operator: how, values: textsOf(values)}]} as never, labels)
  }
  const [have, bound] = [Number(labels[String(key)]), Number(textsOf(values)[0])]
  return operator === 'Gt' ? have > bound : have < bound
}

const textsOf = (values: JsonValue | undefined) => (Array.isArray(values) ? values.map(String) : [])

/** Of what a pod asks for, what the node as a whole has not got; sums over pods are not made: it stands for as many as it takes. */
function shortages(node: KubeObject, spec: JsonObject): readonly string[] {
  const {allocatable} = statusOf(node)
  if (allocatable === undefined) return []
  const has = quantities(allocatable)
  return [...podAmounts(spec, 'requests')]
    .filter(([name, {nanos}]) => nanos > 0n && nanos > (has.get(name)?.nanos ?? 0n))
    .map(([name]) => name)
    .sort()
}
