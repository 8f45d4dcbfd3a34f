import {createHash} from 'node:crypto'
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {isNotFound} from '../../src/lib/errors/api-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../src/lib/formats/json/value.js'
import type {KindRef, KubeClient, KubeObject, ObjectRef} from '../../src/lib/ports/kube.js'
import {objectKey} from './compare.js'
import type {Snapshot} from './format.js'
import type {World} from './world.js'

const FLUX_KINDS = [
  {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository'},
  {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'},
]

/** What the recorder would have written down now; the objects are those that the recording names. */
export async function takeSnapshot(world: World, expected: Snapshot, namespaces: ReadonlySet<string>): Promise<Snapshot> {
  const recorded = expected.flux.map(({apiVersion, kind}) => ({apiVersion: String(apiVersion), kind: String(kind)}))
  const flux = await fluxObjects(world.kube, [...FLUX_KINDS, ...recorded], namespaces)
  const objects: JsonObject[] = []
  for (const object of expected.objects) objects.push(await appliedObject(world.kube, object))
  const artifacts: Snapshot['artifacts'] = {}
  for (const object of flux) {
    const artifact = isObject(object['status']) ? object['status']['artifact'] : undefined
    if (isObject(artifact)) artifacts[objectKey(object)] = artifactFacts(world.storage, artifact)
  }
  const snapshot: Snapshot = {
    flux,
    objects,
    artifacts,
    events: await world.takeEvents(),
    notifications: await world.takeNotifications(),
  }
  const folder = expected.extra?.['storageFolderExists'] === undefined ? undefined : storageFolders(world, namespaces)
  return folder ? {...snapshot, extra: folder} : snapshot
}

async function fluxObjects(kube: KubeClient, kinds: readonly KindRef[], namespaces: ReadonlySet<string>): Promise<JsonObject[]> {
  const found: JsonObject[] = []
  const distinct = new Map(kinds.map((kind) => [`${kind.apiVersion}/${kind.kind}`, kind]))
  for (const kind of distinct.values())
    for (const object of (await kube.list(kind).catch(noneServed)).items) {
      if (!namespaces.has(object.metadata.namespace ?? '')) continue
      const {creationTimestamp: _created, managedFields, ...metadata} = object.metadata
      const managers = (managedFields ?? []).map(({manager, operation, subresource}) => ({
        manager,
        operation,
        ...(subresource ? {subresource} : {}),
      }))
      const status = object['status'] ?? {}
      found.push({apiVersion: object.apiVersion, kind: object.kind, metadata, spec: object['spec'], status, managers})
    }
  return found
}

function noneServed(error: Error): {items: readonly KubeObject[]} {
  if (error.name === 'NoMatchError') return {items: []}
  throw error
}

async function appliedObject(kube: KubeClient, recorded: JsonObject): Promise<JsonObject> {
  const metadata = recorded['metadata'] as {name: string; namespace?: string}
  const ref: ObjectRef = {apiVersion: String(recorded['apiVersion']), kind: String(recorded['kind']), ...metadata}
  const object = await kube.get(ref).catch((error): KubeObject | undefined => {
    if (isNotFound(error) || (error as Error).name === 'NoMatchError') return undefined
    throw error
  })
  if (!object) {
    const {name, namespace} = metadata
    return {apiVersion: ref.apiVersion, kind: ref.kind, metadata: {...(namespace ? {namespace} : {}), name}, absent: true}
  }
  const {creationTimestamp: _created, managedFields, ...rest} = object.metadata
  const fields = (managedFields ?? []).map(({time: _time, fieldsType: _type, ...entry}) => entry)
  const whole: JsonObject = {...object, metadata: rest, managedFields: fields as JsonValue}
  // The recorder leaves out what every namespace says.
  if (object.kind === 'Namespace' && JSON.stringify(object['status']) === '{"phase":"Active"}') delete whole['status']
  return whole
}

function storageFolders(world: World, namespaces: ReadonlySet<string>): JsonObject {
  const [namespace = ''] = namespaces
  const folder = join(world.storage, 'gitrepository', namespace)
  return {storageFolderExists: existsSync(join(folder, 'app')), namespaceFolderExists: existsSync(folder)}
}

/** The stored file behind `status.artifact`, taken apart. */
function artifactFacts(storage: string, artifact: JsonObject): JsonObject {
  const path = String(artifact['path'])
  const file = join(storage, path)
  const base = {path, digestAlgorithm: String(artifact['digest']).split(':')[0]}
  if (!existsSync(file)) return {path, missing: true}
  const zipped = readFileSync(file)
  const storageFolder = readdirSync(dirname(file)).sort()
  let tar: Buffer
  try {
    tar = gunzipSync(zipped)
  } catch {
    return {path, gzipBytes: zipped.length, unreadable: true}
  }
  const entries = tarEntries(tar)
  return {
    ...base,
    gzipHeader: zipped.subarray(0, 10).toString('hex'),
    gzipBytes: zipped.length,
    tarBytes: tar.length,
    tarSha256: createHash('sha256').update(tar).digest('hex'),
    tarMagic: tar.subarray(257, 265).toString('latin1'),
    everyEntry: sharedFacts(entries),
    entries: entries.map(
      ({type, mode, size, name, link}) => `${type} 0o${mode.toString(8)} ${size} ${name}${link ? ` -> ${link}` : ''}`,
    ),
    fileMode: `0o${(statSync(file).mode & 0o777).toString(8)}`,
    dirMode: `0o${(statSync(dirname(file)).mode & 0o777).toString(8)}`,
    storageFolder,
  }
}

interface TarEntry {
  readonly type: string
  readonly mode: number
  readonly size: number
  readonly name: string
  readonly link: string
  readonly mtime: number
  readonly uid: number
  readonly gid: number
  readonly uname: string
  readonly gname: string
}

function tarEntries(tar: Buffer): TarEntry[] {
  const entries: TarEntry[] = []
  let longName: string | undefined
  for (let at = 0; at + 512 <= tar.length; ) {
    const header = tar.subarray(at, at + 512)
    if (header.every((byte) => byte === 0)) break
    const text = (from: number, length: number) => header.toString('utf8', from, from + length).split('\0')[0] ?? ''
    const octal = (from: number, length: number) => Number.parseInt(text(from, length).trim() || '0', 8)
    const size = octal(124, 12)
    const type = text(156, 1) || '0'
    const body = tar.subarray(at + 512, at + 512 + size)
    at += 512 + Math.ceil(size / 512) * 512
    if (type === 'L') {
      longName = body.toString('utf8').split('\0')[0]
      continue
    }
    if (type === 'x') {
      longName = /\d+ path=([^\n]*)\n/.exec(body.toString('utf8'))?.[1]
      continue
    }
    const prefix = text(345, 155)
    const name = longName ?? (prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`)
    longName = undefined
    entries.push({
      type,
      mode: octal(100, 8),
      size,
      name: type === '5' ? name.replace(/\/$/, '') : name,
      link: text(157, 100),
      mtime: octal(136, 12),
      uid: octal(108, 8),
      gid: octal(116, 8),
      uname: text(265, 32),
      gname: text(297, 32),
    })
  }
  return entries
}

/** Facts that all entries share; one that differs is listed with all its values. */
function sharedFacts(entries: readonly TarEntry[]): JsonObject {
  const fact = (name: 'mtime' | 'uid' | 'gid' | 'uname' | 'gname') => {
    const values = [...new Set(entries.map((entry) => entry[name]))]
    return values.length === 1 ? values[0] : (values as JsonValue[])
  }
  return {mtime: fact('mtime'), uid: fact('uid'), gid: fact('gid'), uname: fact('uname'), gname: fact('gname')} as JsonObject
}
