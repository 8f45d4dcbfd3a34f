import {type Condition, getCondition} from '../../../controllers/runtime/conditions.js'
import {sameValue} from '../../../formats/json/same-value.js'
import {apiVersionOf, type KindRow} from '../../../kinds/registry.js'
import type {Context} from '../../../ports/context.js'
import type {KubeObject} from '../../../ports/kube.js'
import {conditionOf, specOf} from '../../conditions.js'
import {nobodyReconciles, withoutEmptyTail} from '../advice.js'

/** Reasons of an object that only waits for another one. */
const WAITING = new Set(['ArtifactFailed', 'DependencyNotReady', 'Progressing'])

/**
 * Says on stderr what happens to each object of the kinds that this run reconciles, as soon as its Ready condition changes
 * (what it was before this run is no news) or is confirmed; and once per kind of `stored`, when the first object of it turns up, that nobody here works on it. Returns the way to stop.
 */
export function showProgress(
  ctx: Pick<Context, 'caches' | 'out'>,
  reconciled: readonly KindRow[],
  stored: readonly KindRow[],
): () => void {
  const said = new Map<string, Set<string>>()
  const watch = (kind: KindRow, onObject: (object: KubeObject, old: KubeObject | undefined) => void) =>
    ctx.caches.cache({apiVersion: apiVersionOf(kind), kind: kind.kind}).onChange((old, now) => {
      if (now) onObject(now, old)
    })
  const named = new Set<KindRow>()
  const stops = [
    ...reconciled.map((kind) => watch(kind, (object, old) => isNews(object, old) && say(ctx.out, object, said))),
    ...stored.map((kind) =>
      watch(kind, ({metadata: {namespace, name}}) => {
        if (named.has(kind)) return
        named.add(kind)
        ctx.out.warning(` ${kind.kind} ${namespace}/${name} is stored, but ${nobodyReconciles(kind.kind)}`)
      }),
    ),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/**
 * An object that turns up has its status from an earlier run: controllers write it afterwards. From then on a new Ready
 * condition counts, and one that a run has found again at its end.
 */
function isNews(object: KubeObject, old: KubeObject | undefined): boolean {
  const ready = getCondition(object, 'Ready')
  if (!old || !ready) return false
  if (!sameValue(plain(getCondition(old, 'Ready')), plain(ready))) return true
  return ready.status === 'True' && !conditionOf(object, 'Reconciling') && !sameValue(old.status, object.status)
}

const plain = (condition: Condition | undefined) => condition && {...condition}

function say(out: Context['out'], object: KubeObject, said: Map<string, Set<string>>): void {
  const ready = conditionOf(object, 'Ready')
  if (!ready || specOf(object).suspend === true) return
  const name = `${object.kind} ${object.metadata.namespace}/${object.metadata.name}`
  const text = `${name}: ${shortened(withoutEmptyTail(ready.message.split('\n')[0]!))}`
  // every retry goes through the same conditions again: said once, until the object was ready
  let lines = said.get(name)
  if (!lines || (ready.status === 'True' && !lines.has(text))) said.set(name, (lines = new Set()))
  if (lines.has(text)) return
  lines.add(text)
  if (ready.status === 'True') out.success(text)
  else if (ready.status === 'Unknown' || WAITING.has(ready.reason)) out.waiting(text)
  else out.failure(text)
}

/** Hashes as short as the tables show them. */
const shortened = (text: string) => text.replace(/\b[0-9a-f]{40,128}\b/g, (hash) => hash.slice(0, 8))
