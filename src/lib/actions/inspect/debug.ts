import {FluxError} from '../../errors/flux-error.js'
import type {JsonObject, JsonValue} from '../../formats/json/value.js'
import {apiVersionOf, kindRow} from '../../kinds/registry.js'
import {typedForm} from '../../kinds/typed-form.js'
import type {HelmReleaseSpec} from '../../kinds/types/helmrelease.gen.js'
import type {KustomizationSpec} from '../../kinds/types/kustomization.gen.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {composeValues} from '../../render/helm-values.js'
import {loadVariables, type ReadVariableSource} from '../../render/variables.js'
import {specOf} from '../conditions.js'
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
  const row = kindRow(kind)!
  try {
    const object = await kube.get({apiVersion: apiVersionOf(row), kind, namespace, name}, {signal})
    const status = typedForm(row).status(object) as JsonObject
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

function variablesOf(object: KubeObject, read: ReadVariableSource): Promise<Map<string, string>> {
  const {postBuild} = specOf(object) as unknown as KustomizationSpec
  if (!postBuild) throw new FluxError('no-variables', 'no post build substitutions found')
  return loadVariables(postBuild, read)
}
