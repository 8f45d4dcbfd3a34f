import type {ApiError} from '../../../../errors/api-error.js'
import {freezeDeep} from '../../../../formats/json/freeze.js'
import {sameValue} from '../../../../formats/json/same-value.js'
import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject, WatchEvent} from '../../../../ports/kube.js'
import {zeroOf} from '../../../../schema/go/zero.js'
import type {CatalogEntry} from '../../discovery/catalog.js'
import {statusError} from '../../status.js'
import type {Change} from '../../store/collection.js'
import {roughSize} from '../../store/rough-size.js'
import {fromStored} from '../conversion.js'
import type {Core} from '../core.js'
import type {ListSettings} from '../options.js'
import type {Target} from '../target.js'
import {listObjects} from './list.js'
import {expired, isCached, tooLarge, versionFault} from './resource-version.js'
import {type Selection, selection} from './selection.js'

/** Changes waiting for a reader besides what it began with, above which the stream is cut off: a slow reader must list again. */
const MAX_BACKLOG = 20_000
/** The same for large objects. */
const MAX_BACKLOG_BYTES = 128 * 1024 * 1024
const BOOKMARK_MS = 60_000
const MIN_TIMEOUT_MS = 30 * 60_000

/** A running watch: pull events until it ends; `stop` frees it. */
export interface WatchStream {
  events(): AsyncIterable<WatchEvent>
  stop(): void
  /** Calls `free` once, when the watch is stopped or its events have all been read. */
  onEnd(free: () => void): void
}

/** How a watch's start is decided, before anything is sent. */
interface Start {
  readonly initial: readonly KubeObject[]
  readonly changes: readonly Change[]
  readonly initialEnd: boolean
  readonly failure?: WatchEvent
  /** changes up to this revision are not told (a watch from the future) */
  readonly after?: number
}

/**
 * Starts a watch.
 * @throws ApiError for what is refused with a status instead of an event
 */
export function startWatch(core: Core, target: Target, settings: ListSettings): WatchStream {
  const {entry} = target
  const chosen = selection(entry, settings.labelSelector, settings.fieldSelector)
  const start = watchStart(core, target, settings)
  return new Stream(core, target, chosen, settings, start)
}

function watchStart(core: Core, target: Target, settings: ListSettings): Start {
  const {resourceVersion: version, sendInitialEvents} = settings
  const collection = core.store.collection(target.entry.collection)
  const fault = versionFault(version)
  if (fault !== undefined) throw statusError(500, '', fault)
  const fresh = Number(version) === 0
  if (sendInitialEvents === true || (fresh && sendInitialEvents === undefined)) {
    if (!fresh && Number(version) > core.store.revision) throw tooLarge(version, core.store.revision, isCached(target.entry))
    const all = listObjects(core, target, {...settings, limit: 0, continue: '', resourceVersion: '', resourceVersionMatch: ''})
    // a watch from nowhere is one with initial events, whatever it says; `00` only begins with them
    const tellsEnd = sendInitialEvents === true || version === '' || version === '0'
    return {initial: all.items, changes: [], initialEnd: tellsEnd && settings.allowWatchBookmarks}
  }
  if (fresh) return {initial: [], changes: [], initialEnd: false}
  const changes = collection.since(Number(version))
  if (!changes) {
    const status = (expired(`too old resource version: ${version} (${core.store.revision})`) as ApiError).status
    return {initial: [], changes: [], initialEnd: false, failure: {type: 'ERROR', status}}
  }
  return {initial: [], changes, initialEnd: false, after: Number(version)}
}

class Stream implements WatchStream {
  private queue: (WatchEvent | Change)[] = []
  private wake: (() => void) | undefined
  private ended = false
  private lagging = false
  private readonly frees: (() => void)[] = []
  private readonly most: number
  /** those of the queue that came after the start */
  private waiting = 0

  constructor(
    private readonly core: Core,
    private readonly target: Target,
    private readonly chosen: Selection,
    settings: ListSettings,
    start: Start,
  ) {
    this.most = MAX_BACKLOG + start.initial.length + start.changes.length
    for (const object of start.initial) this.queue.push({type: 'ADDED', object})
    if (start.initialEnd) this.queue.push(this.bookmark({'k8s.io/initial-events-end': 'true'}))
    this.queue.push(...start.changes)
    if (start.failure) this.queue.push(start.failure)
    // who gives it less than no time hears nothing
    const isOver = (settings.timeoutSeconds ?? 0) < 0
    if (isOver) this.queue = []
    if (start.failure || isOver) {
      this.ended = true
      return
    }
    const collection = core.store.collection(target.entry.collection)
    const after = start.after ?? 0
    this.frees.push(collection.subscribe((change) => change.revision > after && this.push(change)))
    const {crd} = target.entry
    if (crd) this.frees.push(onOtherSchema(core, crd.object, () => this.finish()))
    this.schedule(settings)
  }

  stop(): void {
    this.ended = true
    for (const free of this.frees.splice(0)) free()
    this.wake?.()
  }

  onEnd(free: () => void): void {
    this.frees.push(free)
  }

  async *events(): AsyncIterable<WatchEvent> {
    try {
      for (;;) {
        const batch = this.queue
        this.queue = []
        this.waiting = 0
        // what the disk may still refuse is not told
        await this.core.store.settled()
        for (const item of batch) {
          const event = 'revision' in item ? this.eventOf(item) : item
          if (event) yield event
        }
        if (this.queue.length > 0) continue
        if (this.ended) return
        await new Promise<void>((resolve) => {
          this.wake = resolve
        })
        this.wake = undefined
      }
    } finally {
      this.stop()
    }
  }

  private schedule(settings: ListSettings): void {
    const {clock, random} = this.core
    const asked = settings.timeoutSeconds ?? 0
    const timeout = asked > 0 ? asked * 1000 : MIN_TIMEOUT_MS * (1 + random.float())
    if (settings.allowWatchBookmarks) {
      // one shortly before the end and one a minute, as the watch cache sends them
      const tick = (ms: number): void => {
        const timer = clock.timer(ms, () => this.tick(() => tick(BOOKMARK_MS)), {interval: true})
        this.frees.push(() => timer.cancel())
      }
      const first = Math.max(timeout - 2000, 1000)
      if (first < timeout) tick(Math.min(BOOKMARK_MS, first))
    }
    const end = clock.timer(timeout, () => this.finish(), {interval: true})
    this.frees.push(() => end.cancel())
  }

  private tick(again: () => void): void {
    if (this.ended) return
    this.push(this.bookmark())
    again()
  }

  private finish(): void {
    for (const free of this.frees.splice(0)) free()
    this.ended = true
    this.wake?.()
  }

  private push(item: WatchEvent | Change): void {
    if (this.lagging) return
    if (this.queue.length >= this.most || this.isLarge()) {
      this.lagging = true
      this.queue = []
      this.finish()
      return
    }
    this.queue.push(item)
    this.waiting++
    this.wake?.()
  }

  /** Looked at now and then only: most readers keep up. */
  private isLarge(): boolean {
    if (this.waiting === 0 || this.waiting % 256 !== 0) return false
    const objectOf = (item: WatchEvent | Change) => ('revision' in item ? (item.now ?? item.old) : undefined)
    return roughSize(this.queue, this.waiting, objectOf) > MAX_BACKLOG_BYTES
  }

  private bookmark(annotations?: Record<string, string>): WatchEvent {
    const {entry} = this.target
    const metadata = {resourceVersion: String(this.core.store.revision), ...(annotations ? {annotations} : {})}
    return {type: 'BOOKMARK', object: freezeDeep(emptyObject(entry, metadata))}
  }

  /** What one change is to this watch; entering the selection is ADDED, leaving it DELETED. */
  private eventOf(change: Change): WatchEvent | undefined {
    const {entry, namespace} = this.target
    if (change.refused === true) return undefined
    if (namespace !== '' && !change.key.startsWith(`${namespace}/`)) return undefined
    const old = this.selected(entry, change.old)
    const now = this.selected(entry, change.now)
    if (now) return {type: old ? 'MODIFIED' : 'ADDED', object: now}
    if (!old) return undefined
    if (change.last) return {type: 'DELETED', object: fromStored(this.core, entry, change.last)}
    // out of the selection, not gone: the object as it was, with the revision of the change
    const metadata = {...old.metadata, resourceVersion: String(change.revision)}
    return {type: 'DELETED', object: freezeDeep({...old, metadata})}
  }

  private selected(entry: CatalogEntry, stored: KubeObject | undefined): KubeObject | undefined {
    if (!stored) return undefined
    const object = fromStored(this.core, entry, stored)
    return this.chosen.everything || this.chosen.matches(object) ? object : undefined
  }
}

const CRDS = 'apiextensions.k8s.io/customresourcedefinitions'

/** Calls `then` when custom resources are served anew, or no more: their definition says something else, or is gone. */
function onOtherSchema(core: Core, {metadata: {name}}: KubeObject, then: () => void): () => void {
  const served = (crd: KubeObject | undefined): JsonObject => {
    const {spec, status} = crd ?? ({} as Partial<KubeObject>)
    return {spec: spec ?? null, names: (status as JsonObject | undefined)?.acceptedNames ?? null}
  }
  return core.store.collection(CRDS).subscribe(({key, old, now}) => {
    if (key === `/${name}` && !sameValue(served(old), served(now))) then()
  })
}

/** Kinds whose internal form has what their versions may leave out. */
const INTERNAL: Readonly<Record<string, JsonObject>> = {
  'apps/Deployment': {spec: {replicas: 0}},
  'apps/ReplicaSet': {spec: {replicas: 0}},
  'apps/StatefulSet': {spec: {replicas: 0}},
  'apps/ControllerRevision': {data: null},
}

/** An object of metadata alone; one of a Go type has what the type always prints. */
function emptyObject({crd, schema, group, kind, apiVersion}: CatalogEntry, metadata: KubeObject['metadata']): KubeObject {
  const {metadata: _, ...zero} = (crd || !schema ? {} : zeroOf(schema)) as JsonObject
  const internal = INTERNAL[`${group}/${kind}`]
  const spec = internal?.spec ? {spec: {...(zero.spec as JsonObject), ...(internal.spec as JsonObject)}} : {}
  if (kind === 'DaemonSet') {
    const annotations = {'deprecated.daemonset.template.generation': '0', ...metadata.annotations}
    return {kind, apiVersion, metadata: {...metadata, annotations}, ...zero}
  }
  return {kind, apiVersion, metadata, ...internal, ...zero, ...spec}
}
