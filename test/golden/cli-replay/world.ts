import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {NoMatchError} from '../../../src/lib/errors/api-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../src/lib/formats/json/value.js'
import {parseYamlDocuments} from '../../../src/lib/formats/yaml/parse.js'
import type {KubeClient, KubeObject} from '../../../src/lib/ports/kube.js'
import type {CaseController, CliCase} from './cases.js'

const STANDARD = ['default', 'kube-system', 'kube-public', 'kube-node-lease']

/** Applies the set-up files of a case; objects of kinds that are not served are left out. Returns what it made. */
export async function setUp(kube: KubeClient, folder: string, files: readonly string[]): Promise<KubeObject[]> {
  const made: KubeObject[] = []
  const uids = new Map<string, string>()
  for (const file of files) {
    const manager = file.endsWith('.kc.yaml') ? 'kustomize-controller' : 'setup'
    const text = readFileSync(join(folder, 'setup', file), 'utf8').replaceAll('<kubelet-port>', '10250')
    for (const {value} of parseYamlDocuments(text, {file})) {
      if (!isObject(value)) continue
      const object = filled(value, uids) as KubeObject
      // the set-up only labels the CRDs; those that are not installed cannot be labelled
      if (object.kind === 'CustomResourceDefinition' && !(await exists(kube, object))) continue
      const {status, ...rest} = object
      try {
        const applied = await kube.apply(rest as KubeObject, {fieldManager: manager, force: true})
        uids.set([object.kind, object.metadata.namespace, object.metadata.name].join('/'), applied.metadata.uid!)
        made.push(await withStatus(kube, applied, status as JsonValue | undefined))
      } catch (error) {
        if (!(error instanceof NoMatchError)) throw error
      }
    }
  }
  return made
}

async function exists(kube: KubeClient, object: KubeObject): Promise<boolean> {
  if (object.spec !== undefined) return true
  const ref = {apiVersion: object.apiVersion, kind: object.kind, name: object.metadata.name!}
  return kube.get(ref).then(
    () => true,
    () => false,
  )
}

function filled(value: JsonValue | undefined, uids: ReadonlyMap<string, string>): JsonValue {
  if (Array.isArray(value)) return value.map((item) => filled(item, uids))
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, uids)]))
  return typeof value === 'string' ? filledText(value, uids) : (value as JsonValue)
}

function filledText(text: string, uids: ReadonlyMap<string, string>): string {
  return text
    .replace(/<uid-of:([^>]+)>/g, (_, key: string) => uids.get(key) ?? '')
    .replace(/<now-(\d+)s(,micro)?>/g, (_, seconds: string, micro?: string) => {
      const time = new Date(Date.now() - Number(seconds) * 1000).toISOString()
      return micro ? time.replace('Z', '000Z') : time.replace(/\.\d+Z$/, 'Z')
    })
}

async function withStatus(kube: KubeClient, object: KubeObject, status: JsonValue | undefined): Promise<KubeObject> {
  if (status === undefined) return object
  const ref = {
    apiVersion: object.apiVersion,
    kind: object.kind,
    namespace: object.metadata.namespace,
    name: object.metadata.name!,
  }
  return kube.patch(ref, {type: 'merge', body: {status} as JsonObject}, {subresource: 'status', fieldManager: 'setup'})
}

/** Takes away what a case left: its objects, and everything of the kinds that cases make. */
export async function tearDown(kube: KubeClient, made: readonly KubeObject[]): Promise<void> {
  for (const object of made.toReversed()) {
    if (object.kind === 'Namespace' && [...STANDARD, 'flux-system', 'apps', 'empty'].includes(object.metadata.name!)) continue
    if (object.kind === 'CustomResourceDefinition' && !object.metadata.name!.startsWith('gitrepositories.')) continue
    if (object.kind === 'CustomResourceDefinition') {
      // only its labels came from the set-up: an empty apply of the same manager takes them back
      const bare = {apiVersion: object.apiVersion, kind: object.kind, metadata: {name: object.metadata.name!}}
      await kube.apply(bare, {fieldManager: 'setup', force: true})
      continue
    }
    const ref = {
      apiVersion: object.apiVersion,
      kind: object.kind,
      namespace: object.metadata.namespace,
      name: object.metadata.name!,
    }
    await kube.delete(ref, {gracePeriodSeconds: 0}).catch(() => undefined)
  }
}

/** Plays the controllers of a case until stopped. */
export function playControllers(kube: KubeClient, entry: CliCase): () => Promise<void> {
  const abort = new AbortController()
  const running = (entry.controller ?? []).map((controller) => play(kube, controller, abort.signal).catch(() => undefined))
  return async () => {
    abort.abort()
    await Promise.all(running)
  }
}

async function play(kube: KubeClient, controller: CaseController, signal: AbortSignal): Promise<void> {
  const {apiVersion, kind, namespace, name} = controller
  const ref = {apiVersion, kind, namespace, name}
  const seenOf = (object: KubeObject) =>
    controller.on === 'request'
      ? object.metadata.annotations?.['reconcile.fluxcd.io/requestedAt']
      : `${object.metadata.uid} ${object.metadata.generation}`
  let seen: string | undefined | null = null
  for await (const event of kube.watch({apiVersion, kind}, {namespace, fieldSelector: `metadata.name=${name}`, signal})) {
    if (event.type !== 'ADDED' && event.type !== 'MODIFIED') continue
    const now = seenOf(event.object)
    if (seen === null || seen === now) {
      seen = now
      continue
    }
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
