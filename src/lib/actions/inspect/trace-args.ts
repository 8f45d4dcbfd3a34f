import {aggregateText} from '../../errors/aggregate.js'
import {isNotFound} from '../../errors/api-error.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {Context} from '../../ports/context.js'
import type {KindRef, KubeObject} from '../../ports/kube.js'
import {exactKind, findResource} from './find-resource.js'

export interface TraceOptions {
  readonly args: readonly string[]
  readonly kind?: string | undefined
  readonly apiVersion?: string | undefined
  readonly namespace: string
  /** the deadline is over: objects are looked up, what stands behind them is not */
  readonly late?: boolean
}

/** An object to trace, with its kind as reports show it. */
export interface TraceTarget {
  readonly object: KubeObject
  readonly kind: string
}

type TraceContext = Pick<Context, 'kube' | 'signal'>

/** The objects that the arguments name (cli reference 9.2). Throws when one of them does not exist. */
export async function traceTargets(context: TraceContext, options: TraceOptions): Promise<TraceTarget[]> {
  const {args, kind, apiVersion} = options
  if (!kind && !apiVersion) return byResource(context, options)
  if (args[0] === undefined) throw new FluxError('usage', 'object name is required')
  if (!kind) throw new FluxError('usage', 'object kind is required (--kind)')
  if (!apiVersion) throw new FluxError('usage', 'object apiVersion is required (--api-version)')
  if (apiVersion.split('/').length > 2)
    throw new FluxError('usage', `invaild apiVersion: unexpected GroupVersion string: ${apiVersion}`)
  const known = await exactKind(context.kube, {apiVersion, kind}, context.signal)
  const ref = {...known, name: args[0]!, namespace: options.namespace}
  const object = await context.kube.get(ref, {signal: context.signal}).catch((error: unknown) => {
    throw new FluxError('not-found', `failed to find object: ${messageOf(error)}`, {cause: error})
  })
  return [{object, kind}]
}

async function byResource(context: TraceContext, {args, namespace}: TraceOptions): Promise<TraceTarget[]> {
  const targets: TraceTarget[] = []
  const errors: unknown[] = []
  for (const {word, name} of pairsOf(args)) {
    const found = await findResource(context.kube, word, context.signal)
    if (name === undefined) continue
    try {
      const object = await read(context, found, name, found.resource.namespaced ? namespace : undefined)
      targets.push({object, kind: object.kind})
    } catch (error) {
      context.signal.throwIfAborted()
      errors.push(error)
    }
  }
  if (targets.length + errors.length === 0) throw new FluxError('usage', 'resource(s) were provided, but no name was specified')
  if (errors.length === 0) return targets
  throw new FluxError('not-found', `x: ${aggregateText(errors.map(messageOf))}`, {cause: errors[0]})
}

/** `a/x b/y`, or `a x y`, where `a` may be several words with commas; both at once is a mistake. */
function pairsOf(args: readonly string[]): {word: string; name: string | undefined}[] {
  const [resources, ...names] = args
  if (resources === undefined) {
    throw new FluxError('usage', 'either `<resource>/<name>` or `<resource> <name>` is required as an argument')
  }
  const slashed = args.filter((word) => word.includes('/'))
  if (slashed.length === 0) {
    const wanted = names.length === 0 ? [undefined] : names
    const words = resources.split(',')
    if (words.includes('all')) throw new FluxError('usage', 'you must specify only one resource')
    return words.flatMap((word) => wanted.map((name) => ({word, name})))
  }
  if (slashed.length < args.length) {
    throw new FluxError(
      'usage',
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'flux get resource/<resource_name>' instead of 'flux get resource resource/<resource_name>'",
    )
  }
  return args.map((word) => {
    const [resource = '', name = '', ...more] = word.split('/')
    if (more.length > 0) throw new FluxError('usage', 'arguments in resource/name form may not have more than one slash')
    if (resource && name) return {word: resource, name}
    throw new FluxError('usage', 'arguments in resource/name form must have a single resource and name')
  })
}

async function read({kube, signal}: TraceContext, {apiVersion, kind}: KindRef, name: string, namespace: string | undefined) {
  try {
    return await kube.get({apiVersion, kind, name, namespace}, {signal})
  } catch (error) {
    throw (await missingNamespace({kube, signal}, error, namespace)) ?? error
  }
}

/** kubectl's library asks whether the namespace is there when an object is not, and says that instead. */
async function missingNamespace({kube, signal}: TraceContext, error: unknown, namespace: string | undefined): Promise<unknown> {
  if (!isNotFound(error) || !namespace || namespace === 'default') return undefined
  return kube.get({apiVersion: 'v1', kind: 'Namespace', name: namespace}, {signal}).then(
    () => undefined,
    (other: unknown) => (isNotFound(other) ? other : undefined),
  )
}
