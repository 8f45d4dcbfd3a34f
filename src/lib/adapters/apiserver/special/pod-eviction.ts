import {freezeDeep} from '../../../formats/json/freeze.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {matchLabelSelector, type ObjectSelector} from '../../../formats/selector/label-selector.js'
import type {KubeObject} from '../../../ports/kube.js'
import {type ApiAnswer, respond} from '../request/api-request.js'
import {checkNamespace, type ResourceRequest, readObject, targetOf} from '../request/resource-handler.js'
import {type Core, listAll, timestamp, type WriteSettings} from '../rest/core.js'
import {decodeObject} from '../rest/decode.js'
import {checkPreconditions, deleteObject, deleteSettings} from '../rest/delete.js'
import {writeSettings} from '../rest/options.js'
import type {ObjectTarget} from '../rest/target.js'
import {updateObject} from '../rest/update.js'
import {badRequest, statusError} from '../status.js'
import {keyOf} from '../store/store.js'
import {admitBody} from './admit-body.js'
import {bodyEntry} from './body-entry.js'
import {podOf} from './pods.js'

/** POST of pods/NAME/eviction: a deletion that a PodDisruptionBudget can refuse. */
export function handleEviction(resource: ResourceRequest): ApiAnswer {
  const {core, request, call} = resource
  const settings = writeSettings(request.query, 'CreateOptions')
  const given = evictionOf(resource, settings).deleteOptions
  const pod = podOf(resource)
  const dryRun = settings.dryRun || (isObject(given) && Array.isArray(given.dryRun) && given.dryRun.length > 0)
  const target = {...targetOf(resource), subresource: ''}
  spendBudget(resource, pod, dryRun)
  const options = {...deleteSettings(new Map(), given), dryRun}
  checkPreconditions(target, pod, options)
  if (!options.dryRun) markEvicted(core, target, pod)
  // the mark is a revision of its own
  deleteObject(core, target, {...options, preconditions: {}}, call)
  return respond({status: 201, body: {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201}})
}

/** What is asked for, once nobody has anything against it. */
function evictionOf(resource: ResourceRequest, settings: WriteSettings): KubeObject {
  const {core, entry, request, call, info} = resource
  const kind = bodyEntry(entry, {group: 'policy', version: 'v1', kind: 'Eviction'})
  const {value, strict, text} = readObject(request, kind)
  // the one old version that is still read
  const isOld = isObject(value) && value.kind === kind.kind && value.apiVersion === 'policy/v1beta1'
  const eviction = decodeObject(core, kind, isOld ? {...value, apiVersion: kind.apiVersion} : value, strict, settings, call, text)
  checkNamespace(entry, info.namespace, eviction)
  const {object, validate} = admitBody(resource, kind, eviction, settings)
  if (object.metadata.name !== info.name) throw badRequest('name in URL does not match name in Eviction object')
  const rehearsed = settings.dryRun ? {dryRun: ['All']} : {}
  const told = {...object, deleteOptions: {...(isObject(object.deleteOptions) ? object.deleteOptions : {}), ...rehearsed}}
  validate(told)
  return told
}

/** Asks the pod's budget, and counts the pod against it. Throws ApiError 429 when there is nothing left. */
function spendBudget({core, info}: ResourceRequest, pod: KubeObject, dryRun: boolean): void {
  const {phase, conditions} = statusOf(pod)
  const over = phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending'
  if (over || pod.metadata.deletionTimestamp !== undefined) return
  const entry = core.catalog.kind('policy/v1', 'PodDisruptionBudget')!
  const budgets = listAll(core, 'policy/v1', 'PodDisruptionBudget', info.namespace).filter((one) => selects(one, pod))
  if (budgets.length > 1) {
    const text = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'
    throw statusError(500, '', text)
  }
  const [budget] = budgets
  if (!budget) return
  const ready = list(conditions).some(({type, status}) => type === 'Ready' && status === 'True')
  if (!ready && sickMayGo(budget)) return
  const allowed = allowedBy(budget)
  if (dryRun) return
  const now = timestamp(core.clock.now())
  const status = statusOf(budget)
  const spent: KubeObject = {
    ...budget,
    status: {
      ...status,
      disruptedPods: {...(isObject(status.disruptedPods) ? status.disruptedPods : {}), [info.name]: now},
      disruptionsAllowed: allowed - 1,
      ...(allowed === 1 ? {conditions: exhausted(budget, now)} : {}),
    },
  }
  const settings = {dryRun: false, fieldManager: '', fieldValidation: 'Ignore' as const, force: false}
  const call = {user: SERVER, userAgent: 'kube-apiserver', warnings: []}
  updateObject(
    core,
    {entry, namespace: info.namespace, name: budget.metadata.name ?? '', subresource: 'status'},
    freezeDeep(spent),
    settings,
    call,
  )
}

const SERVER = {name: 'system:apiserver', groups: ['system:masters', 'system:authenticated']}

/** Pods that are not ready count for nothing, unless the application is in trouble already. */
function sickMayGo(budget: KubeObject): boolean {
  const spec: JsonObject = isObject(budget.spec) ? budget.spec : {}
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true
  const {currentHealthy = 0, desiredHealthy = 0} = statusOf(budget) as {currentHealthy?: number; desiredHealthy?: number}
  return desiredHealthy > 0 && currentHealthy >= desiredHealthy
}

/** How many pods may still go, at least one. */
function allowedBy(budget: KubeObject): number {
  const {name = '', generation = 0} = budget.metadata
  const status = statusOf(budget)
  const count = (field: string) => Number(status[field] ?? 0)
  if (count('observedGeneration') < generation)
    throw refusal(`The disruption budget ${name} is still being processed by the server.`, 10)
  const allowed = count('disruptionsAllowed')
  if (allowed > 0) return allowed
  const failed = list(status.conditions).find(
    ({type, status: state, reason}) => type === 'DisruptionAllowed' && state === 'False' && reason === 'SyncFailed',
  )
  const none = `The disruption budget ${name} does not allow evicting pods currently`
  if (failed) throw refusal(`${none} because it failed sync: ${String(failed.message ?? '')}`)
  const [has, needs] = [count('currentHealthy'), count('desiredHealthy')]
  throw refusal(has <= needs ? `The disruption budget ${name} needs ${needs} healthy pods and has ${has} currently` : none)
}

function refusal(message: string, retryAfterSeconds?: number): Error {
  return statusError(429, 'TooManyRequests', `Cannot evict pod as it would violate the pod's disruption budget.`, {
    causes: [{reason: 'DisruptionBudget', message}],
    ...(retryAfterSeconds === undefined ? {} : {retryAfterSeconds}),
  })
}

/** The condition of a budget that has nothing left. */
function exhausted(budget: KubeObject, now: string): JsonObject[] {
  const others = list(statusOf(budget).conditions)
  const before = others.find(({type}) => type === 'DisruptionAllowed')
  const condition = {
    type: 'DisruptionAllowed',
    status: 'False',
    observedGeneration: budget.metadata.generation ?? 0,
    lastTransitionTime: before?.status === 'False' ? (before.lastTransitionTime ?? now) : now,
    reason: 'InsufficientPods',
    message: '',
  }
  return [...others.filter((one) => one !== before), condition]
}

function statusOf(object: KubeObject): JsonObject {
  return isObject(object.status) ? object.status : {}
}

function list(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** Notes on a pod that lives on for a while why it has to go. */
function markEvicted(core: Core, target: ObjectTarget, pod: KubeObject): void {
  const status: JsonObject = isObject(pod.status) ? pod.status : {}
  if (pod.metadata.deletionTimestamp !== undefined || status.phase === 'Succeeded' || status.phase === 'Failed') return
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: timestamp(core.clock.now()),
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  }
  const others = Array.isArray(status.conditions) ? status.conditions : []
  const marked = freezeDeep({...pod, status: {...status, conditions: [...others, condition]}})
  core.store.put(target.entry.collection, keyOf(target.namespace, target.name), marked)
}

function selects(budget: KubeObject, pod: KubeObject): boolean {
  const selector = isObject(budget.spec) ? budget.spec.selector : undefined
  return matchLabelSelector(selector as ObjectSelector | undefined, pod.metadata.labels)
}
