import {NoMatchError} from '../../../errors/api-error.js'
import {isObject} from '../../../formats/json/value.js'
import {apiVersionOf, KINDS, type KindRow} from '../../../kinds/registry.js'
import type {Context} from '../../../ports/context.js'
import type {KubeObject} from '../../../ports/kube.js'
import {statusOf} from '../../conditions.js'
import {type NotReady, notReady, notReconciled} from '../advice.js'
import {DependencyAdvice} from './dependencies.js'
import {inVain, pendingOf, pendingText} from './pending.js'

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

/** Who works on which kinds. */
export interface Division {
  /** kinds that this run's controllers reconcile */
  readonly reconciled: readonly KindRow[]
  /** kinds that nobody reconciles; the rest may have controllers elsewhere */
  readonly stored: readonly KindRow[]
  /** kinds whose controller the user chose not to run: what they are is not asked of this run */
  readonly leftOut: readonly KindRow[]
}

/** What became of every Flux object. */
export async function runReport(ctx: Pick<Context, 'kube' | 'clock'>, division: Division): Promise<RunReport> {
  const {reconciled, stored, leftOut} = division
  const parts = await Promise.all(KINDS.map(async (kind) => ({kind, objects: await objectsOf(ctx, kind)})))
  const found = await Promise.all(
    parts.flatMap(({kind, objects}) =>
      objects.map(async (object) => {
        if (leftOut.includes(kind)) return undefined
        if (!reconciled.includes(kind)) return notReconciled(object, stored.includes(kind))
        const pending = await pendingOf(ctx, object)
        const item = notReady(object, pending.map(pendingText))
        return item && inVain(pending, stored) ? {...item, advice: 'nothing can be done here about what it waits for'} : item
      }),
    ),
  )
  const kustomizations = parts.find(({kind}) => kind.kind === 'Kustomization')?.objects ?? []
  const dependencies = new DependencyAdvice(kustomizations)
  const failing = causesFirst(
    found
      .filter((item) => item !== undefined)
      .map((item) => {
        const better = item.reason === 'DependencyNotReady' ? dependencies.of(item, item.message) : undefined
        return better === undefined ? item : {...item, advice: better}
      }),
  )
  return {ready: failing.length === 0, parts, applied: kustomizations.map(appliedBy), notReady: failing}
}

/** What fails comes first, then what nobody works on, then what only waits for another object or fails since it failed. */
function causesFirst(items: readonly NotReady[]): NotReady[] {
  const names = new Set(items.map(nameOf))
  const rank = (item: NotReady): number => {
    if (item.reason === 'NotReconciled') return 1
    if (WAITING.has(item.reason) || item.waitingFor !== undefined) return 2
    return item.reason === 'HealthCheckFailed' && namesAnother(item, names) ? 2 : 0
  }
  const ranks = new Map(items.map((item) => [item, rank(item)]))
  return items.toSorted((a, b) => ranks.get(a)! - ranks.get(b)!)
}

const WAITING = new Set(['DependencyNotReady', 'ArtifactFailed'])

const nameOf = ({kind, namespace, name}: NotReady) => `${kind}/${namespace}/${name}`

/** True when its message tells of another object that is not ready. */
function namesAnother(item: NotReady, names: ReadonlySet<string>): boolean {
  return (item.message.match(/[A-Z]\w*\/[^\s/]+\/[^\s,\]]+/g) ?? []).some((name) => name !== nameOf(item) && names.has(name))
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
