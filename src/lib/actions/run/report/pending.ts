import {inParallel} from '../../../apply/in-parallel.js'
import {inventoryRef} from '../../../apply/inventory.js'
import {subjectOf} from '../../../apply/subject.js'
import {NO_RULES} from '../../../apply/wait/health-rules.js'
import {readStatus} from '../../../apply/wait/read-status.js'
import {isObject, type JsonValue} from '../../../formats/json/value.js'
import type {KindRow} from '../../../kinds/registry.js'
import type {Context} from '../../../ports/context.js'
import type {KubeObject, ObjectRef} from '../../../ports/kube.js'
import {conditionOf, specOf, statusOf} from '../../conditions.js'

/** Reads at the same time, how long all of them may take (ms): what was found until then is told. */
const AT_ONCE = 8
const LONGEST = 3000
/** Kinds that are Current as soon as they are there. */
const ALWAYS_CURRENT = new Set(['v1/ConfigMap', 'v1/Secret'])

/** An object that a health check waits for. */
export interface Pending {
  readonly ref: ObjectRef
  readonly status: string
}

/** In the words of the controller's own message: `Deployment/web/dead status: 'InProgress'`. */
export function pendingText({ref, status}: Pending): string {
  return `${subjectOf(ref)} status: '${status}'`
}

/** True when all of these objects, one at least, are of kinds that nobody reconciles. */
export function inVain(pending: readonly Pending[], stored: readonly KindRow[]): boolean {
  const isStored = ({ref}: Pending) => stored.some((row) => row.kind === ref.kind && ref.apiVersion.startsWith(`${row.group}/`))
  return pending.length > 0 && pending.every(isStored)
}

/**
 * What a Kustomization that runs its health checks waits for; empty for any other object, and for one whose objects are on
 * another cluster.
 */
export async function pendingOf(ctx: Pick<Context, 'kube' | 'clock'>, object: KubeObject): Promise<Pending[]> {
  if (conditionOf(object, 'Reconciling')?.status !== 'True' || specOf(object).kubeConfig !== undefined) return []
  const found: (Pending | undefined)[] = []
  const signal = ctx.clock.timeout(LONGEST)
  await inParallel([...targets(object).entries()], AT_ONCE, async ([index, ref]) => {
    if (signal.aborted) return
    // what cannot be read is left out: this is only to explain
    const status = await readStatus(ctx, ref, NO_RULES, signal).catch(() => undefined)
    if (status && status.status !== 'Current') found[index] = {ref, status: status.status}
  })
  return found.filter((entry) => entry !== undefined)
}

/** With `spec.wait` all of the inventory is looked at, else what `spec.healthChecks` names. */
function targets(object: KubeObject): ObjectRef[] {
  const {wait, healthChecks} = specOf(object)
  if (wait !== true) return entriesOf(healthChecks).map((item) => ({...(item as unknown as ObjectRef)}))
  const {inventory} = statusOf(object)
  const refs = entriesOf(isObject(inventory) ? inventory.entries : undefined).map((entry) =>
    inventoryRef({id: String(entry.id), v: String(entry.v)}),
  )
  return refs.filter((ref) => ref !== undefined && !ALWAYS_CURRENT.has(`${ref.apiVersion}/${ref.kind}`)) as ObjectRef[]
}

const entriesOf = (value: JsonValue | undefined) => (Array.isArray(value) ? value.filter(isObject) : [])
