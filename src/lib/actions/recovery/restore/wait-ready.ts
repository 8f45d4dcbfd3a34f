import {refOf, subjectOf} from '../../../apply/subject.js'
import {staticMessage} from '../../../kinds/object-facts.js'
import {kindRow} from '../../../kinds/registry.js'
import type {Context} from '../../../ports/context.js'
import type {KubeObject} from '../../../ports/kube.js'
import {conditionOf, statusOf} from '../../conditions.js'
import {isTimeout} from '../../poll.js'
import {fluxStatus, type Readiness} from '../../readiness.js'
import {readLive} from './live-objects.js'

/** First pause between two looks, ms; it grows. */
const FIRST = 200
const LONGEST = 2000

/** An object that is not ready when the waiting ends. */
export interface NotReady {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly message: string
}

type WaitContext = Pick<Context, 'kube' | 'clock' | 'signal' | 'out'>

/**
 * Waits until objects of Flux are ready; the ones that are not when the deadline comes, or when nothing but what has failed for
 * good is left. Throws the signal's reason when it is no deadline.
 */
export async function waitReady(ctx: WaitContext, objects: readonly KubeObject[]): Promise<NotReady[]> {
  let open: Looked[] = objects.map((object) => ({object, state: {state: 'in-progress'}}))
  try {
    for (let pause = FIRST; ; pause = Math.min(pause * 1.5, LONGEST)) {
      open = (await look(ctx, open)).filter(({state}) => state.state !== 'current')
      if (open.every(({state}) => state.state === 'failed')) break
      const [first] = open
      ctx.out.progress(
        `${objects.length - open.length} of ${objects.length} objects are ready, waiting for ${nameOf(first!.object)}`,
      )
      await ctx.clock.sleep(pause, ctx.signal)
    }
  } catch (error) {
    if (!isTimeout(ctx.signal)) throw error
  }
  return open.map(({object, now, state}) => ({
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name ?? '',
    message: state.state === 'failed' ? state.message : reasonOf(now),
  }))
}

interface Looked {
  readonly object: KubeObject
  readonly now?: KubeObject
  readonly state: Readiness
}

const nameOf = (object: KubeObject) => subjectOf(refOf(object))

/** How they stand now, kind by kind. */
async function look(ctx: WaitContext, open: readonly Looked[]): Promise<Looked[]> {
  const byKind = new Map<string, KubeObject[]>()
  for (const {object} of open) {
    const list = byKind.get(object.kind)
    if (list) list.push(object)
    else byKind.set(object.kind, [object])
  }
  const looked: Looked[] = []
  for (const objects of byKind.values()) {
    const live = await readLive(ctx, objects)
    objects.forEach((object, index) => {
      const found = live[index]
      const now = found && 'object' in found ? found.object : undefined
      looked.push(now ? {object, now, state: stateOf(now, ctx.clock.now())} : {object, state: {state: 'in-progress'}})
    })
  }
  return looked
}

/** Whether its controller has seen it as it is now, and what became of it; some kinds only say so beside the condition. */
function stateOf(object: KubeObject, now: number): Readiness {
  if (staticMessage(kindRow(object.kind)!, object) !== undefined) return fluxStatus(object, now)
  const ready = conditionOf(object, 'Ready')
  const {generation} = object.metadata
  const observed = statusOf(object).observedGeneration ?? (ready?.observedGeneration || generation)
  return ready && observed === generation ? fluxStatus(object, now) : {state: 'in-progress'}
}

/** Why an object is not ready, in the words of its controller. */
function reasonOf(now: KubeObject | undefined): string {
  if (!now) return 'it is not there any more'
  const {status, message = ''} = conditionOf(now, 'Ready') ?? {}
  if (status === 'True') return 'its controller has not looked at the latest change yet'
  if (message === '' && Object.keys(statusOf(now)).length === 0) return 'no controller has looked at it yet'
  return message === '' ? 'its controller does not say why' : message
}
