import {NoMatchError} from '../../../errors/api-error.js'
import {isObject} from '../../../formats/json/value.js'
import {apiVersionOf, KINDS, type KindRow} from '../../../kinds/registry.js'
import type {Context} from '../../../ports/context.js'
import type {KubeObject} from '../../../ports/kube.js'
import {statusOf} from '../../conditions.js'
import {dependencyCycle, type NotReady, notReady, notReconciled} from '../advice.js'
import {waitingFor} from './waiting-for.js'

export interface RunReport {
  readonly ready: boolean
  /** all Flux objects of the cluster, by kind, in the order of `flux get all` */
  readonly parts: readonly {readonly kind: KindRow; readonly objects: readonly KubeObject[]}[]
  /** what each Kustomization's inventory holds */
  readonly applied: readonly AppliedBy[]
  readonly notReady: readonly NotReady[]
}

export interface AppliedBy {
  readonly namespace: string
  readonly name: string
  readonly revision: string
  /** `Deployment/apps/web`, `Namespace/apps` */
  readonly objects: readonly string[]
}

/**
 * What became of every Flux object. `reconciled` are the kinds that this run's controllers work on; `alone`: there are no
 * other controllers that could work on the rest.
 */
export async function runReport(
  ctx: Pick<Context, 'kube' | 'clock'>,
  reconciled: readonly KindRow[],
  alone: boolean,
): Promise<RunReport> {
  const parts = await Promise.all(KINDS.map(async (kind) => ({kind, objects: await objectsOf(ctx, kind)})))
  const objects = parts.flatMap((part) => part.objects)
  const names = new Set(reconciled.map((kind) => kind.kind))
  // what only waits for another object comes after what keeps it waiting
  const rank = (item: NotReady) => (item.reason === 'DependencyNotReady' || item.reason === 'ArtifactFailed' ? 1 : 0)
  const waits = await Promise.all(objects.map((object) => waitingFor(ctx, object)))
  const found = objects
    .map((object, index) => (names.has(object.kind) ? notReady(object, waits[index]) : notReconciled(object, alone)))
    .filter((item) => item !== undefined)
  const cycle = dependencyCycle(objects.filter((object) => object.kind === 'Kustomization'))
  const failing = found
    .map((item) => (cycle && item.reason === 'DependencyNotReady' ? {...item, advice: `a dependency cycle: ${cycle}`} : item))
    .toSorted((a, b) => rank(a) - rank(b))
  const applied = objects.filter((object) => object.kind === 'Kustomization').map(appliedBy)
  return {ready: failing.length === 0, parts, applied, notReady: failing}
}

/** A kind whose CRD is not there has no objects. */
async function objectsOf(ctx: Pick<Context, 'kube'>, kind: KindRow): Promise<readonly KubeObject[]> {
  try {
    return (await ctx.kube.list({apiVersion: apiVersionOf(kind), kind: kind.kind})).items
  } catch (error) {
    if (error instanceof NoMatchError) return []
    throw error
  }
}

function appliedBy(object: KubeObject): AppliedBy {
  const {inventory, lastAppliedRevision} = statusOf(object)
  const entries = isObject(inventory) && Array.isArray(inventory.entries) ? inventory.entries.filter(isObject) : []
  return {
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name ?? '',
    revision: typeof lastAppliedRevision === 'string' ? lastAppliedRevision : '',
    objects: entries.map((entry) => inventoryName(String(entry.id))),
  }
}

/** `apps_web_apps_Deployment` -> `Deployment/apps/web`; `__` in a name stands for a colon (RBAC names). */
function inventoryName(id: string): string {
  const first = id.indexOf('_')
  const kindAt = id.lastIndexOf('_')
  const groupAt = id.lastIndexOf('_', kindAt - 1)
  const namespace = id.slice(0, first)
  const name = id.slice(first + 1, groupAt).replaceAll('__', ':')
  return [id.slice(kindAt + 1), namespace, name].filter((part) => part !== '').join('/')
}
