import {messageOf} from '../../../errors/flux-error.js'
import {freezeDeep} from '../../../formats/json/freeze.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import {toStored} from '../rest/conversion.js'
import {type Core, timestamp} from '../rest/core.js'
import {keyOf} from '../store/store.js'
import type {ImportReport} from './import-report.js'
import {established, noise} from './noise.js'
import {type Exported, type ImportFile, readExport, refuse} from './read-export.js'

const CRD = 'CustomResourceDefinition'

/**
 * Fills an empty store with the objects of an export: namespaces and definitions first, the rest in the order in which the
 * cluster wrote them. Throws FluxError that names file and object.
 */
export function importCluster(core: Core, files: readonly ImportFile[]): ImportReport {
  const leftOut = new Map<string, {kind: string; count: number; reason: string}>()
  const leave = (kind: string, reason: string) => {
    const key = `${kind} ${reason}`
    const known = leftOut.get(key)
    if (known) known.count++
    else leftOut.set(key, {kind, count: 1, reason})
  }
  const kept = files.flatMap(readExport).filter(({object}) => {
    const reason = noise(object)
    if (reason !== undefined) leave(object.kind, reason)
    return reason === undefined
  })
  const now = timestamp(core.clock.now())
  const [definitions, others] = parted(kept, ({object}) => object.kind === CRD)
  const placed: Placed[] = []
  for (const exported of definitions) {
    const one = place(core, {...exported, object: established(exported.object, now)})
    if (one) core.catalog.setCrd(one.object)
    if (one) placed.push(one)
    else leave(CRD, `${exported.object.apiVersion} is not served`)
  }
  for (const exported of others) {
    const one = place(core, exported)
    if (one) placed.push(one)
    else leave(exported.object.kind, `${exported.object.apiVersion} is not served: its definition is not in the export`)
  }
  const latest = newest(placed)
  const namespaces = missingNamespaces(latest)
  for (const name of namespaces) latest.push(namespaceOf(core, name, now))
  const owners = dropLostOwners(latest)
  latest.sort((a, b) => rank(a) - rank(b) || a.revision - b.revision)
  for (const one of latest) {
    const {metadata} = one.object
    const object = {
      ...one.object,
      metadata: {...metadata, uid: metadata.uid || core.random.uuid(), creationTimestamp: metadata.creationTimestamp || now},
    }
    core.store.restore(one.entry.collection, one.key, object, one.revision)
  }
  return {objects: latest.length - namespaces.length, leftOut: [...leftOut.values()], namespaces, owners}
}

interface Placed {
  readonly entry: CatalogEntry
  readonly key: string
  /** as it is stored */
  object: KubeObject
  /** 0 when it has none */
  readonly revision: number
}

function parted<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))]
}

/** An object as it is stored; undefined when its kind is not served. */
function place(core: Core, {object, where}: Exported): Placed | undefined {
  const entry = core.catalog.kind(object.apiVersion, object.kind)
  if (!entry || entry.virtual) return undefined
  const {name = '', namespace} = object.metadata
  if (entry.namespaced && !namespace) throw refuse(where, `${object.kind} ${name} has no namespace`)
  const metadata = {...object.metadata}
  if (!entry.namespaced) delete metadata.namespace
  try {
    const decoded = core.rules.decode(entry, freezeDeep({...object, metadata})).object
    const complete = core.rules.defaults(entry, freezeDeep(decoded))
    const revision = Number(object.metadata.resourceVersion ?? 0)
    return {
      entry,
      key: keyOf(entry.namespaced ? namespace : '', name),
      object: toStored(entry, complete),
      revision: Number.isSafeInteger(revision) ? revision : 0,
    }
  } catch (error) {
    throw refuse(where, `${object.kind} ${namespace ? `${namespace}/` : ''}${name}: ${messageOf(error)}`)
  }
}

/** An object that several files have is taken from the latest of them. */
function newest(placed: readonly Placed[]): Placed[] {
  const byKey = new Map<string, Placed>()
  for (const one of placed) {
    const key = `${one.entry.collection} ${one.key}`
    const known = byKey.get(key)
    if (!known || known.revision <= one.revision) byKey.set(key, one)
  }
  return [...byKey.values()]
}

const isNamespace = ({entry}: Placed) => entry.collection === '/namespaces'

function rank(one: Placed): number {
  return isNamespace(one) ? 0 : one.object.kind === CRD ? 1 : 2
}

function missingNamespaces(placed: readonly Placed[]): string[] {
  const there = new Set(placed.filter(isNamespace).map(({object}) => object.metadata.name))
  const needed = new Set(placed.flatMap(({object}) => object.metadata.namespace ?? []))
  // these the server makes itself
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) there.add(name)
  return [...needed].filter((name) => !there.has(name)).sort()
}

function namespaceOf(core: Core, name: string, now: string): Placed {
  const labels = {'kubernetes.io/metadata.name': name}
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {name, creationTimestamp: now, labels},
    spec: {finalizers: ['kubernetes']},
    status: {phase: 'Active'},
  }
  return {entry: core.catalog.kind('v1', 'Namespace')!, key: keyOf('', name), object, revision: 0}
}

/** Drops references to owners that are not there; returns how many. */
function dropLostOwners(placed: readonly Placed[]): number {
  const uids = new Set(placed.flatMap(({object}) => object.metadata.uid ?? []))
  let dropped = 0
  for (const one of placed) {
    const owners = one.object.metadata.ownerReferences ?? []
    const kept = owners.filter(({uid}) => uids.has(uid))
    if (kept.length === owners.length) continue
    dropped += owners.length - kept.length
    const {ownerReferences: _, ...metadata} = one.object.metadata
    one.object = {...one.object, metadata: kept.length > 0 ? {...metadata, ownerReferences: kept} : metadata}
  }
  return dropped
}
