import {clear, field, get, lookup, lookupPath, setField, setMetadataMap} from '../node/fields.js'
import {copyNode, emptyMap, isNilOrEmpty, isNull, MAP, NO_CONTENT, Node, SCALAR, SINGLE, scalar, TAG, text} from '../node/node.js'
import type {Schemas} from '../schema/schema.js'
import {BUILD, BUILD_ANNOTATIONS, ENABLED} from './build-annotations.js'
import {type Gvk, parseGroupVersion, ResId} from './res-id.js'

/** Where a resource was read: for messages and for callers that show it. */
export interface Source {
  readonly file: string
  /** 1-based line of the document */
  readonly line: number
  /** place of the document in its file, from 0 */
  readonly document: number
}

const EMPTY_IDS: readonly ResId[] = []

/** One object on its way through a build. What the build knows of it is kept in its annotations, as kustomize does. */
export class Resource {
  /** names of the vars that read from it */
  refVarNames: string[] = []
  source: Source | undefined
  /** what the earlier ids were read from, and they */
  #prevMade: string | undefined
  #prevIds: readonly ResId[] = EMPTY_IDS

  constructor(
    /** undefined once a patch has deleted the resource */
    public node: Node | undefined,
    readonly schemas: Schemas,
  ) {}

  get isEmpty(): boolean {
    return isNilOrEmpty(this.node)
  }

  get kind(): string {
    return this.#top('kind')
  }

  get apiVersion(): string {
    return this.#top('apiVersion')
  }

  get name(): string {
    return this.#meta('name')
  }

  get namespace(): string {
    return this.#meta('namespace')
  }

  #top(name: string): string {
    return lookup(this.node?.content ?? NO_CONTENT, name)?.value ?? ''
  }

  #metadata(): Node | undefined {
    if (isNull(this.node)) return undefined
    const metadata = lookup(this.node!.content, 'metadata')
    return isNilOrEmpty(metadata) ? undefined : metadata
  }

  #meta(name: string): string {
    const value = lookup(this.#metadata()?.content ?? NO_CONTENT, name)
    return isNilOrEmpty(value) ? '' : value!.value
  }

  get gvk(): Gvk {
    const [group, version] = parseGroupVersion(this.apiVersion)
    return {group, version, kind: this.kind}
  }

  get isClusterScoped(): boolean {
    return this.schemas.isNamespaced(this.apiVersion, this.kind) === false
  }

  get curId(): ResId {
    const {apiVersion, kind} = this
    const [group, version] = parseGroupVersion(apiVersion)
    return new ResId(group, version, kind, this.name, this.namespace, this.schemas.isNamespaced(apiVersion, kind) === false)
  }

  /** Its first id; never knows about scope once there was a later one. */
  get orgId(): ResId {
    return this.prevIds[0] ?? this.curId
  }

  /** All ids before the current one, oldest first. */
  get prevIds(): readonly ResId[] {
    const names = this.annotation(BUILD.previousNames)
    if (names === undefined) return EMPTY_IDS
    const {apiVersion} = this
    const namespaces = this.annotation(BUILD.previousNamespaces) ?? ''
    const kinds = this.annotation(BUILD.previousKinds) ?? ''
    const made = `${apiVersion} ${names} ${namespaces} ${kinds}`
    if (made !== this.#prevMade) {
      this.#prevIds = readIds(apiVersion, names.split(','), namespaces.split(','), kinds.split(','))
      this.#prevMade = made
    }
    return this.#prevIds
  }

  /** False when it surely neither has nor had the name. */
  mayBeCalled(name: string): boolean {
    return this.name === name || this.annotation(BUILD.previousNames)?.includes(name) === true
  }

  /** Every id it ever had, the current one last. */
  get allIds(): ResId[] {
    return [...this.prevIds, this.curId]
  }

  annotation(key: string): string | undefined {
    const annotations = lookup(this.#metadata()?.content ?? NO_CONTENT, 'annotations')
    return annotations === undefined ? undefined : lookup(annotations.content, key)?.value
  }

  /** Text of every annotation; a copy. */
  get annotations(): Map<string, string> {
    return this.#pairs('annotations')
  }

  get labels(): Map<string, string> {
    return this.#pairs('labels')
  }

  #pairs(name: string): Map<string, string> {
    const result = new Map<string, string>()
    const content = lookup(this.#metadata()?.content ?? NO_CONTENT, name)?.content ?? NO_CONTENT
    for (let i = 0; i + 1 < content.length; i += 2) result.set(content[i]!.value, content[i + 1]!.value)
    return result
  }

  setAnnotations(annotations: ReadonlyMap<string, string>): void {
    setMetadataMap(this.node!, 'annotations', annotations)
  }

  setLabels(labels: ReadonlyMap<string, string>): void {
    setMetadataMap(this.node!, 'labels', labels)
  }

  /** Adds or replaces one annotation as a transformer does: the others stay as they are written. */
  annotateAs(key: string, value: string): void {
    setField(lookupPath(this.node!, ['metadata', 'annotations'], MAP)!, key, text(value))
  }

  /** Adds or replaces one annotation in place. */
  annotate(key: string, value: string): void {
    addMetadata(this.node!, 'annotations', key, value)
  }

  setAnnotation(key: string, value: string): void {
    this.setAnnotations(this.annotations.set(key, value))
  }

  setName(name: string): void {
    setField(lookupPath(this.node!, ['metadata'], MAP)!, 'name', scalar(name))
  }

  setKind(kind: string): void {
    setField(this.node!, 'kind', scalar(kind))
  }

  setApiVersion(apiVersion: string): void {
    setField(this.node!, 'apiVersion', scalar(apiVersion))
  }

  setNamespace(namespace: string): void {
    if (namespace === '') clear(get(this.node, 'metadata'), 'namespace')
    else setField(lookupPath(this.node!, ['metadata'], MAP)!, 'namespace', scalar(namespace))
  }

  #csv(key: string): string[] {
    return this.annotation(key)?.split(',') ?? []
  }

  #appendCsv(key: string, value: string): void {
    if (value === '') return
    const current = this.annotation(key)
    this.annotate(key, current === undefined ? value : `${current},${value}`)
  }

  get prefixes(): string[] {
    return this.#csv(BUILD.prefixes)
  }

  get suffixes(): string[] {
    return this.#csv(BUILD.suffixes)
  }

  addPrefix(prefix: string): void {
    this.#appendCsv(BUILD.prefixes, prefix)
  }

  addSuffix(suffix: string): void {
    this.#appendCsv(BUILD.suffixes, suffix)
  }

  addRefBy(id: ResId): void {
    this.#appendCsv(BUILD.refBy, id.toString())
  }

  storePreviousId(): void {
    const id = this.curId
    this.setPreviousId(id.effectiveNamespace, id.name, id.kind)
  }

  setPreviousId(namespace: string, name: string, kind: string): void {
    this.#appendCsv(BUILD.previousNames, name)
    this.#appendCsv(BUILD.previousNamespaces, namespace)
    this.#appendCsv(BUILD.previousKinds, kind)
  }

  isEnabled(key: string): boolean {
    return this.annotation(key) === ENABLED
  }

  enable(key: string): void {
    this.setAnnotation(key, ENABLED)
  }

  /** Even when there is nothing to remove, kustomize writes all annotations anew, and drops an empty map of them. */
  removeBuildAnnotations(also: readonly string[]): void {
    const {annotations} = this
    if (annotations.size === 0 && also.length === 0) return
    for (const key of BUILD_ANNOTATIONS) annotations.delete(key)
    for (const key of also) annotations.delete(key)
    this.setAnnotations(annotations)
  }

  /** Takes everything but the content from another: names, labels and annotations, its own values winning. */
  copyMetadataFrom(other: Resource): void {
    this.setLabels(new Map([...other.labels, ...this.labels]))
    const own = this.annotations
    const hashed = own.has(BUILD.needsHash)
    const theirs = other.annotations
    const merged = new Map([...theirs, ...own])
    for (const key of BUILD_ANNOTATIONS) {
      const value = theirs.get(key)
      if (value === undefined) merged.delete(key)
      else merged.set(key, value)
    }
    if (!hashed) merged.delete(BUILD.needsHash)
    this.setAnnotations(merged)
    this.setName(other.name)
    this.setNamespace(other.namespace)
    this.refVarNames = [...other.refVarNames]
  }

  /** Text of each value of `data` or `binaryData`. */
  dataMap(name: 'data' | 'binaryData'): Map<string, string> {
    const result = new Map<string, string>()
    const content = field(this.node, name)?.content ?? NO_CONTENT
    for (let i = 0; i + 1 < content.length; i += 2) {
      const value = content[i + 1]!
      result.set(content[i]!.value, isNull(value) ? '' : value.value)
    }
    return result
  }

  deepCopy(): Resource {
    const copy = new Resource(this.node === undefined ? undefined : copyNode(this.node), this.schemas)
    copy.refVarNames = [...this.refVarNames]
    copy.source = this.source
    return copy
  }
}

function readIds(apiVersion: string, names: string[], namespaces: string[], kinds: string[]): ResId[] {
  const [group, version] = parseGroupVersion(apiVersion)
  return names.map((name, i) => new ResId(group, version, kinds[i] ?? '', name, namespaces[i] ?? ''))
}

/** kyaml's SetAnnotation and SetLabel: the value stands in single quotes. */
export function addMetadata(root: Node, part: 'annotations' | 'labels', key: string, value: string): void {
  if (part === 'annotations') clearEmpty(root)
  const target = lookupPath(root, ['metadata', part], MAP)
  if (target !== undefined) setField(target, key, new Node(SCALAR, TAG.string, value, SINGLE, NO_CONTENT))
}

function clearEmpty(root: Node): void {
  const metadata = get(root, 'metadata')
  const annotations = metadata === undefined ? undefined : get(metadata, 'annotations')
  if (annotations !== undefined && annotations.content.length === 0) clear(metadata, 'annotations')
  if (metadata !== undefined && metadata.content.length === 0) clear(root, 'metadata')
}

/** An empty object of a kind. */
export function makeBase(apiVersion: string, kind: string): Node {
  const node = emptyMap()
  setField(node, 'apiVersion', scalar(apiVersion))
  setField(node, 'kind', scalar(kind))
  return node
}
