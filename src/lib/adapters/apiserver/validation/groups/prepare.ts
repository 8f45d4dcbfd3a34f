import type {ObjectMeta} from '../../../../ports/kube.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import type {RuleEnv} from '../../hooks.js'
import {keptNotes} from '../../rest/convert/convert-hpa.js'
import {same} from '../same.js'

/** Labels and selector by which a Job knows its pods. */
export function prepareJob(job: Go['Job'], env: RuleEnv): void {
  const {metadata, spec} = job
  if (spec.manualSelector) return
  const uid = env.uid ?? metadata.uid ?? ''
  const name = metadata.name ?? ''
  const own = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  }
  const shared = same(metadata.labels, spec.template.metadata.labels)
  const labels = ordered({...own, ...spec.template.metadata.labels})
  spec.template.metadata.labels = labels
  if (shared) metadata.labels = {...labels}
  const matchLabels = spec.selector?.matchLabels ?? {}
  spec.selector = {
    ...spec.selector,
    matchLabels: ordered({'batch.kubernetes.io/controller-uid': uid, ...matchLabels}),
  }
}

/** A Job gets the labels of a template that had none after it was checked. */
export function jobMetadata({metadata: written, spec}: Go['Job']): ObjectMeta {
  const metadata = written as ObjectMeta
  if (spec.manualSelector || !same(metadata.labels, spec.template.metadata.labels)) return metadata
  const generated = ['batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name', 'controller-uid', 'job-name']
  const given = Object.keys(metadata.labels ?? {}).some((key) => !generated.includes(key))
  // where the template had labels before, both share one map, and what was generated is already in it
  return given ? metadata : {...metadata, labels: {}}
}

type Autoscaler = Go['autoscaling.v1.HorizontalPodAutoscaler']

/** A new autoscaler has no status, and version 1 none in annotations. */
export function prepareAutoscalerV1(autoscaler: Autoscaler): void {
  autoscaler.metadata = keptNotes(autoscaler.metadata as ObjectMeta, undefined, 'status') as Go['ObjectMeta']
}

/** What version 1 tells in annotations belongs to the spec or the status. */
export function prepareAutoscalerV1Update(autoscaler: Autoscaler, old: Autoscaler, {subresource}: RuleEnv): void {
  const part = subresource === 'status' ? 'spec' : 'status'
  const metadata = keptNotes(autoscaler.metadata as ObjectMeta, old.metadata as ObjectMeta, part)
  autoscaler.metadata = metadata as Go['ObjectMeta']
}

function ordered(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const GENERATION = 'deprecated.daemonset.template.generation'

/** DaemonSets count changes of their template in an annotation. */
export function prepareDaemonSet({metadata}: Go['DaemonSet']): void {
  const before = Number(metadata.annotations?.[GENERATION] ?? '0')
  metadata.annotations = ordered({...metadata.annotations, [GENERATION]: String(Math.max(before, 1))})
}

export function prepareDaemonSetUpdate(set: Go['DaemonSet'], old: Go['DaemonSet']): void {
  const before = Number(old.metadata.annotations?.[GENERATION] ?? '0')
  const next = same(set.spec.template, old.spec.template) ? before : before + 1
  set.metadata.annotations = ordered({...set.metadata.annotations, [GENERATION]: String(next)})
}

export function prepareCrd(crd: Go['CustomResourceDefinition']): void {
  const storage = crd.spec.versions?.find((version) => version.storage)
  crd.status = {conditions: null, acceptedNames: {plural: '', kind: ''}, storedVersions: storage ? [storage.name] : null}
}

/** A version that objects are stored in from now on is a stored version. */
export function prepareCrdUpdate({spec, status}: Go['CustomResourceDefinition'], _old: object, env: RuleEnv): void {
  if (env.subresource === 'status') return
  const storage = spec.versions?.find((version) => version.storage)?.name
  const stored = status.storedVersions ?? []
  if (storage !== undefined && !stored.includes(storage)) status.storedVersions = [...stored, storage]
}

/** Of several default classes the newest counts, of the same age the first by name. */
export function newestFirst<T extends {metadata: Go['ObjectMeta']}>(classes: readonly T[]): T[] {
  return [...classes].sort(({metadata: a}, {metadata: b}) => {
    const [left, right] = [a.creationTimestamp ?? '', b.creationTimestamp ?? '']
    if (left !== right) return left < right ? 1 : -1
    return (a.name ?? '') < (b.name ?? '') ? -1 : 1
  })
}

/** The default IngressClass, when the Ingress names none. */
export function admitIngress(ingress: Go['Ingress'], env: RuleEnv): void {
  const {spec, metadata} = ingress
  if (spec.ingressClassName !== undefined || metadata.annotations?.['kubernetes.io/ingress.class'] !== undefined) return
  const classes = env.list('networking.k8s.io/v1', 'IngressClass') as unknown as Go['IngressClass'][]
  const preset = classes.filter((one) => one.metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true')
  const [first] = newestFirst(preset)
  if (first) spec.ingressClassName = first.metadata.name!
}
