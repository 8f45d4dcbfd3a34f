import {goQuote} from '../../../../errors/go-quote.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, required} from '../../../../schema/field-error.js'
import type {FieldError, RuleEnv} from '../../hooks.js'
import {forbidden as refused} from '../../status.js'
import {internalDiff} from '../common/internal-diff.js'
import type {RuleContext} from '../kind-rules.js'
import {same} from '../same.js'
import {podStatusFaults} from '../status/pod-status.js'
import {qosClassOf} from './qos.js'
import {validatePod} from './validate-pod.js'

type Pod = Go['Pod']
type Spec = Go['PodSpec']

const FIXED =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
  '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),' +
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

/** A pod hardly changes: images, its deadline, further tolerations, fewer gates. */
export function validatePodUpdate(now: Pod, old: Pod, {env}: RuleContext): FieldError[] {
  if (env.subresource === 'status') return podStatusFaults(now, old)
  if (env.subresource === 'resize') return validateResize(now, old, env)
  const errors = validatePod(now)
  // these reach only the part of a pod that they are for
  if (env.subresource === 'ephemeralcontainers') return [...errors, ...ephemeralChange(now.spec, old.spec)]
  for (const field of ['containers', 'initContainers'] as const) {
    if ((now.spec[field] ?? []).length !== (old.spec[field] ?? []).length)
      return [...errors, forbidden(`spec.${field}`, 'pod updates may not add or remove containers')]
    errors.push(...imageFaults(now.spec[field] ?? [], `spec.${field}`))
  }
  errors.push(...deadlineChange(now.spec, old.spec))
  errors.push(...tolerationChange(now.spec, old.spec), ...gateChange(now.spec, old.spec))
  const munged = withOldParts(now.spec, old.spec)
  if (same(munged, old.spec)) return errors
  return [...errors, forbidden('spec', `${FIXED}\n${internalDiff('PodSpec', old.spec, munged)}`)]
}

/** Ephemeral containers only come; none is taken away or changed. */
function ephemeralChange(now: Spec, old: Spec): FieldError[] {
  const path = 'spec.ephemeralContainers'
  const after = new Map((now.ephemeralContainers ?? []).map((one) => [one.name, one]))
  return (old.ephemeralContainers ?? []).flatMap((one) => {
    const kept = after.get(one.name)
    if (!kept) return [forbidden(path, `existing ephemeral containers ${goQuote(one.name)} may not be removed\n`)]
    const changed = `existing ephemeral containers ${goQuote(one.name)} may not be changed\n`
    return same(kept, one) ? [] : [forbidden(path, `${changed}${internalDiff('EphemeralContainer', one, kept)}`)]
  })
}

/** Images, which may change, are looked at once more. */
function imageFaults(containers: readonly Go['Container'][], path: string): FieldError[] {
  return containers.flatMap(({image = ''}, at) => {
    const field = `${path}[${at}].image`
    if (image === '') return [required(field)]
    return image.trim() === image ? [] : [invalid(field, image, 'must not have leading or trailing whitespace')]
  })
}

function deadlineChange(now: Spec, old: Spec): FieldError[] {
  const path = 'spec.activeDeadlineSeconds'
  const [is, was] = [now.activeDeadlineSeconds, old.activeDeadlineSeconds]
  if (was === undefined) return []
  if (is === undefined) return [invalid(path, null, 'must not update from a positive integer to nil value')]
  return was < is ? [invalid(path, is, 'must be less than or equal to previous value')] : []
}

function tolerationChange(now: Spec, old: Spec): FieldError[] {
  const bare = ({tolerationSeconds: _, ...rest}: Go['Toleration']) => rest
  const lost = (old.tolerations ?? []).some((one) => !(now.tolerations ?? []).some((other) => same(bare(other), bare(one))))
  return lost ? [forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')] : []
}

function gateChange(now: Spec, old: Spec): FieldError[] {
  const before = new Set((old.schedulingGates ?? []).map(({name}) => name))
  return (now.schedulingGates ?? []).flatMap(({name}, at) =>
    before.has(name)
      ? []
      : [forbidden(`spec.schedulingGates[${at}].name`, `only deletion is allowed, but found new scheduling gate '${name}'`)],
  )
}

function withOldParts(now: Spec, old: Spec): Spec {
  const munged: Spec = {...now}
  const keep = <K extends keyof Spec>(key: K) => {
    if (old[key] === undefined) delete munged[key]
    else munged[key] = old[key]
  }
  const withImages = (list: readonly Go['Container'][], before: readonly Go['Container'][] | null | undefined) =>
    list.map((container, at) => {
      const {image: _, ...rest} = container
      const image = before?.[at]?.image
      return image === undefined ? rest : {...rest, image}
    })
  if (now.containers) munged.containers = withImages(now.containers, old.containers)
  if (now.initContainers) munged.initContainers = withImages(now.initContainers, old.initContainers)
  for (const key of ['activeDeadlineSeconds', 'schedulingGates', 'tolerations'] as const) keep(key)
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && now.terminationGracePeriodSeconds === 1)
    keep('terminationGracePeriodSeconds')
  if ((old.schedulingGates ?? []).length > 0) keep('nodeSelector')
  return munged
}

type Resources = Go['ResourceRequirements']

const RESIZED = ['cpu', 'memory']
const LISTS = ['containers', 'initContainers'] as const

/** Other resources for the containers that there are: more or less CPU and memory, of the same class. Throws ApiError 403. */
function validateResize(now: Pod, old: Pod, env: RuleEnv): FieldError[] {
  const errors = validatePod(now)
  if (old.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined)
    return [forbidden('[]', 'static pods cannot be resized')]
  if (old.spec.os?.name === 'windows') return [forbidden('[]', 'windows pods cannot be resized')]
  errors.push(...classChange(now.spec, old.spec))
  const moved = orderFaults(now.spec, old.spec)
  errors.push(...(moved.length > 0 ? moved : [...removed(now.spec, old.spec), ...otherChange(now.spec, old.spec)]))
  if (errors.length === 0) checkNode(old, env)
  return errors
}

function classChange(now: Spec, old: Spec): FieldError[] {
  const was = qosClassOf(old)
  return qosClassOf(now) === was ? [] : [invalid('spec', was, 'Pod QOS Class may not change as a result of resizing')]
}

function orderFaults(now: Spec, old: Spec): FieldError[] {
  return LISTS.flatMap((field) => {
    const [is, was] = [now[field] ?? [], old[field] ?? []]
    const path = `spec.${field}`
    if (is.length !== was.length) return [forbidden(path, `${field} may not be added or removed on resize`)]
    return is.flatMap(({name}, at) =>
      name === was[at]!.name ? [] : [forbidden(`${path}[${at}].name`, `${field} may not be renamed or reordered on resize`)],
    )
  })
}

/** What a container asks for may change, not vanish. */
function removed(now: Spec, old: Spec): FieldError[] {
  return (old.containers ?? []).flatMap(({resources: was}, at) =>
    (['requests', 'limits'] as const).flatMap((part) => {
      const is = now.containers?.[at]?.resources[part] ?? {}
      const lost = Object.keys(was[part] ?? {}).some((name) => !Object.hasOwn(is, name))
      return lost ? [forbidden(`spec.containers[${at}].resources.${part}`, `resource ${part} cannot be removed`)] : []
    }),
  )
}

/** Whether anything else has changed, an order of restarts too. */
function otherChange(now: Spec, old: Spec): FieldError[] {
  const equal = same(kept(now.resources ?? {}), kept(old.resources ?? {}))
  const all = LISTS.every((field) => same(rest(now[field]), rest(old[field])))
  return equal && all ? [] : [forbidden('spec', 'only cpu and memory resources are mutable')]
}

function rest(list: readonly Go['Container'][] | null | undefined): object[] {
  return (list ?? []).map((container) => ({...container, resources: kept(container.resources)}))
}

/** Resources without those that may change. */
function kept({requests, limits}: Resources): object {
  const other = (amounts: Readonly<Record<string, string>> | undefined) =>
    Object.fromEntries(Object.entries(amounts ?? {}).filter(([name]) => !RESIZED.includes(name)))
  return {requests: other(requests), limits: other(limits)}
}

/** Admission: what a node can do is asked of the node. */
function checkNode({metadata, spec}: Pod, env: RuleEnv): void {
  if (!spec.nodeName || env.lookup('v1', 'Node', undefined, spec.nodeName)) return
  throw refused({group: '', resource: 'pods'}, metadata.name ?? '', `node ${JSON.stringify(spec.nodeName)} not found`)
}
