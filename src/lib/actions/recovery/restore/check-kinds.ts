import {groupOf, versionOf} from '../../../apply/subject.js'
import {NoMatchError} from '../../../errors/api-error.js'
import {FluxError} from '../../../errors/flux-error.js'
import {isObject} from '../../../formats/json/value.js'
import type {Context} from '../../../ports/context.js'
import type {KindRef, KubeObject} from '../../../ports/kube.js'
import {servedVersions} from '../read-kinds.js'
import {isFlux} from '../restore-order.js'
import {subject} from './prepare-manifests.js'
import type {Manifest} from './read-manifests.js'

/** Manifests that an error names; the others are counted. */
const NAMED = 5

/**
 * Every object with the namespace that its kind asks for: none of a kind of the whole cluster, `namespace` where the file names
 * none. Kinds that definitions of the same files bring count as served.
 * @throws FluxError `no-crds` for kinds that the cluster does not serve, `old-version` for versions, `no-namespace`
 */
export async function checkKinds(
  ctx: Pick<Context, 'kube' | 'signal'>,
  manifests: readonly Manifest[],
  namespace: string | undefined,
): Promise<Manifest[]> {
  const defined = definedKinds(manifests)
  const scopes = new Map<string, boolean>()
  const missing: Manifest[] = []
  for (const manifest of manifests) {
    const key = kindKey(manifest.object)
    if (!scopes.has(key)) {
      const scope = defined.get(key) ?? (await isNamespaced(ctx, manifest.object))
      if (scope === undefined) missing.push(manifest)
      else scopes.set(key, scope)
    } else if (missing.some(({object}) => kindKey(object) === key)) missing.push(manifest)
  }
  if (missing.length > 0) throw await unserved(ctx, missing)
  return manifests.map((manifest) => placed(manifest, scopes.get(kindKey(manifest.object)) ?? true, namespace))
}

const kindKey = ({apiVersion, kind}: KindRef) => `${apiVersion} ${kind}`

/** Whether the kind lives in namespaces; undefined when the cluster does not serve it. */
async function isNamespaced({kube, signal}: Pick<Context, 'kube' | 'signal'>, ref: KindRef): Promise<boolean | undefined> {
  try {
    return (await kube.resourceFor({apiVersion: ref.apiVersion, kind: ref.kind}, {signal})).namespaced
  } catch (error) {
    if (error instanceof NoMatchError) return undefined
    throw error
  }
}

/** Kinds and scopes that definitions among the manifests bring. */
function definedKinds(manifests: readonly Manifest[]): Map<string, boolean> {
  const found = new Map<string, boolean>()
  for (const {object} of manifests) {
    if (object.kind !== 'CustomResourceDefinition') continue
    const {group, names, scope, versions} = (object['spec'] ?? {}) as Record<string, unknown>
    const kind = isObject(names as never) ? (names as {kind?: string}).kind : undefined
    for (const version of Array.isArray(versions) ? (versions as {name?: string; served?: boolean}[]) : []) {
      if (version.served) found.set(`${String(group)}/${version.name} ${kind}`, scope === 'Namespaced')
    }
  }
  return found
}

async function unserved(ctx: Pick<Context, 'kube' | 'signal'>, missing: readonly Manifest[]): Promise<FluxError> {
  const [first] = missing
  const {object, at} = first!
  const versions = await servedVersions(ctx, object)
  if (versions.length > 0) {
    const others = versions.map(versionOf).join(', ')
    const message = `${at}: ${subject(object)} is of ${object.apiVersion}, which this cluster does not serve (it serves ${others})`
    const file = at.replace(/:\d+$/, '')
    const command = file === 'stdin' ? 'flux migrate -f FILE' : `flux migrate -f ${file}`
    const hints = isFlux(object) ? [`${command} brings the file to current versions`] : []
    return new FluxError('old-version', message, {hints})
  }
  const unknown = await withoutServed(ctx, missing)
  const kinds = [...new Set(unknown.map(({object: {kind, apiVersion}}) => `${kind} (${apiVersion})`))]
  const more = kinds.length > NAMED ? ` and ${kinds.length - NAMED} more` : ''
  const message = `${at}: this cluster does not know the kinds ${kinds.slice(0, NAMED).join(', ')}${more}`
  const ofFlux = unknown.some((manifest) => isFlux(manifest.object))
  return new FluxError('no-crds', message, {
    hints: ofFlux
      ? ['flux install brings the kinds of Flux and its controllers; then run the same command again']
      : [`install what defines ${groupOf(object.apiVersion) || object.kind} first, or put its definition into the files`],
  })
}

/** One of each kind of which no version is served: the others are told when it is their turn. */
async function withoutServed(ctx: Pick<Context, 'kube' | 'signal'>, missing: readonly Manifest[]): Promise<Manifest[]> {
  const byKind = new Map(missing.map((manifest) => [`${manifest.object.apiVersion} ${manifest.object.kind}`, manifest]))
  const found: Manifest[] = []
  for (const manifest of byKind.values()) if ((await servedVersions(ctx, manifest.object)).length === 0) found.push(manifest)
  return found
}

function placed({object, at}: Manifest, namespaced: boolean, namespace: string | undefined): Manifest {
  const {namespace: own, ...metadata} = object.metadata
  if (!namespaced) return own === undefined ? {object, at} : {object: {...object, metadata}, at}
  if (own) return {object, at}
  if (namespace === undefined) {
    const hints = ['name one with --namespace']
    throw new FluxError('no-namespace', `${at}: ${subject(object)} has no namespace`, {hints})
  }
  return {object: {...object, metadata: {...metadata, namespace}}, at}
}

/** True for an object of the whole cluster or of this namespace, or for the namespace itself. */
export function isWithin({kind, metadata}: KubeObject, namespace: string): boolean {
  return metadata.namespace === namespace || (kind === 'Namespace' && metadata.name === namespace)
}
