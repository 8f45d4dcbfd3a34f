import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {isNotFound, NoMatchError} from '../../../src/lib/errors/api-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../src/lib/formats/json/value.js'
import {parseYamlDocuments} from '../../../src/lib/formats/yaml/parse.js'
import type {KubeClient, KubeObject} from '../../../src/lib/ports/kube.js'
import type {CaseController, CliCase} from './cases.js'
import type {ReplayServer} from './servers/api-server.js'

/** Applies the set-up files of a case. */
export async function setUp(server: ReplayServer, folder: string, files: readonly string[]): Promise<void> {
  const uids = new Map<string, string>()
  for (const file of files) {
    const manager = file.endsWith('.kc.yaml') ? 'kustomize-controller' : 'setup'
    const text = readFileSync(join(folder, 'setup', file), 'utf8').replaceAll('<kubelet-port>', String(server.kubeletPort))
    for (const {value} of parseYamlDocuments(text, {file, dialect: 'kustomize'})) {
      if (!isObject(value)) continue
      await makeObject(server.kube, filled(value, {uids, now: server.now()}) as KubeObject, manager, uids)
    }
  }
}

async function makeObject(kube: KubeClient, object: KubeObject, manager: string, uids: Map<string, string>): Promise<void> {
  // some set-ups only label the CRDs; those that are not installed cannot be labelled
  if (object.kind === 'CustomResourceDefinition' && !(await exists(kube, object))) return
  const {status, ...rest} = object
  const applied = await applyObject(kube, rest as KubeObject, manager)
  uids.set([object.kind, object.metadata.namespace, object.metadata.name].join('/'), applied.metadata.uid!)
  await withStatus(kube, applied, status)
}

/** A kind whose CRD is new takes a moment to be served. */
async function applyObject(kube: KubeClient, object: KubeObject, manager: string): Promise<KubeObject> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await kube.apply(object, {fieldManager: manager, force: true})
    } catch (error) {
      const unserved = error instanceof NoMatchError || isNotFound(error)
      if (!unserved || attempt === 20) throw error
      await kube.resources({fresh: true})
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

async function exists(kube: KubeClient, object: KubeObject): Promise<boolean> {
  if (object.spec !== undefined) return true
  const ref = {apiVersion: object.apiVersion, kind: object.kind, name: object.metadata.name!}
  return kube.get(ref).then(
    () => true,
    () => false,
  )
}

interface Known {
  readonly uids: ReadonlyMap<string, string>
  readonly now: number
}

function filled(value: JsonValue | undefined, known: Known): JsonValue {
  if (Array.isArray(value)) return value.map((item) => filled(item, known))
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, known)]))
  return typeof value === 'string' ? filledText(value, known) : (value as JsonValue)
}

function filledText(text: string, {uids, now}: Known): string {
  return text
    .replace(/<uid-of:([^>]+)>/g, (_, key: string) => uids.get(key) ?? '')
    .replace(/<now-(\d+)s(,micro)?>/g, (_, seconds: string, micro?: string) => {
      const time = new Date(now - Number(seconds) * 1000).toISOString()
      return micro ? time.replace('Z', '000Z') : time.replace(/\.\d+Z$/, 'Z')
    })
}

async function withStatus(kube: KubeClient, object: KubeObject, status: JsonValue | undefined): Promise<void> {
  if (status === undefined) return
  const ref = {
    apiVersion: object.apiVersion,
    kind: object.kind,
    namespace: object.metadata.namespace,
    name: object.metadata.name!,
  }
  await kube.patch(ref, {type: 'merge', body: {status} as JsonObject}, {subresource: 'status', fieldManager: 'setup'})
}

/** Plays the controllers of a case until stopped. */
export async function playControllers(kube: KubeClient, entry: CliCase): Promise<() => Promise<void>> {
  const abort = new AbortController()
  const controllers = await Promise.all(
    (entry.controller ?? []).map(async (controller) => ({controller, seen: await markOf(kube, controller)})),
  )
  const running = controllers.map(({controller, seen}) => play(kube, controller, seen, abort.signal).catch(() => undefined))
  return async () => {
    abort.abort()
    await Promise.all(running)
  }
}

/** What changes when the controller has something to do; undefined while the object is not there. */
async function markOf(kube: KubeClient, controller: CaseController): Promise<string | undefined> {
  const {apiVersion, kind, namespace, name} = controller
  try {
    return mark(controller, await kube.get({apiVersion, kind, namespace, name}))
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

function mark({on}: CaseController, {metadata}: KubeObject): string | undefined {
  return on === 'request' ? metadata.annotations?.['reconcile.fluxcd.io/requestedAt'] : `${metadata.uid} ${metadata.generation}`
}

async function play(kube: KubeClient, controller: CaseController, seen: string | undefined, signal: AbortSignal): Promise<void> {
  const {apiVersion, kind, namespace, name} = controller
  const ref = {apiVersion, kind, namespace, name}
  for await (const event of kube.watch({apiVersion, kind}, {namespace, fieldSelector: `metadata.name=${name}`, signal})) {
    if (event.type !== 'ADDED' && event.type !== 'MODIFIED') continue
    const now = mark(controller, event.object)
    if (seen === now) continue
    const status = withGeneration(controller.status, event.object.metadata.generation ?? 1) as JsonObject
    if (controller.on === 'request') status['lastHandledReconcileAt'] = now
    await kube.patch(ref, {type: 'merge', body: {status}}, {subresource: 'status', fieldManager: 'controller', signal})
    return
  }
}

function withGeneration(value: JsonValue | undefined, generation: number): JsonValue {
  if (value === '<generation>') return generation
  if (Array.isArray(value)) return value.map((item) => withGeneration(item, generation))
  if (!isObject(value)) return value as JsonValue
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withGeneration(item, generation)]))
}
