import {subjectOf} from '../../../apply/subject.js'
import {FluxError} from '../../../errors/flux-error.js'
import {sameValue} from '../../../formats/json/same-value.js'
import {isObject} from '../../../formats/json/value.js'
import {kindRow} from '../../../kinds/registry.js'
import type {KubeObject} from '../../../ports/kube.js'
import {keyFor, partMade} from '../made-objects.js'
import {inRestoreOrder, isFlux} from '../restore-order.js'
import {savedObject} from '../saved-object.js'
import type {Manifest} from './read-manifests.js'

export interface PrepareOptions {
  /** everything of Flux is suspended */
  readonly suspended: boolean
}

/**
 * The objects as they are applied, in order: without what belongs to another cluster, each once, without what others of them
 * make anew (`left`).
 * @throws FluxError `encrypted`, `duplicate` with file and line
 */
export function prepareManifests(
  manifests: readonly Manifest[],
  {suspended}: PrepareOptions,
): {readonly entries: Manifest[]; readonly left: KubeObject[]} {
  for (const {object, at} of manifests) refuseEncrypted(object, at)
  const {made} = partMade(manifests.map(({object}) => object).filter(isFlux))
  const left = new Set(made)
  const wanted = manifests
    .filter(({object}) => !left.has(object))
    .map(({object, at}) => ({object: applied(object, suspended), at}))
  return {entries: inRestoreOrder(distinct(wanted), ({object}) => object), left: made}
}

function refuseEncrypted(object: KubeObject, at: string): void {
  if (!isObject(object['sops'])) return
  const file = at.replace(/:\d+$/, '')
  throw new FluxError('encrypted', `${at}: this is encrypted with SOPS`, {
    hints: [file === 'stdin' ? 'decrypt it first: sops -d FILE | flux restore -f -' : `sops -d ${file} | flux restore -f -`],
  })
}

function applied(object: KubeObject, suspended: boolean): KubeObject {
  const saved = savedObject(object)
  if (saved.apiVersion === 'v1' && saved.kind === 'Secret') return withData(saved)
  return suspended ? suspendedObject(saved) : saved
}

/** `stringData` is for writing only: a second apply would not know it again. What is no text is left to the server's refusal. */
function withData(object: KubeObject): KubeObject {
  const {stringData, ...secret} = object
  if (stringData === undefined || stringData === null) return secret as KubeObject
  if (!isObject(stringData) || !Object.values(stringData).every((value) => typeof value === 'string' || value === null))
    return object
  const encoded = Object.entries(stringData).map(([key, value]) => [key, Buffer.from(String(value ?? '')).toString('base64')])
  return {...secret, data: {...(isObject(secret['data']) ? secret['data'] : {}), ...Object.fromEntries(encoded)}} as KubeObject
}

function suspendedObject(object: KubeObject): KubeObject {
  const row = isFlux(object) ? kindRow(object.kind) : undefined
  if (row?.suspendAnnotation) {
    const annotations = {...object.metadata.annotations, [row.suspendAnnotation]: 'disabled'}
    return {...object, metadata: {...object.metadata, annotations}}
  }
  if (!row?.capabilities.includes('suspend')) return object
  return {...object, spec: {...(isObject(object['spec']) ? object['spec'] : {}), suspend: true}}
}

/** The same object twice counts once; two that differ are somebody's mistake. */
function distinct(manifests: readonly Manifest[]): Manifest[] {
  const byKey = new Map<string, Manifest>()
  for (const manifest of manifests) {
    const key = `${manifest.object.apiVersion.replace(/\/.*/, '')} ${keyFor(manifest.object)}`
    const known = byKey.get(key)
    if (!known) byKey.set(key, manifest)
    else if (!sameValue(known.object, manifest.object)) {
      throw new FluxError(
        'duplicate',
        `${manifest.at}: ${subject(manifest.object)} is in the files twice, and not the same: ${known.at} has it too`,
        {hints: ['leave one of the two out']},
      )
    }
  }
  return [...byKey.values()]
}

export const subject = ({kind, metadata}: KubeObject) =>
  subjectOf({kind, namespace: metadata.namespace, name: metadata.name ?? ''})
