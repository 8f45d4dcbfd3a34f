import {KustomizeError} from '../error.js'
import {clear, field, get, lookup, lookupPath, setField, setMetadataMap} from '../node/fields.js'
import {copyNode, isNilOrEmpty, isNull, MAP, NO_CONTENT, Node, SCALAR, scalar, TAG} from '../node/node.js'
import type {Schemas} from '../schema/schema.js'
import {addMetadata} from './add-metadata.js'
import {BUILD, BUILD_ANNOTATIONS, ENABLED} from './build-annotations.js'
import {placeOf, type Source} from './place.js'
import {PreviousIds} from './previous-ids.js'
import {type Gvk, parseGroupVersion, ResId} from './res-id.js'

/** One object on its way through a build. What the build knows of it is kept in its annotations, as kustomize does. */
export class Resource {
  /** names of the vars that read from it */
  refVarNames: string[] = []
  source: Source | undefined
  /** a scalar that gets longer when it is printed in between (`readBack`), as long as no merge has taken its comment away */
  openEnd: Node | undefined
  /** lists and maps may have a comment that cannot be read back without them (`demandFilled`) */
  commentedKeys = false
  /** what took its name or its kind away, as it is shown to people */
  #lostAt: (() => string) | undefined
  /** where it got keys that are no texts */
  keysAt: ReadonlyMap<string, () => string> | undefined
  /** the id as it was asked for last */
  #curId: ResId | undefined
  #curVersion = ''
  readonly #previous = new PreviousIds()

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
    return textIn(this.#metadata()?.content ?? NO_CONTENT, name)
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
    const metadata = this.#metadata()?.content ?? NO_CONTENT
    const name = textIn(metadata, 'name')
    const namespace = textIn(metadata, 'namespace')
    const known = this.#curId
    if (
      known !== undefined &&
      known.name === name &&
      known.namespace === namespace &&
      known.kind === kind &&
      this.#curVersion === apiVersion
    ) {
      return known
    }
    const [group, version] = parseGroupVersion(apiVersion)
    this.#curVersion = apiVersion
    this.#curId = new ResId(group, version, kind, name, namespace, this.schemas.isNamespaced(apiVersion, kind) === false)
    return this.#curId
  }

  /** Its first id; never knows about scope once there was a later one. */
  get orgId(): ResId {
    return this.prevIds[0] ?? this.curId
  }

  /** All ids before the current one, oldest first. */
  get prevIds(): readonly ResId[] {
    try {
      return this.#previous.read(this.apiVersion, this.#annotationNodes())
    } catch (error) {
      if (error instanceof KustomizeError) error.place ??= this.place
      throw error
    }
  }

  /** Remembers where it loses its name or kind, which may come to light much later. */
  noteLoss(where: () => string): void {
    if (this.#lostAt === undefined && !this.isEmpty && (this.name === '' || this.kind === '')) this.#lostAt = where
  }

  /** What is wrong with it: what took its name away, else where it was read. */
  get place(): string | undefined {
    return this.#lostAt?.() ?? placeOf(this)
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
    return lookup(this.#annotationNodes(), key)?.value
  }

  #annotationNodes(): readonly Node[] {
    return lookup(this.#metadata()?.content ?? NO_CONTENT, 'annotations')?.content ?? NO_CONTENT
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
    const current = lookup(this.#annotationNodes(), key)
    if (current === undefined) this.annotate(key, value)
    else current.assign(new Node(SCALAR, TAG.string, `${current.value},${value}`, current.style, NO_CONTENT))
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
    for (const key of [...BUILD_ANNOTATIONS, ...also]) annotations.delete(key)
    this.setAnnotations(annotations)
  }

  /** Takes everything but the content from another: names, labels and annotations, its own values winning. */
  copyMetadataFrom(other: Resource): void {
    this.setLabels(new Map([...other.labels, ...this.labels]))
    const own = this.annotations
    const theirs = other.annotations
    const merged = new Map([...theirs, ...own])
    for (const key of BUILD_ANNOTATIONS) {
      if (theirs.has(key)) merged.set(key, theirs.get(key)!)
      else merged.delete(key)
    }
    if (!own.has(BUILD.needsHash)) merged.delete(BUILD.needsHash)
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
    copy.keysAt = this.keysAt
    return copy
  }
}

function textIn(content: readonly Node[], name: string): string {
  const value = lookup(content, name)
  return isNilOrEmpty(value) ? '' : value!.value
}
