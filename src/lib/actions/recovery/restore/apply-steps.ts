import {inParallel} from '../../../apply/in-parallel.js'
import type {Context} from '../../../ports/context.js'
import type {KubeObject} from '../../../ports/kube.js'
import {stepOf} from '../restore-order.js'
import {type ApplyEntryOptions, applyEntry, type Outcome} from './apply-entry.js'
import {REQUESTS_AT_A_TIME, readLive} from './live-objects.js'
import type {Manifest} from './read-manifests.js'
import type {Restored} from './restored.js'
import {tellOutcome} from './tell-outcome.js'

type StepsContext = Pick<Context, 'kube' | 'clock' | 'signal' | 'out'>

/** How often it is looked whether a definition is served, ms, and how many times. */
const LOOK = 200
const LOOKS = 100

/**
 * Applies manifests in their order, those of one kind side by side, and adds what came of each to `done`, also when it stops
 * half-way. A dry-run tells nothing and asks the server only about what could be there already.
 */
export async function applySteps(
  ctx: StepsContext,
  manifests: readonly Manifest[],
  options: ApplyEntryOptions,
  done: Restored[],
): Promise<void> {
  const planned: Planned = {namespaces: new Set(), definitions: false}
  const toldHints = new Set<string>()
  for (const group of groupsOf(manifests)) {
    const outcomes = new Array<Outcome | undefined>(group.length)
    try {
      await applyGroup(ctx, group, {options, planned, outcomes})
    } finally {
      group.forEach((manifest, index) => {
        const outcome = outcomes[index]
        if (!outcome) return
        done.push({...manifest, ...outcome})
        if (!options.dryRun) tellOutcome(ctx.out, {...manifest, ...outcome}, toldHints)
      })
    }
    if (options.dryRun) plan(planned, group, outcomes)
    else if (group[0]!.object.kind === 'CustomResourceDefinition') await untilServed(ctx, manifests)
  }
}

/** What a dry-run would bring, and so is not there for what comes after it. */
interface Planned {
  readonly namespaces: Set<string>
  definitions: boolean
}

interface GroupWork {
  readonly options: ApplyEntryOptions
  readonly planned: Planned
  /** filled in */
  readonly outcomes: (Outcome | undefined)[]
}

async function applyGroup(ctx: StepsContext, group: readonly Manifest[], {options, planned, outcomes}: GroupWork): Promise<void> {
  const objects = group.map(({object}) => object)
  const isNewKind = planned.definitions && (await isUnserved(ctx, objects[0]!))
  const live = isNewKind ? [] : await readLive(ctx, objects)
  let finished = 0
  await inParallel([...objects.keys()], REQUESTS_AT_A_TIME, async (index) => {
    ctx.signal.throwIfAborted()
    const object = objects[index]!
    const isPlanned = isNewKind || planned.namespaces.has(object.metadata.namespace ?? '')
    outcomes[index] = isPlanned ? {action: 'created'} : await applyEntry(ctx, object, live[index], options)
    ctx.out.progress(`${object.kind}: ${++finished} of ${objects.length}`)
  })
}

function plan(planned: Planned, group: readonly Manifest[], outcomes: readonly (Outcome | undefined)[]): void {
  group.forEach(({object: {apiVersion, kind, metadata}}, index) => {
    if (apiVersion === 'v1' && kind === 'Namespace' && outcomes[index]?.action === 'created')
      planned.namespaces.add(metadata.name!)
    if (kind === 'CustomResourceDefinition') planned.definitions = true
  })
}

/** Runs of one kind. */
function groupsOf(manifests: readonly Manifest[]): Manifest[][] {
  const groups: Manifest[][] = []
  let key = ''
  for (const manifest of manifests) {
    const {object} = manifest
    const own = `${stepOf(object)} ${object.apiVersion} ${object.kind}`
    if (own === key) groups.at(-1)?.push(manifest)
    else groups.push([manifest])
    key = own
  }
  return groups
}

async function isUnserved({kube, signal}: StepsContext, {apiVersion, kind}: KubeObject): Promise<boolean> {
  return kube.resourceFor({apiVersion, kind}, {signal}).then(
    () => false,
    () => true,
  )
}

/** A definition is served a moment after it was accepted. */
async function untilServed(ctx: StepsContext, manifests: readonly Manifest[]): Promise<void> {
  const kinds = new Map(manifests.map(({object}) => [`${object.apiVersion} ${object.kind}`, object]))
  for (const object of kinds.values()) {
    for (let look = 0; look < LOOKS && (await isUnserved(ctx, object)); look++) {
      await ctx.clock.sleep(LOOK, ctx.signal)
      await ctx.kube.resources({fresh: true, signal: ctx.signal})
    }
  }
}
