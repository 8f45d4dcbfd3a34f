import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {builtinResources, builtinSchema} from '../../../schema/builtin.js'
import type {SchemaNode} from '../../../schema/node.js'
import type {ServedResource} from '../hooks.js'

/** The kind that a subresource speaks and what may be done with it. */
export interface Subresource {
  readonly name: string
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly verbs: readonly string[]
}

/** A served resource with what the core needs besides. */
export interface CatalogEntry extends ServedResource {
  readonly details: readonly Subresource[]
  /** where its objects are kept: `group/resource` */
  readonly collection: string
  /** apiVersion in which they are kept */
  readonly storedAs: string
  /** all versions of the CRD, served or not, by apiVersion: what is stored is read as the version it was stored in */
  readonly written?: ReadonlyMap<string, CatalogEntry> | undefined
  /** kinds of one call, without storage: reviews, bindings, ComponentStatus */
  readonly virtual: boolean
}

const CUSTOM_VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch']
/** Events of both groups are one collection, HPAs are kept as v2. */
const STORED: Readonly<Record<string, {collection: string; apiVersion: string}>> = {
  'events.k8s.io/events': {collection: '/events', apiVersion: 'v1'},
  'autoscaling/horizontalpodautoscalers': {collection: 'autoscaling/horizontalpodautoscalers', apiVersion: 'autoscaling/v2'},
}

/** `v1`, `apps/v1`. */
export function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`
}

/** What the server serves now: built-in resources and those of established CRDs. */
export class Catalog {
  /** group -> version -> plural -> entry, in discovery order */
  private readonly groups = new Map<string, Map<string, Map<string, CatalogEntry>>>()
  private readonly byKind = new Map<string, CatalogEntry>()
  private readonly builtinGroups = new Set<string>()
  private readonly custom = new Map<string, readonly CatalogEntry[]>()
  /** Rises with every change, for caches of discovery documents. */
  generation = 0

  constructor() {
    for (const row of builtinResources()) this.addBuiltin(row)
  }

  /** Entry of a URL's group, version and plural. */
  find(group: string, version: string, resource: string): CatalogEntry | undefined {
    return this.groups.get(group)?.get(version)?.get(resource)
  }

  kind(apiVersion: string, kind: string): CatalogEntry | undefined {
    return this.byKind.get(`${apiVersion} ${kind}`)
  }

  hasGroup(group: string): boolean {
    return this.groups.has(group)
  }

  isBuiltinGroup(group: string): boolean {
    return this.builtinGroups.has(group)
  }

  groupNames(): readonly string[] {
    return [...this.groups.keys()]
  }

  /** Versions of a group, the preferred one first. */
  versions(group: string): readonly string[] {
    return [...(this.groups.get(group)?.keys() ?? [])].sort(compareVersions)
  }

  resources(group: string, version: string): readonly CatalogEntry[] {
    return [...(this.groups.get(group)?.get(version)?.values() ?? [])]
  }

  /** Serves the versions of an established CRD, or serves them anew after a change. */
  setCrd(crd: KubeObject): void {
    this.removeCrd(crd.metadata.name ?? '')
    const spec = crd.spec as JsonObject
    const versions = (spec.versions as JsonObject[]) ?? []
    const storage = versions.find((version) => version.storage === true)
    const entries: CatalogEntry[] = []
    const written = new Map<string, CatalogEntry>()
    for (const version of versions) {
      const entry = this.customEntry(crd, version, String(storage?.name ?? version.name), written)
      written.set(entry.apiVersion, entry)
      if (version.served === true) entries.push(entry)
    }
    for (const entry of entries) this.add(entry)
    this.custom.set(crd.metadata.name ?? '', entries)
  }

  removeCrd(name: string): void {
    const entries = this.custom.get(name)
    if (!entries) return
    this.custom.delete(name)
    this.generation++
    for (const entry of entries) {
      const versions = this.groups.get(entry.group)
      const resources = versions?.get(entry.version)
      if (resources?.get(entry.resource) === entry) resources.delete(entry.resource)
      if (resources?.size === 0) versions?.delete(entry.version)
      if (versions?.size === 0) this.groups.delete(entry.group)
      const key = `${entry.apiVersion} ${entry.kind}`
      if (this.byKind.get(key) === entry) this.byKind.delete(key)
    }
  }

  private add(entry: CatalogEntry): void {
    this.generation++
    let versions = this.groups.get(entry.group)
    if (!versions) this.groups.set(entry.group, (versions = new Map()))
    let resources = versions.get(entry.version)
    if (!resources) versions.set(entry.version, (resources = new Map()))
    resources.set(entry.resource, entry)
    this.byKind.set(`${entry.apiVersion} ${entry.kind}`, entry)
  }

  private addBuiltin(row: ReturnType<typeof builtinResources>[number]): void {
    const id = `${row.group}/${row.resource}`
    const apiVersion = apiVersionOf(row.group, row.version)
    const stored = STORED[id]
    this.builtinGroups.add(row.group)
    let schema: {node: SchemaNode | undefined} | undefined
    this.add({
      ...row,
      subresources: row.subresources.map((sub) => sub.name),
      listKind: `${row.kind}List`,
      apiVersion,
      // linked on first use: a start-up does not pay for kinds that nobody asks for
      get schema() {
        schema ??= {node: builtinSchema(row)}
        return schema.node
      },
      details: row.subresources.map((sub) => ({
        ...sub,
        group: sub.version === '' ? row.group : sub.group,
        version: sub.version === '' ? row.version : sub.version,
      })),
      collection: stored?.collection ?? id,
      storedAs: stored?.apiVersion ?? apiVersion,
      virtual: !row.verbs.includes('list') || row.resource === 'componentstatuses',
    })
  }

  private customEntry(
    crd: KubeObject,
    version: JsonObject,
    storage: string,
    written: ReadonlyMap<string, CatalogEntry>,
  ): CatalogEntry {
    const spec = crd.spec as JsonObject
    const status = isObject(crd.status) ? crd.status : {}
    const names = {...(spec.names as JsonObject), ...(isObject(status.acceptedNames) ? status.acceptedNames : {})}
    const group = String(spec.group)
    const resource = String((spec.names as JsonObject).plural)
    const subresources = isObject(version.subresources) ? version.subresources : {}
    const details: Subresource[] = []
    const verbs = ['get', 'patch', 'update']
    const kind = String(names.kind)
    if (isObject(subresources.status)) details.push({name: 'status', group, version: String(version.name), kind, verbs})
    if (isObject(subresources.scale)) details.push({name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale', verbs})
    return {
      group,
      version: String(version.name),
      kind,
      listKind: String(names.listKind ?? `${kind}List`),
      resource,
      singular: String(names.singular ?? kind.toLowerCase()),
      namespaced: spec.scope === 'Namespaced',
      shortNames: texts(names.shortNames),
      categories: texts(names.categories),
      verbs: CUSTOM_VERBS,
      subresources: details.map((sub) => sub.name),
      apiVersion: apiVersionOf(group, String(version.name)),
      schema: schemaOf(version),
      crd: {object: crd, version},
      details,
      collection: `${group}/${resource}`,
      storedAs: apiVersionOf(group, storage),
      written,
      virtual: false,
    }
  }
}

/** A CRD's schema has the form of a node: OpenAPI's own words, without references. */
function schemaOf({schema}: JsonObject): SchemaNode | undefined {
  const own = isObject(schema) ? schema.openAPIV3Schema : undefined
  return isObject(own) ? (own as SchemaNode) : undefined
}

function texts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/

/** Kubernetes' order of versions: v2, v1, v1beta2, v1beta1, v1alpha1, then the rest by name. */
export function compareVersions(a: string, b: string): number {
  const left = VERSION.exec(a)
  const right = VERSION.exec(b)
  if (!left || !right) return left ? -1 : right ? 1 : a < b ? -1 : a > b ? 1 : 0
  const stage = (match: RegExpExecArray) => (match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0)
  return stage(right) - stage(left) || Number(right[1]) - Number(left[1]) || Number(right[3] ?? 0) - Number(left[3] ?? 0)
}
