import {humanDuration} from '../../../formats/duration/human-duration.js'
import {isObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {
  age,
  conditionStatus,
  containersText,
  count,
  items,
  labelsText,
  type Printer,
  part,
  selectorText,
  since,
  word,
} from './format.js'

const deployment: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  return [
    object.metadata.name ?? '',
    `${count(status.readyReplicas)}/${count(spec.replicas)}`,
    count(status.updatedReplicas),
    count(status.availableReplicas),
    age(object, now),
    ...containersText(part(spec, 'template')),
    // only a bookmark's has none
    isObject(spec.selector) ? selectorText(spec.selector) : '',
  ]
}

const replicaSet: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  return [
    object.metadata.name ?? '',
    count(spec.replicas),
    count(status.replicas),
    count(status.readyReplicas),
    age(object, now),
    ...containersText(part(spec, 'template')),
    object.kind === 'ReplicationController' ? labelsText(spec.selector) : selectorText(spec.selector),
  ]
}

const statefulSet: Printer = (object, now) => {
  const spec = part(object, 'spec')
  return [
    object.metadata.name ?? '',
    `${count(part(object, 'status').readyReplicas)}/${count(spec.replicas)}`,
    age(object, now),
    ...containersText(part(spec, 'template')),
  ]
}

const daemonSet: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  const template = part(spec, 'template')
  return [
    object.metadata.name ?? '',
    count(status.desiredNumberScheduled),
    count(status.currentNumberScheduled),
    count(status.numberReady),
    count(status.updatedNumberScheduled),
    count(status.numberAvailable),
    labelsText(part(template, 'spec').nodeSelector),
    age(object, now),
    ...containersText(template),
    selectorText(spec.selector),
  ]
}

const JOB_STATES = ['Complete', 'Failed', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet'] as const

function jobStatus(object: KubeObject): string {
  const status = part(object, 'status')
  const has = (type: string) => conditionStatus(status, type) === 'True'
  if (has('Complete') || has('Failed')) return has('Complete') ? 'Complete' : 'Failed'
  if (object.metadata.deletionTimestamp !== undefined) return 'Terminating'
  return JOB_STATES.find(has) ?? 'Running'
}

const job: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  const succeeded = count(status.succeeded)
  const parallel = count(spec.parallelism)
  const completions =
    spec.completions !== undefined
      ? `${succeeded}/${count(spec.completions)}`
      : parallel > 1
        ? `${succeeded}/1 of ${parallel}`
        : `${succeeded}/1`
  const end = typeof status.completionTime === 'string' ? Date.parse(status.completionTime) : now
  const duration = typeof status.startTime === 'string' ? humanDuration(end - Date.parse(status.startTime)) : ''
  return [
    object.metadata.name ?? '',
    jobStatus(object),
    completions,
    duration,
    age(object, now),
    ...containersText(part(spec, 'template')),
    selectorText(spec.selector),
  ]
}

const cronJob: Printer = (object, now) => {
  const spec = part(object, 'spec')
  const status = part(object, 'status')
  const inner = part(part(spec, 'jobTemplate'), 'spec')
  return [
    object.metadata.name ?? '',
    word(spec.schedule),
    word(spec.timeZone, '<none>'),
    spec.suspend === undefined ? '<unset>' : spec.suspend === true ? 'True' : 'False',
    items(status.active).length,
    status.lastScheduleTime === undefined ? '<none>' : since(status.lastScheduleTime, now),
    age(object, now),
    ...containersText(part(inner, 'template')),
    selectorText(inner.selector),
  ]
}

const podTemplate: Printer = (object) => {
  const template = part(object, 'template')
  return [object.metadata.name ?? '', ...containersText(template), labelsText(part(template, 'metadata').labels)]
}

const controllerRevision: Printer = (object, now) => {
  const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true)
  const [group = '', version] = (owner?.apiVersion ?? '').split('/')
  const kind = owner && (version === undefined ? owner.kind : `${owner.kind}.${group}`)
  const controller = owner ? `${kind!.toLowerCase()}/${owner.name}` : '<none>'
  return [object.metadata.name ?? '', controller, count(object.revision), age(object, now)]
}

export const WORKLOAD_PRINTERS: Readonly<Record<string, Printer>> = {
  '/podtemplates': podTemplate,
  '/replicationcontrollers': replicaSet,
  'apps/controllerrevisions': controllerRevision,
  'apps/daemonsets': daemonSet,
  'apps/deployments': deployment,
  'apps/replicasets': replicaSet,
  'apps/statefulsets': statefulSet,
  'batch/cronjobs': cronJob,
  'batch/jobs': job,
}
