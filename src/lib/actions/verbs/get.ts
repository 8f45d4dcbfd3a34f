import {NoMatchError} from '../../errors/api-error.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {apiVersionOf, type KindRow} from '../../kinds/registry.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {conditionsOf} from '../conditions.js'
import {deadlineError, isTimeout} from '../poll.js'

export interface GetOptions {
  /** undefined: all namespaces */
  readonly namespace: string | undefined
  readonly name?: string | undefined
  readonly labelSelector?: string | undefined
  /** `ready=false`, `ready!=true` */
  readonly statusSelector?: string | undefined
}

type GetContext = Pick<Context, 'kube' | 'clock' | 'signal'>

/** The objects of one kind in the order of the API, filtered; an empty list before the status filter is an error. */
export async function get(ctx: GetContext, kind: KindRow, options: GetOptions): Promise<readonly KubeObject[]> {
  await checkLabelSelector(options.labelSelector)
  const list = await ctx.kube
    .list(refOf(kind), {...listOptions(options), signal: ctx.signal})
    .catch((error: unknown) => Promise.reject(deadlineError(error, ctx.signal)))
  if (list.items.length === 0) throw notFound(kind, options)
  return list.items.filter(statusFilter(kind, options.statusSelector))
}

export interface GetAllPart {
  readonly kind: KindRow
  readonly objects: readonly KubeObject[]
  readonly error?: unknown
}

/** `get` of several kinds: what is not there is silent unless a name was asked for, other errors stand beside the kind. */
export async function getAll(ctx: GetContext, kinds: readonly KindRow[], options: GetOptions): Promise<GetAllPart[]> {
  return Promise.all(
    kinds.map(async (kind) => {
      try {
        return {kind, objects: await get(ctx, kind, options)}
      } catch (error) {
        const quiet = error instanceof NoMatchError || (error instanceof FluxError && error.code === 'none-found')
        return {kind, objects: [], ...(quiet ? {} : {error})}
      }
    }),
  )
}

/** One change of an object that is watched. */
export interface WatchedChange {
  readonly object: KubeObject
  /** it was deleted, or its labels do not match any more */
  readonly deleted: boolean
  /** the status selector lets it through, also as it was when it was deleted */
  readonly matches: boolean
}

/** Changes until the deadline: then flux's own error; or until an interrupt, which is thrown. */
export async function* watchChanges(ctx: GetContext, kind: KindRow, options: GetOptions): AsyncIterable<WatchedChange> {
  await checkLabelSelector(options.labelSelector)
  const keep = statusFilter(kind, options.statusSelector)
  try {
    for await (const event of ctx.kube.watch(refOf(kind), {...listOptions(options), signal: ctx.signal})) {
      if (event.type === 'ADDED' || event.type === 'MODIFIED' || event.type === 'DELETED')
        yield {object: event.object, deleted: event.type === 'DELETED', matches: keep(event.object)}
    }
  } catch (error) {
    // a deadline that was over before anything was asked
    if (error instanceof FluxError && error.code === 'deadline') throw new FluxError('deadline', 'context deadline exceeded')
    if (!isTimeout(ctx.signal)) throw error
  }
  if (isTimeout(ctx.signal)) throw new FluxError('timeout', 'timed out waiting for the condition')
  ctx.signal.throwIfAborted()
}

async function checkLabelSelector(selector: string | undefined): Promise<void> {
  if (!selector) return
  const {parseLabelSelector} = await import('../../formats/selector/label-selector.js')
  try {
    parseLabelSelector(selector)
  } catch (error) {
    const quoted = JSON.stringify(selector)
    const message = `unable to parse label selector: couldn't parse the selector string ${quoted}: ${messageOf(error)}`
    throw new FluxError('bad-selector', message, {cause: error})
  }
  // flux turns it, key by key, into a LabelSelector, which has no such operators
  const {labelTokens} = await import('../../formats/selector/label-lexer.js')
  const tokens = labelTokens(selector)
  const [first] = tokens
    .flatMap(({kind, text}, at) =>
      kind === 'symbol' && Object.hasOwn(FOREIGN, text) ? [{key: tokens[at - 1]!.text, words: FOREIGN[text]!}] : [],
    )
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
  if (first) throw new FluxError('bad-operator', `unable to parse label selector: ${first.words}`)
}

/** What flux says of operators of a selector's text that objects cannot hold. */
const FOREIGN: Readonly<Record<string, string>> = {
  '!=': '"!=" is not a valid label selector operator',
  '>': `"gt" isn't supported in label selectors`,
  '<': `"lt" isn't supported in label selectors`,
}

const refOf = (kind: KindRow) => ({apiVersion: apiVersionOf(kind), kind: kind.kind})

function listOptions(options: GetOptions) {
  return {
    namespace: options.namespace,
    labelSelector: options.labelSelector || undefined,
    fieldSelector: options.name === undefined ? undefined : `metadata.name=${options.name.replace(/[\\,=]/g, '\\$&')}`,
  }
}

function notFound(kind: KindRow, options: GetOptions): FluxError {
  const where = options.namespace === undefined ? 'any' : JSON.stringify(options.namespace)
  return options.name !== undefined
    ? new FluxError('not-found', `${kind.kind} object '${options.name}' not found in ${where} namespace`)
    : new FluxError('none-found', `no ${kind.kind} objects found in ${where} namespace`)
}

/** Both sides without regard to case; a condition that is absent equals nothing. */
function statusFilter(kind: KindRow, selector: string | undefined): (object: KubeObject) => boolean {
  if (!selector) return () => true
  const at = selector.indexOf('=')
  if (at < 0) {
    throw new FluxError('bad-selector', `expected status selector in type=status or type!=status format, but found: ${selector}`)
  }
  const negated = selector[at - 1] === '!'
  const type = selector.slice(0, negated ? at - 1 : at).toLowerCase()
  const wanted = selector.slice(at + 1).toLowerCase()
  // without conditions these are ready, and nothing else
  if (kind.alwaysReady) return () => (type === 'ready' && wanted === 'true') !== negated
  return (object) => {
    const found = conditionsOf(object).findLast((condition) => condition.type.toLowerCase() === type)
    return (found?.status.toLowerCase() === wanted) !== negated
  }
}
