import {FluxError} from '../../../errors/flux-error.js'
import {type FieldSpec, fieldSpec} from '../config/field-spec.js'
import {KustomizeError, within, wrapped} from '../error.js'
import {goJson} from '../go/json.js'
import {demandKind, get, setField, WrongKind} from '../node/fields.js'
import {jsonOf} from '../node/json-of.js'
import {isNull, NO_CONTENT, Node, PLAIN, SCALAR, SEQ, TAG} from '../node/node.js'
import {HELM_GENERATED} from '../resource/build-annotations.js'
import type {ResMap} from '../resource/res-map.js'
import type {Resource} from '../resource/resource.js'
import {entrySetter, FieldFilter, type SetValue} from './field-filter.js'

export type SubjectMode = 'defaultOnly' | 'allServiceAccounts' | 'none'

export interface NamespaceOptions {
  readonly namespace: string
  readonly fieldSpecs: readonly FieldSpec[]
  readonly unsetOnly: boolean
  readonly subjects: SubjectMode
}

const NAMESPACE_PATH = 'metadata/namespace'
const SUBJECT_PATH = 'subjects/namespace'

/** Puts every namespaced resource into one namespace, and what refers to namespaces by field spec. */
export function setNamespace(map: ResMap, options: NamespaceOptions): void {
  if (options.namespace === '') return
  const filter = new NamespaceFilter(options)
  const counts = new Map<string, number>()
  const count = (key: string, change: number) => counts.set(key, (counts.get(key) ?? 0) + change)
  for (const resource of map.resources) count(resource.curId.key, 1)
  for (const resource of map.resources) {
    if (resource.isEmpty || resource.annotation(HELM_GENERATED) === 'true') continue
    count(resource.curId.key, -1)
    resource.storePreviousId()
    filter.apply(resource)
    const {key} = resource.curId
    count(key, 1)
    if (counts.get(key) !== 1) throw conflict(map, resource)
  }
  map.changed()
}

/** Sets the namespace of one resource, without what field specs would add. */
export function setResourceNamespace(resource: Resource, namespace: string): void {
  new NamespaceFilter({namespace, fieldSpecs: [], unsetOnly: false, subjects: 'defaultOnly'}).apply(resource)
}

function conflict(map: ResMap, resource: Resource): KustomizeError {
  const {key} = resource.curId
  const matches = map.resources.filter((other) => other.curId.key === key)
  return new KustomizeError(
    `namespace transformation produces ID conflict: [${matches.map((match) => goJson(jsonOf(match.node!))).join(' ')}]`,
  )
}

class NamespaceFilter {
  readonly #set: SetValue
  readonly #metadata = new FieldFilter(fieldSpec(NAMESPACE_PATH, true), {kind: SCALAR, tag: ''})
  readonly #filters: readonly FieldFilter[]

  constructor(private readonly options: NamespaceOptions) {
    this.#set = (node) => {
      if (options.unsetOnly && !isNull(node) && node.kind === SCALAR && node.value !== '') return
      entrySetter('', options.namespace, TAG.string)(node)
    }
    this.#filters = options.fieldSpecs
      .filter((spec) => spec.path !== NAMESPACE_PATH)
      .map((spec) => new FieldFilter(spec, {kind: SCALAR, tag: TAG.string}))
  }

  apply(resource: Resource): void {
    const node = resource.node!
    const {kind, apiVersion} = resource
    if (!resource.isClusterScoped) this.#metadata.apply(node, this.#set)
    const binding = kind === 'RoleBinding' || kind === 'ClusterRoleBinding'
    if (binding) this.#setSubjects(node)
    try {
      for (const filter of this.#filters) {
        const {spec} = filter
        if (spec.path === 'metadata/name' && apiVersion !== 'v1') continue
        if (binding && spec.path === SUBJECT_PATH && /^(Cluster)?RoleBinding$/.test(spec.kind)) continue
        filter.apply(node, this.#set)
      }
    } catch (error) {
      const wrongKind = causeOf(error, WrongKind)
      throw wrapped(
        error,
        wrongKind !== undefined && wrongKind.actual.kind !== SCALAR
          ? 'namespace field specs must target scalar nodes'
          : 'namespace transformation failed',
      )
    }
  }

  #setSubjects(node: Node): void {
    if (this.options.subjects === 'none') return
    const subjects = get(node, 'subjects')
    if (isNull(subjects)) return
    const [name, value] = this.options.subjects === 'allServiceAccounts' ? ['kind', 'ServiceAccount'] : ['name', 'default']
    within('setting namespace on (cluster)role binding subjects', () => {
      demandKind(subjects, SEQ)
      for (const subject of subjects!.content) {
        const found = get(subject, name!)
        if (isNull(found)) continue
        demandKind(found, SCALAR)
        if (found!.value !== value) continue
        this.#set(get(subject, 'namespace') ?? setField(subject, 'namespace', new Node(SCALAR, '', '', PLAIN, NO_CONTENT))!)
      }
    })
  }
}

function causeOf<T extends Error>(error: unknown, type: new (...args: never[]) => T): T | undefined {
  let current: unknown = error
  while (current instanceof FluxError) {
    if (current instanceof type) return current
    current = current.cause
  }
  return undefined
}
