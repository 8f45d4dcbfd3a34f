import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {age, conditionStatus, count, items, type Printer, part, since, word, words} from './format.js'

const named =
  (...cells: ((object: KubeObject, now: number) => JsonValue)[]): Printer =>
  (object, now) => [object.metadata.name ?? '', ...cells.map((cell) => cell(object, now))]

const size = (value: JsonValue | undefined): number =>
  isObject(value) ? Object.keys(value).length : Array.isArray(value) ? value.length : 0
const spec =
  (name: string, absent = '') =>
  (object: KubeObject): string =>
    word(part(object, 'spec')[name], absent)
/** How a priority level is limited. */
const levelOf = (object: KubeObject) => part(part(object, 'spec'), 'limited')
const queuingOf = (object: KubeObject) => part(part(levelOf(object), 'limitResponse'), 'queuing')
const field =
  (name: string) =>
  (object: KubeObject): string =>
    word(object[name])

const event: Printer = (object, now) => {
  const about = part(object, object.apiVersion === 'v1' ? 'involvedObject' : 'regarding')
  const source = part(object, object.apiVersion === 'v1' ? 'source' : 'deprecatedSource')
  const series = part(object, 'series')
  const old = object.apiVersion === 'v1'
  const first = object[old ? 'firstTimestamp' : 'deprecatedFirstTimestamp'] ?? object.eventTime
  const last = series.lastObservedTime ?? object[old ? 'lastTimestamp' : 'deprecatedLastTimestamp'] ?? first
  const times = object.series === undefined ? object[old ? 'count' : 'deprecatedCount'] : series.count
  const component = word(source.component) || word(object[old ? 'reportingComponent' : 'reportingController'])
  const host = word(source.host) || word(object.reportingInstance)
  const name = word(about.name)
  return [
    since(last, now),
    word(object.type),
    word(object.reason),
    name === '' ? word(about.kind).toLowerCase() : `${word(about.kind).toLowerCase()}/${name}`,
    word(about.fieldPath),
    host === '' ? component : `${component}, ${host}`,
    word(object[old ? 'message' : 'note']).trim(),
    since(first, now),
    count(times) || 1,
    object.metadata.name ?? '',
  ]
}

const node: Printer = (object, now) => {
  const status = part(object, 'status')
  const info = part(status, 'nodeInfo')
  const ready = conditionStatus(status, 'Ready')
  const states = [ready === undefined ? 'Unknown' : ready === 'True' ? 'Ready' : 'NotReady']
  if (part(object, 'spec').unschedulable === true) states.push('SchedulingDisabled')
  const roles = Object.entries(object.metadata.labels ?? {})
    .flatMap(([key, value]) =>
      key.startsWith('node-role.kubernetes.io/')
        ? [key.slice('node-role.kubernetes.io/'.length)]
        : key === 'kubernetes.io/role' && value !== ''
          ? [value]
          : [],
    )
    .filter((role) => role !== '')
    .sort()
  const address = (type: string) => word(items(status.addresses).find((one) => one.type === type)?.address, '<none>')
  return [
    object.metadata.name ?? '',
    states.join(','),
    roles.length === 0 ? '<none>' : roles.join(','),
    age(object, now),
    word(info.kubeletVersion),
    address('InternalIP'),
    address('ExternalIP'),
    word(info.osImage) || '<unknown>',
    word(info.kernelVersion) || '<unknown>',
    word(info.containerRuntimeVersion) || '<unknown>',
  ]
}

const quota: Printer = (object, now) => {
  const status = part(object, 'status')
  const hard = part(status, 'hard')
  const used = part(status, 'used')
  const requests: string[] = []
  const limits: string[] = []
  for (const name of Object.keys(hard).sort()) {
    const text = `${name}: ${word(used[name], '0')}/${word(hard[name])}`
    ;(name.startsWith('limits') ? limits : requests).push(text)
  }
  return [object.metadata.name ?? '', requests.join(', '), limits.join(', '), age(object, now)]
}

const binding: Printer = (object, now) => {
  const role = part(object, 'roleRef')
  const subjects = items(object.subjects)
  const of = (kind: string) =>
    subjects
      .filter((subject) => subject.kind === kind)
      .map(({name, namespace}) => (kind === 'ServiceAccount' ? `${word(namespace)}/${word(name)}` : word(name)))
      .join(', ')
  return [
    object.metadata.name ?? '',
    `${word(role.kind)}/${word(role.name)}`,
    age(object, now),
    of('User'),
    of('Group'),
    of('ServiceAccount'),
  ]
}

const budget: Printer = (object, now) => {
  const {minAvailable, maxUnavailable} = part(object, 'spec')
  return [
    object.metadata.name ?? '',
    word(minAvailable, 'N/A'),
    word(maxUnavailable, 'N/A'),
    count(part(object, 'status').disruptionsAllowed),
    age(object, now),
  ]
}

const apiService: Printer = (object, now) => {
  const service = part(part(object, 'spec'), 'service')
  const local = part(object, 'spec').service === undefined || part(object, 'spec').service === null
  const available = items(part(object, 'status').conditions).find((one) => one.type === 'Available')
  const state =
    available?.status === 'True'
      ? 'True'
      : `${word(available?.status, 'Unknown')}${available ? ` (${word(available.reason)})` : ''}`
  return [
    object.metadata.name ?? '',
    local ? 'Local' : `${word(service.namespace)}/${word(service.name)}`,
    state,
    age(object, now),
  ]
}

const webhooks = named((object) => size(object.webhooks), age)
const paramKind = (object: KubeObject): string => {
  const kind = part(part(object, 'spec'), 'paramKind')
  return part(object, 'spec').paramKind === undefined ? '<unset>' : `${word(kind.apiVersion)}/${word(kind.kind)}`
}
const paramRef = (object: KubeObject): string => {
  const reference = part(part(object, 'spec'), 'paramRef')
  if (part(object, 'spec').paramRef === undefined) return '<unset>'
  if (isObject(reference.selector)) return selectorGoText(reference.selector)
  return reference.namespace === undefined
    ? word(reference.name, '*')
    : `${word(reference.namespace)}/${word(reference.name, '*')}`
}

/** A LabelSelector as Go's String() writes it. */
function selectorGoText(selector: JsonObject): string {
  const labels = part(selector, 'matchLabels')
  const pairs = Object.keys(labels).sort()
  const expressions = items(selector.matchExpressions).map(
    ({key, operator, values}) =>
      `LabelSelectorRequirement{Key:${word(key)},Operator:${word(operator)},Values:[${words(values).join(' ')}],},`,
  )
  return `&LabelSelector{MatchLabels:map[string]string{${pairs.map((key) => `${key}: ${word(labels[key])},`).join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`
}

function jsonWord(value: JsonObject['x']): boolean {
  return value === true
}

export const CLUSTER_PRINTERS: Readonly<Record<string, Printer>> = {
  '/componentstatuses': named(
    () => 'Healthy',
    () => 'ok',
    () => '',
  ),
  '/configmaps': named((object) => size(object.data) + size(object.binaryData), age),
  '/events': event,
  '/namespaces': named((object) => word(part(object, 'status').phase), age),
  '/nodes': node,
  '/resourcequotas': quota,
  '/secrets': named(field('type'), (object) => size(object.data), age),
  '/serviceaccounts': named(age),
  'events.k8s.io/events': event,
  'apiregistration.k8s.io/apiservices': apiService,
  'coordination.k8s.io/leases': named(spec('holderIdentity'), age),
  'node.k8s.io/runtimeclasses': named(field('handler'), age),
  'policy/poddisruptionbudgets': budget,
  'rbac.authorization.k8s.io/clusterrolebindings': binding,
  'rbac.authorization.k8s.io/rolebindings': binding,
  'scheduling.k8s.io/priorityclasses': named(
    (object) => count(object.value),
    (object) => jsonWord(object.globalDefault),
    age,
    field('preemptionPolicy'),
  ),
  'admissionregistration.k8s.io/mutatingwebhookconfigurations': webhooks,
  'admissionregistration.k8s.io/validatingwebhookconfigurations': webhooks,
  'admissionregistration.k8s.io/validatingadmissionpolicies': named(
    (object) => size(part(object, 'spec').validations),
    paramKind,
    age,
  ),
  'admissionregistration.k8s.io/validatingadmissionpolicybindings': named(spec('policyName'), paramRef, age),
  'admissionregistration.k8s.io/mutatingadmissionpolicies': named(
    (object) => size(part(object, 'spec').mutations),
    paramKind,
    age,
  ),
  'admissionregistration.k8s.io/mutatingadmissionpolicybindings': named(spec('policyName'), paramRef, age),
  'networking.k8s.io/servicecidrs': named((object) => (part(object, 'spec').cidrs as string[] | undefined)?.join(',') ?? '', age),
  'flowcontrol.apiserver.k8s.io/prioritylevelconfigurations': named(
    spec('type'),
    (object) => levelOf(object).nominalConcurrencyShares ?? '<none>',
    (object) => queuingOf(object).queues ?? '<none>',
    (object) => queuingOf(object).handSize ?? '<none>',
    (object) => queuingOf(object).queueLengthLimit ?? '<none>',
    age,
  ),
  'storage.k8s.io/csinodes': named((object) => size(part(object, 'spec').drivers), age),
  'storage.k8s.io/volumeattributesclasses': named(field('driverName'), age),
  'resource.k8s.io/deviceclasses': named(age),
  'resource.k8s.io/resourceclaimtemplates': named(age),
}
