import {FluxError} from '../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {apiVersionOf, kindRow} from '../../kinds/registry.js'
import type {HelmReleaseSpec} from '../../kinds/types/helmrelease.gen.js'
import type {KustomizationSpec} from '../../kinds/types/kustomization.gen.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {composeValues} from '../../render/helm-values.js'
import {loadVariables, type ReadVariableSource} from '../../render/variables.js'
import {specOf, statusOf} from '../conditions.js'
import {deadlineError} from '../poll.js'

type DebugContext = Pick<Context, 'kube' | 'signal'>

/** The parts that `flux debug` shows; one flag each. */
export type DebugPart = 'status' | 'vars' | 'values' | 'history'

export type DebugView =
  | {readonly part: 'status' | 'history'; readonly kind: string; readonly value: JsonValue}
  | {readonly part: 'values'; readonly value: JsonObject}
  | {readonly part: 'vars'; readonly value: ReadonlyMap<string, string>}

/** What the controller sees of a Kustomization or HelmRelease (cli reference 9.6). Values of Secrets are shown: that is the purpose. */
export async function debug(
  context: DebugContext,
  kind: 'Kustomization' | 'HelmRelease',
  {name, namespace, part}: {name: string; namespace: string; part: DebugPart},
): Promise<DebugView> {
  const {kube, signal} = context
  try {
    const object = await kube.get({apiVersion: apiVersionOf(kindRow(kind)!), kind, namespace, name}, {signal})
    const status = kind === 'HelmRelease' ? withDeleted(statusOf(object)) : statusOf(object)
    if (part === 'status') return {part, kind, value: status}
    if (part === 'history') return {part, kind, value: status.history ?? []}
    const read: ReadVariableSource = (source) => kube.get({apiVersion: 'v1', ...source, namespace}, {signal})
    if (part === 'values') {
      return {part, value: await composeValues(specOf(object) as unknown as HelmReleaseSpec, namespace, read)}
    }
    return {part, value: await variablesOf(object, read)}
  } catch (error) {
    throw deadlineError(error, signal)
  }
}

/** Releases in the history always say when they were deleted, if not that they were not. */
function withDeleted(status: JsonObject): JsonObject {
  if (!Array.isArray(status.history)) return status
  return {...status, history: status.history.map((item) => (isObject(item) ? {deleted: null, ...item} : item))}
}

function variablesOf(object: KubeObject, read: ReadVariableSource): Promise<Map<string, string>> {
  const {postBuild} = specOf(object) as unknown as KustomizationSpec
  if (!postBuild) throw new FluxError('not-found', 'no post build substitutions found')
  return loadVariables(postBuild, read)
}
