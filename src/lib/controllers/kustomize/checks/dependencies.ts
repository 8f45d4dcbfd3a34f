import {messageOf} from '../../../errors/flux-error.js'
import type {KustomizationSpec} from '../../../kinds/types/kustomization.gen.js'
import type {Context} from '../../../ports/context.js'
import type {KubeObject} from '../../../ports/kube.js'
import {getCondition} from '../../runtime/conditions.js'
import {KUSTOMIZATION, sourceOf, specOf, statusOf} from '../kustomization.js'
import type {KustomizeOptions} from '../options.js'
import {evaluateReadyExpression} from './ready-expression.js'

type Dependency = NonNullable<KustomizationSpec['dependsOn']>[number]

/**
 * Why the dependencies are not met yet: the text for the first one that is not, undefined when all are (reference 3.1).
 * Throws TerminalError for an expression that can never work.
 */
export async function unmetDependency(
  context: Pick<Context, 'kube'>,
  object: KubeObject,
  revision: string,
  options: KustomizeOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const dependency of specOf(object).dependsOn ?? []) {
    const problem = await problemOf(context, object, dependency, revision, options, signal)
    if (problem !== undefined) return problem
  }
  return undefined
}

async function problemOf(
  context: Pick<Context, 'kube'>,
  object: KubeObject,
  dependency: Dependency,
  revision: string,
  options: KustomizeOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  const namespace = dependency.namespace || (object.metadata.namespace ?? '')
  const name = `${namespace}/${dependency.name}`
  let found: KubeObject
  try {
    found = await context.kube.get({...KUSTOMIZATION, namespace, name: dependency.name}, {signal})
  } catch (error) {
    signal.throwIfAborted()
    return `dependency '${name}' not found: ${messageOf(error)}`
  }
  if (dependency.readyExpr) {
    const result = evaluateReadyExpression(dependency.readyExpr, dependency.name, object, found)
    if (result.error !== undefined) return result.error
    if (!result.ready) return `dependency '${name}' is not ready according to readyExpr eval`
    if (!options.gates.additiveCelDependencyCheck) return undefined
  }
  if (!isReadyDependency(found)) return `dependency '${name}' is not ready`
  const behind = sameSource(object, found) && statusOf(found).lastAppliedRevision !== revision
  return behind ? `dependency '${name}' revision is not up to date` : undefined
}

function isReadyDependency(dependency: KubeObject): boolean {
  const ready = getCondition(dependency, 'Ready')
  return ready?.status === 'True' && statusOf(dependency).observedGeneration === dependency.metadata.generation
}

function sameSource(a: KubeObject, b: KubeObject): boolean {
  const [first, second] = [sourceOf(a), sourceOf(b)]
  return first.kind === second.kind && first.name === second.name && first.namespace === second.namespace
}
