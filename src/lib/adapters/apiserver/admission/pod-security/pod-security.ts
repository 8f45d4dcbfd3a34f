import {sameValue} from '../../../../formats/json/same-value.js'
import {isObject, type JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {FieldError} from '../../hooks.js'
import {type AdmissionRequest, type Core, listAll, lookup} from '../../rest/core.js'
import {forbidden, invalid} from '../../status.js'
import {items, part} from '../parts.js'
import {namespaceWarnings} from './pod-security-namespace.js'
import {type Level, violations} from './pod-security-violations.js'

const PREFIX = 'pod-security.kubernetes.io/'
const LEVELS: readonly string[] = ['privileged', 'baseline', 'restricted']

/** Where the Pod template is, by `group/resource`. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  '/podtemplates': ['template'],
  '/replicationcontrollers': ['spec', 'template'],
  'apps/daemonsets': ['spec', 'template'],
  'apps/deployments': ['spec', 'template'],
  'apps/replicasets': ['spec', 'template'],
  'apps/statefulsets': ['spec', 'template'],
  'batch/cronjobs': ['spec', 'jobTemplate', 'spec', 'template'],
  'batch/jobs': ['spec', 'template'],
}

/** Parts of a pod that change nothing of what it may do. */
const IGNORED = new Set(['exec', 'attach', 'binding', 'eviction', 'log', 'portforward', 'proxy', 'status'])

/** The admission plug-in PodSecurity: levels that a Namespace's labels ask for. */
export function podSecurity(core: Core, request: AdmissionRequest): void {
  const {operation, entry, object, old, subresource, call} = request
  if (operation === 'DELETE') return
  const id = `${entry.group}/${entry.resource}`
  if (id === '/namespaces') {
    if (subresource === '') checkNamespace(core, request)
    return
  }
  const isPod = id === '/pods'
  const path = TEMPLATES[id]
  if (isPod ? IGNORED.has(subresource) : !path || (request.shown?.subresource ?? subresource) !== '') return
  const labels = levelsOf(core, object)
  if (!labels) return
  if (isPod && old && !isSignificant(object, old)) return
  const pod = isPod ? object : at(object, path!)
  if (isPod) {
    const enforced = judge(labels, 'enforce', pod)
    if (enforced !== undefined) throw forbidden(entry, object.metadata.name ?? '', `violates PodSecurity ${enforced}`)
  }
  const warned = judge(labels, 'warn', pod)
  if (warned !== undefined) call.warnings.push(`would violate PodSecurity ${warned}`)
}

/** Whether an update of a workload is warned of although it changes nothing. */
export function warnsOfTemplates(core: Core, {entry, object, subresource}: AdmissionRequest): boolean {
  if (!TEMPLATES[`${entry.group}/${entry.resource}`] || subresource !== '') return false
  return levelsOf(core, object) !== undefined
}

/** The labels of an object's namespace, where they ask for levels. */
function levelsOf(core: Core, object: KubeObject): Readonly<Record<string, string>> | undefined {
  const labels = lookup(core, 'v1', 'Namespace', undefined, object.metadata.namespace ?? '')?.metadata.labels
  return labels && hasLevels(labels) ? labels : undefined
}

/** Other containers or images; all else of a pod that may change does not matter. */
function isSignificant(pod: KubeObject, old: KubeObject): boolean {
  return ['containers', 'initContainers', 'ephemeralContainers'].some((name) => {
    const images = (object: KubeObject) => items(part(object, 'spec')[name]).map(({image}) => image ?? '')
    return !sameValue(images(pod), images(old))
  })
}

function checkNamespace(core: Core, {object, old, call}: AdmissionRequest): void {
  checkLabels(object, old)
  const pods = () => listAll(core, 'v1', 'Pod', object.metadata.name)
  if (old) call.warnings.push(...namespaceWarnings(object, old, pods))
}

function hasLevels(labels: Readonly<Record<string, string>>): boolean {
  return labels[`${PREFIX}enforce`] !== undefined || labels[`${PREFIX}warn`] !== undefined
}

/** `"restricted:latest": ...`, or undefined when the level is kept or not asked for. */
function judge(labels: Readonly<Record<string, string>>, mode: string, pod: JsonObject): string | undefined {
  // what is enforced is warned of, too, where nothing else is to be
  const asked = mode === 'warn' && labels[`${PREFIX}warn`] === undefined ? 'enforce' : mode
  const level = labels[`${PREFIX}${asked}`]
  if (level === undefined) return undefined
  const version = labels[`${PREFIX}${asked}-version`] ?? 'latest'
  const found = violations((LEVELS.includes(level) ? level : 'restricted') as Level, pod, {version})
  return found === '' ? undefined : `"${level}:${version}": ${found}`
}

function at(object: JsonObject, path: readonly string[]): JsonObject {
  let value: JsonObject = object
  for (const name of path) {
    const next = value[name]
    value = isObject(next) ? next : {}
  }
  return value
}

function checkLabels(namespace: KubeObject, old: KubeObject | undefined): void {
  const labels = namespace.metadata.labels ?? {}
  const errors: FieldError[] = []
  for (const mode of ['enforce', 'audit', 'warn']) {
    const level = labels[`${PREFIX}${mode}`]
    if (level !== undefined && level !== old?.metadata.labels?.[`${PREFIX}${mode}`] && !LEVELS.includes(level)) {
      errors.push(wrong(`${PREFIX}${mode}`, level, `must be one of ${LEVELS.join(', ')}`))
    }
    const version = labels[`${PREFIX}${mode}-version`]
    if (version !== undefined && !/^(latest|v1\.(0|[1-9]\d*))$/.test(version)) {
      errors.push(wrong(`${PREFIX}${mode}-version`, version, 'must be "latest" or "v1.x"'))
    }
  }
  if (errors.length > 0) throw invalid({group: '', kind: 'Namespace'}, namespace.metadata.name ?? '', errors)
}

function wrong(label: string, value: string, text: string): FieldError {
  return {
    reason: 'FieldValueInvalid',
    field: `metadata.labels[${label}]`,
    message: `Invalid value: ${JSON.stringify(value)}: ${text}`,
  }
}
