import type {FieldSpec, NameReference} from '../config/field-spec.js'
import {at, KustomizeError, wrapped} from '../error.js'
import {printNode} from '../node/dump.js'
import {demandKind, get, setField, setScalar} from '../node/fields.js'
import {jsonOf} from '../node/json-of.js'
import {isNull, MAP, type Node, SCALAR, SEQ, scalar} from '../node/node.js'
import {placeOf} from '../resource/place.js'
import {type Gvk, isSelected, NOT_A_NAMESPACE, type ResId} from '../resource/res-id.js'
import type {ResMap} from '../resource/res-map.js'
import type {Resource} from '../resource/resource.js'
import {FieldFilter} from '../transform/field-filter.js'
import {PresentPaths} from './present-paths.js'

/** What a resource was and is, taken once: none of it changes while references are fixed. */
class Target {
  readonly current: ResId
  readonly previous: readonly ResId[]
  readonly name: string
  readonly namespace: string
  readonly kind: string
  readonly prefixes: readonly string[]
  readonly suffixes: readonly string[]

  constructor(
    readonly resource: Resource,
    readonly place: number,
  ) {
    this.current = resource.curId
    this.previous = resource.prevIds
    this.name = resource.name
    this.namespace = resource.namespace
    this.kind = resource.kind
    this.prefixes = resource.prefixes
    this.suffixes = resource.suffixes
  }

  get original(): ResId {
    return this.previous[0] ?? this.current
  }
}

interface Index {
  readonly byOldName: ReadonlyMap<string, readonly Target[]>
  readonly byOriginalNamespace: ReadonlyMap<string, readonly Target[]>
}

function indexOf(targets: readonly Target[]): Index {
  const byOldName = new Map<string, Target[]>()
  const byOriginalNamespace = new Map<string, Target[]>()
  const add = (map: Map<string, Target[]>, key: string, target: Target) => {
    const list = map.get(key)
    if (list === undefined) map.set(key, [target])
    else list.push(target)
  }
  for (const target of targets) {
    for (const name of new Set(target.previous.map((id) => id.name))) add(byOldName, name, target)
    add(byOriginalNamespace, target.original.effectiveNamespace, target)
  }
  return {byOldName, byOriginalNamespace}
}

/** Renames what refers by name to resources that have been renamed. */
export function fixReferences(map: ResMap, references: readonly NameReference[]): void {
  const targets = map.resources.map((resource, place) => new Target(resource, place))
  const index = indexOf(targets)
  const filters = references.flatMap((reference) =>
    reference.fieldSpecs.map((spec) => ({
      referral: reference as Gvk,
      spec,
      filter: new FieldFilter({...spec, group: '', version: '', kind: ''}),
    })),
  )
  const byKind = new Map<string, KindFilters>()
  for (const target of targets) {
    const {kind} = target.original
    let ofKind = byKind.get(kind)
    if (ofKind === undefined) {
      ofKind = new KindFilters(filters.filter(({spec}) => spec.kind === '' || spec.kind === kind))
      byKind.set(kind, ofKind)
    }
    const filtersOfKind = ofKind
    at(
      () => placeOf(target.resource),
      () => filtersOfKind.fix(target, index),
    )
  }
}

interface Filter {
  readonly referral: Gvk
  readonly spec: FieldSpec
  readonly filter: FieldFilter
}

/** The places where objects of one kind refer to others. */
class KindFilters {
  #paths: PresentPaths | undefined
  #asked = false

  constructor(private readonly filters: readonly Filter[]) {}

  fix(target: Target, index: Index): void {
    // one object alone is not worth the preparation
    if (this.#asked) this.#paths ??= new PresentPaths(this.filters.map(({filter}) => filter.names))
    this.#asked = true
    const present = this.#paths?.of(target.resource.node!)
    let fixer: ReferenceFixer | undefined
    for (const [place, {referral, spec, filter}] of this.filters.entries()) {
      if (!isSelected(target.original, spec)) continue
      if (fixer === undefined) demandApiVersion(target.resource)
      fixer ??= new ReferenceFixer(target, index)
      // what was set may be where another path leads
      if (present === undefined || fixer.hasSet || present.has(place)) fixer.fix(referral, spec.path, filter)
    }
  }
}

/** An apiVersion that is a spelled null is none, but the text that was written is another. */
function demandApiVersion({node}: Resource): void {
  const written = get(node, 'apiVersion')
  if (written === undefined || !isNull(written) || written.value === '') return
  throw new KustomizeError(`node-referrerOriginal 'APIVersion' mismatch '' != '${written.value}'`)
}

class ReferenceFixer {
  hasSet = false
  readonly #roleNamespaces: ReadonlySet<string>

  constructor(
    private readonly referrer: Target,
    private readonly index: Index,
  ) {
    this.#roleNamespaces = serviceAccountNamespaces(referrer.resource)
  }

  fix(referral: Gvk, path: string, filter: FieldFilter): void {
    try {
      filter.apply(this.referrer.resource.node!, (node) => this.#set(node, referral, path))
    } catch (error) {
      throw wrapped(error, `updating name reference in '${path}' field of '${this.referrer.current}'`)
    }
  }

  #set(node: Node, referral: Gvk, path: string): void {
    if (isNull(node)) return
    if (node.kind === SCALAR) this.#setScalar(node, referral, path)
    else if (node.kind === MAP) this.#setMap(node, referral, path)
    else {
      for (const item of node.content) {
        if (item.kind === SCALAR) this.#setScalar(item, referral, path)
        else if (item.kind === MAP) this.#setMap(item, referral, path)
        else throw new KustomizeError('expecting a mapping node or scalar node')
      }
    }
  }

  #setScalar(node: Node, referral: Gvk, path: string): void {
    const target = this.#select(
      node.value,
      referral,
      path,
      () => true,
      (a, b) => a.name === b.name,
    )
    if (target === undefined) return
    this.hasSet = true
    target.resource.addRefBy(this.referrer.current)
    if (target.name !== node.value) setScalar(node, scalar(target.name))
  }

  #setMap(node: Node, referral: Gvk, path: string): void {
    const nameNode = get(node, 'name')
    if (nameNode === undefined) throw new KustomizeError("path config error; no 'name' field in node")
    const namespaceNode = get(node, 'namespace')
    const same = (a: Target, b: Target) => a.name === b.name && a.namespace === b.namespace
    const oldName = nameNode.value
    const allowed = namespaceNode === undefined ? () => true : this.#inNamespace(namespaceNode.value)
    const target = this.#select(oldName, referral, path, allowed, same)
    if (target === undefined) return
    this.hasSet = true
    target.resource.addRefBy(this.referrer.current)
    if (target.name === oldName && target.namespace === '') return
    setField(node, 'name', scalar(target.name))
    if (target.namespace !== '') setField(node, 'namespace', scalar(target.namespace))
  }

  /** Resources that were in the namespace at first; only if there are none, those that are in it now. */
  #inNamespace(namespace: string): (target: Target) => boolean {
    const inIt = (id: ResId) => id.effectiveNamespace === namespace && namespace !== NOT_A_NAMESPACE
    const original = (this.index.byOriginalNamespace.get(namespace) ?? []).some((target) => this.#isReachable(target))
    return original ? (target) => inIt(target.original) : (target) => inIt(target.current)
  }

  #isReachable(target: Target): boolean {
    const {current} = this.referrer
    if (current.clusterScoped || target.current.clusterScoped || current.isInNamespaceOf(target.current)) return true
    return this.#roleNamespaces.has(target.namespace)
  }

  #select(
    oldName: string,
    referral: Gvk,
    path: string,
    allowed: (target: Target) => boolean,
    same: (a: Target, b: Target) => boolean,
  ): Target | undefined {
    const role = path.endsWith('roleRef/name') ? roleOf(this.referrer.resource) : undefined
    let candidates = (this.index.byOldName.get(oldName) ?? []).filter(
      (target) =>
        target.previous.some((id) => isSelected(id, referral)) &&
        (role === undefined || target.previous.some((id) => isSelected(id, role))) &&
        this.#isReachable(target) &&
        allowed(target) &&
        this.#sameNamespace(target),
    )
    if (candidates.length === 1) return candidates[0]
    candidates = candidates.filter((target) => affixesEqual(target, this.referrer, true))
    if (candidates.length > 1) candidates = candidates.filter((target) => affixesEqual(target, this.referrer, false))
    const [first] = candidates
    if (first === undefined || candidates.every((candidate) => same(first, candidate))) return first
    throw new KustomizeError(
      `found multiple possible referrals: ${candidates.map((target) => target.current).join(', ')}\n${this.#details(candidates)}`,
    )
  }

  #sameNamespace(target: Target): boolean {
    const {current} = this.referrer
    return (
      current.clusterScoped ||
      target.current.clusterScoped ||
      target.kind === 'ServiceAccount' ||
      current.isInNamespaceOf(target.current)
    )
  }

  #details(candidates: readonly Target[]): string {
    const head = `\n**** Too many possible referral targets to referrer:\n${printNode(this.referrer.resource.node!)}\n`
    return head + candidates.map((target, i) => `--- possible referral ${i}:\n${printNode(target.resource.node!)}\n`).join('')
  }
}

const NOWHERE: ReadonlySet<string> = new Set()

function serviceAccountNamespaces(resource: Resource): ReadonlySet<string> {
  if (resource.kind !== 'RoleBinding') return NOWHERE
  const result = new Set<string>()
  const subjects = get(resource.node, 'subjects')
  if (subjects === undefined || subjects.kind !== SEQ) return result
  for (const subject of subjects.content) {
    if (subject.kind !== MAP) continue
    const namespace = get(subject, 'namespace')
    const kind = get(subject, 'kind')
    if (namespace === undefined || kind?.value !== 'ServiceAccount') continue
    if (namespace.kind !== SCALAR || typeof jsonOf(namespace) !== 'string') {
      throw new KustomizeError(`Invalid Input: namespace is blank for resource "${resource.curId}"\n`)
    }
    result.add(namespace.value)
  }
  return result
}

/** What a binding's roleRef points to; undefined when it does not say enough, and then everything may be meant. */
function roleOf(resource: Resource): Gvk | undefined {
  const roleRef = get(resource.node, 'roleRef')
  if (isNull(roleRef)) return undefined
  demandKind(roleRef, MAP)
  const group = get(roleRef, 'apiGroup')
  const kind = get(roleRef, 'kind')
  if (group === undefined || kind === undefined) return undefined
  return {group: group.value, version: '', kind: kind.value}
}

function affixesEqual(a: Target, b: Target, allowEmpty: boolean): boolean {
  return endsAlike(a.prefixes, b.prefixes, allowEmpty) && endsAlike(a.suffixes, b.suffixes, allowEmpty)
}

/** The shorter list is the end of the longer one. */
function endsAlike(a: readonly string[], b: readonly string[], allowEmpty: boolean): boolean {
  if (a.length === 0 || b.length === 0) return allowEmpty || a.length === b.length
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  const offset = long.length - short.length
  return short.every((part, i) => part === long[i + offset])
}
