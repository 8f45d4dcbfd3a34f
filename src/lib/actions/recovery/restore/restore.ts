import {inParallel} from '../../../apply/in-parallel.js'
import {ApiError, isNotFound} from '../../../errors/api-error.js'
import {FluxError} from '../../../errors/flux-error.js'
import {isSuspended} from '../../../kinds/object-facts.js'
import {kindRow} from '../../../kinds/registry.js'
import type {Context} from '../../../ports/context.js'
import type {KubeObject} from '../../../ports/kube.js'
import {isTimeout} from '../../poll.js'
import {isFlux} from '../restore-order.js'
import type {ApplyEntryOptions} from './apply-entry.js'
import {applySteps} from './apply-steps.js'
import {checkKinds, isWithin} from './check-kinds.js'
import {REQUESTS_AT_A_TIME} from './live-objects.js'
import {prepareManifests, subject} from './prepare-manifests.js'
import {type FilesContext, type Manifest, readManifests} from './read-manifests.js'
import {tellRepeated} from './repeated-in.js'
import type {Restored} from './restored.js'
import {type NotReady, waitReady} from './wait-ready.js'

export interface RestoreOptions extends ApplyEntryOptions {
  /** files, folders, `-` for stdin */
  readonly paths: readonly string[]
  /** only what is in this namespace; objects that name none are taken to be in it */
  readonly namespace: string | undefined
  /** everything of Flux is created suspended */
  readonly suspended: boolean
  readonly wait: boolean
}

export interface RestoreReport {
  readonly entries: readonly Restored[]
  /** empty when nothing was waited for */
  readonly notReady: readonly NotReady[]
  /** objects of Flux that were waited for */
  readonly awaited: number
}

/** Objects that one line names; more are counted. */
const NAMED = 5

export type RestoreContext = Pick<Context, 'kube' | 'clock' | 'signal' | 'out'>

/** Applies the objects of files in order and waits until they are ready. Everything is read and checked before the first write. */
export async function restore(ctx: RestoreContext, files: FilesContext, options: RestoreOptions): Promise<RestoreReport> {
  const manifests = await readManifests(files, options.paths)
  tellRepeated(ctx.out, manifests)
  const {entries: prepared, left} = prepareManifests(manifests, options)
  const placed = await checkKinds(ctx, prepared, options.namespace)
  const {namespace} = options
  const entries = namespace === undefined ? placed : placed.filter(({object}) => isWithin(object, namespace))
  if (entries.length === 0) throw new FluxError('none-found', `nothing to restore: ${whereNothing(options)}`)
  tellLeft(ctx.out, left)
  await requireNamespaces(ctx, entries)
  const done: Restored[] = []
  try {
    await applySteps(ctx, entries, options, done)
    const awaited = isToWait(options, done) ? done.filter(isAwaited).map(({object}) => object) : []
    if (isToWait(options, done)) tellForeign(ctx.out, done)
    if (awaited.length > 0) ctx.out.waiting(`waiting for ${objects(awaited.length)} to become ready`)
    return {entries: done, notReady: await waitReady(ctx, awaited), awaited: awaited.length}
  } catch (error) {
    throw stopped(ctx.signal, error, done.length, entries.length)
  }
}

function whereNothing({paths, namespace}: RestoreOptions): string {
  const where = paths.map((path) => (path === '-' ? 'stdin' : path)).join(', ')
  const within = namespace === undefined ? '' : ` of ${namespace} namespace`
  return `${where} ${paths.length === 1 ? 'holds' : 'hold'} no objects${within}`
}

/** `1 object`, `2 objects` */
const objects = (count: number) => (count === 1 ? '1 object' : `${count} objects`)

function tellLeft(out: RestoreContext['out'], left: readonly KubeObject[]): void {
  const why = 'left out: what makes them anew is in the files'
  if (left.length > NAMED) out.action(`${left.length} objects are ${why}`)
  else if (left.length > 0) out.action(`${left.map(subject).join(', ')} ${why}`)
}

/** After a failure nobody shall wait for a deadline to see it. */
function isToWait({wait, dryRun}: RestoreOptions, done: readonly Restored[]): boolean {
  return wait && !dryRun && done.every(({action}) => action !== 'failed')
}

/** What can only be waited for in vain is not waited for. */
function isAwaited({object}: Restored): boolean {
  const row = isFlux(object) ? kindRow(object.kind) : undefined
  return row !== undefined && !isForeign({object}) && !isSuspended(row, object)
}

/** Somebody else's controller sees to it (an ExternalArtifact): nobody can suspend it, nor knows whether that one is there. */
function isForeign({object}: Pick<Restored, 'object'>): boolean {
  const row = isFlux(object) ? kindRow(object.kind) : undefined
  return row !== undefined && !row.alwaysReady && !row.suspendAnnotation && !row.capabilities.includes('suspend')
}

function tellForeign(out: RestoreContext['out'], done: readonly Restored[]): void {
  const foreign = done.filter(isForeign).map(({object}) => subject(object))
  const why = 'not waited for: what makes them fills them again'
  if (foreign.length > NAMED) out.action(`${foreign.length} objects are ${why}`)
  else if (foreign.length > 0) out.action(`${foreign.join(', ')} ${why}`)
}

/** Objects need their namespaces; those that are neither there nor in the files are named before anything is written. */
async function requireNamespaces({kube, signal}: RestoreContext, entries: readonly Manifest[]): Promise<void> {
  const brought = new Set(entries.filter(({object}) => isNamespace(object)).map(({object}) => object.metadata.name))
  const needed = new Set(entries.flatMap(({object}) => object.metadata.namespace ?? []))
  const absent = await inParallel(
    [...needed].filter((name) => !brought.has(name)),
    REQUESTS_AT_A_TIME,
    async (name) => {
      try {
        await kube.get({apiVersion: 'v1', kind: 'Namespace', name}, {signal})
        return []
      } catch (error) {
        if (!(error instanceof ApiError) || error.code === 401) throw error
        // who may not look finds out when the objects are written
        return isNotFound(error) ? [name] : []
      }
    },
  )
  const names = absent.flat().sort()
  if (names.length === 0) return
  const first = entries.find(({object}) => object.metadata.namespace === names[0])!
  const what = names.length === 1 ? `namespace ${names[0]} is` : `namespaces ${names.join(', ')} are`
  throw new FluxError('no-namespace', `${first.at}: ${subject(first.object)}: ${what} neither in the cluster nor in the files`, {
    hints: names.map((name) => `kubectl create namespace ${name}`),
  })
}

const isNamespace = ({apiVersion, kind}: KubeObject) => apiVersion === 'v1' && kind === 'Namespace'

/** The words for a run that a deadline, Ctrl-C or a server that went away ended. */
function stopped(signal: AbortSignal, error: unknown, done: number, total: number): unknown {
  const how = done < total ? `${done} of ${total} objects are restored` : 'all objects are restored, not all of them are ready'
  const again = 'the same command again goes on from here: what is there stays as it is'
  if (isTimeout(signal)) {
    const hints = [again, 'wait longer with --timeout 30m']
    return new FluxError('deadline', `context deadline exceeded: ${how}`, {hints, cause: error})
  }
  if (signal.aborted) {
    const exitCode = signal.reason instanceof FluxError ? signal.reason.exitCode : 1
    return new FluxError('interrupted', `interrupted: ${how}`, {exitCode, hints: [again], cause: error})
  }
  if (!(error instanceof FluxError) || done === 0) return error
  return new FluxError(error.code, `${error.message}: ${how}`, {
    exitCode: error.exitCode,
    hints: [...error.hints, again],
    cause: error,
  })
}
