import {messageOf} from '../../../errors/flux-error.js'
import {freezeDeep} from '../../../formats/json/freeze.js'
import type {KubeObject} from '../../../ports/kube.js'
import {fromStored, toStored} from '../rest/conversion.js'
import {type Call, type Core, ruleEnv, timestamp} from '../rest/core.js'
import {keyOf} from '../store/store.js'
import type {ImportReport} from './import-report.js'
import {isBare, mergeCopies, type Placed} from './merge-copies.js'
import {established, noise} from './noise.js'
import {describe, type Exported, type ImportFile, readExport, refuse} from './read-export.js'

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
  const empty: string[] = []
  const bare: string[] = []
  const kept = files.flatMap(entriesOf(empty, bare)).filter(({object}) => {
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
  const twice: string[] = []
  const latest = mergeCopies(placed, (text) => twice.push(text))
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
  const own = latest.filter(({where}) => where !== '')
  return {
    ...{objects: own.length, leftOut: [...leftOut.values()], namespaces, owners, twice, empty},
    unmanaged: own.filter((one) => isBare(one.object) && bare.some((name) => one.where.startsWith(name))).length,
    faults: own.flatMap((one) => faultsOf(core, one)),
  }
}

/** Notes files without any object, and those in which no object of a cluster has managers: a few have none in the cluster, too. */
function entriesOf(empty: string[], bare: string[]): (file: ImportFile) => Exported[] {
  return (file) => {
    const found = readExport(file)
    if (found.length === 0) empty.push(file.name)
    const seen = found.filter(({object}) => object.metadata.uid !== undefined)
    if (seen.length > 0 && seen.every(({object}) => isBare(object))) bare.push(file.name)
    return found
  }
}

/** What the API would say if the object were created as it is now. */
function faultsOf(core: Core, {entry, object, where}: Placed): string[] {
  const call: Call = {user: {name: 'import', groups: []}, userAgent: 'import', warnings: []}
  const {deletionTimestamp: _, deletionGracePeriodSeconds: __, ...metadata} = object.metadata
  const shown = freezeDeep(fromStored(core, entry, {...object, metadata}))
  const [first, ...more] = core.rules.validateCreate(entry, shown, ruleEnv(core, call, '', true, metadata.uid))
  if (!first) return []
  const rest = more.length > 0 ? ` (and ${more.length} more)` : ''
  return [`${describe(object)} of ${where}: ${first.field}: ${first.message}${rest}`]
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
      where,
    }
  } catch (error) {
    throw refuse(where, `${describe(object)}: ${messageOf(error)}`)
  }
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
  return {entry: core.catalog.kind('v1', 'Namespace')!, key: keyOf('', name), object, revision: 0, where: ''}
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
