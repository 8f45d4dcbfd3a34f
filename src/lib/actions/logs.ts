import {unreadableWords} from '../adapters/kube/answer-words.js'
import {FluxError, messageOf} from '../errors/flux-error.js'
import {isObject} from '../formats/json/value.js'
import type {Context} from '../ports/context.js'
import type {KubeObject, KubeResponse, LogOptions} from '../ports/kube.js'
import {canonicalTime} from '../schema/go/time.js'
import {specOf, statusOf} from './conditions.js'
import {linesOf} from './lines.js'
import {type LogFilter, logLine} from './log-line.js'
import {isTimeout} from './poll.js'

export interface LogsOptions extends LogFilter {
  readonly fluxNamespace: string
  readonly follow: boolean
  /** negative: all lines */
  readonly tail: number
  readonly sinceMs: number
  readonly sinceTime?: string | undefined
}

type LogsContext = Pick<Context, 'kube' | 'signal' | 'out'>
const PART_OF_FLUX = 'app.kubernetes.io/part-of=flux'

/**
 * The controllers' log lines that pass the filter, pod after pod, or as they come when several are followed. A pod whose log
 * cannot be read is told on stderr and the others go on; FluxError `incomplete` at the end, but for several that are followed
 * (as flux does). So is the first line of each that is no line of a controller.
 */
export async function logs(ctx: LogsContext, options: LogsOptions, print: (line: string) => Promise<void>): Promise<void> {
  const pods = await controllerPods(ctx, options.fluxNamespace)
  if (pods.length === 0)
    throw new FluxError('not-found', `no Flux pods found in namespace ${JSON.stringify(options.fluxNamespace)}`)
  if (options.sinceMs !== 0 && options.sinceTime) {
    throw new FluxError('usage', 'at most one of `sinceTime` or `sinceDuration` may be specified')
  }
  if (options.sinceTime) refuseNoTime(options.sinceTime)
  const failed: string[] = []
  const told = options.format === 'name' ? once(print) : print
  const read = async (pod: KubeObject) => {
    try {
      await podLogs(ctx, pod, options, told)
    } catch (error) {
      if (!(error instanceof FluxError && error.code === NO_LOG)) throw error
      if (options.follow && isTimeout(ctx.signal) && (error as {answered?: boolean}).answered) return
      ctx.out.note(`${error.message}\n`)
      failed.push(pod.metadata.name!)
    }
  }
  const together = options.follow && pods.length > 1
  if (together) await Promise.all(pods.map(read))
  else for (const pod of pods) await read(pod)
  if (failed.length > 0 && !together) throw new FluxError('incomplete', 'failed to collect logs from all Flux pods')
}

/** Prints no line twice. */
function once(print: (line: string) => Promise<void>): typeof print {
  const seen = new Set<string>()
  return async (line) => {
    if (seen.has(line)) return
    seen.add(line)
    await print(line)
  }
}

/** Throws for what Go does not read as a time: JavaScript takes more. */
function refuseNoTime(text: string): void {
  try {
    canonicalTime(text)
  } catch (error) {
    throw new FluxError('usage', `${text} is not a valid (RFC3339) time`, {cause: error})
  }
}

/** One pod per Deployment of Flux, in the order of the Deployments' names. */
async function controllerPods(ctx: LogsContext, namespace: string): Promise<KubeObject[]> {
  const options = {namespace, signal: ctx.signal}
  const deployments = await ctx.kube
    .list({apiVersion: 'apps/v1', kind: 'Deployment'}, {...options, labelSelector: PART_OF_FLUX})
    .catch(async (error: unknown) => {
      throw (await refusedPlainly(ctx, error, namespace)) ?? plainly(error, namespace)
    })
  const pods: KubeObject[] = []
  for (const deployment of deployments.items) {
    const template = specOf(deployment).template
    const labels = isObject(template) && isObject(template.metadata) ? template.metadata.labels : undefined
    const labelSelector = Object.entries(isObject(labels) ? labels : {})
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(',')
    const found = await ctx.kube.list({apiVersion: 'v1', kind: 'Pod'}, {...options, labelSelector})
    const first = found.items.toSorted(byLogPreference)[0]
    if (first) pods.push(first)
  }
  return pods
}

const PHASE_RANK: Readonly<Record<string, number>> = {Pending: 0, Unknown: 1, Running: 2, Failed: 2, Succeeded: 2}

/** kubectl's order for logs: scheduled first, then by phase, then ready ones. */
function byLogPreference(a: KubeObject, b: KubeObject): number {
  const scheduled = (pod: KubeObject) => (specOf(pod).nodeName ? 1 : 0)
  const phase = (pod: KubeObject) => PHASE_RANK[String(statusOf(pod).phase)] ?? 0
  const ready = (pod: KubeObject) => {
    const conditions = statusOf(pod).conditions
    return Array.isArray(conditions) && conditions.some((c) => isObject(c) && c.type === 'Ready' && c.status === 'True') ? 1 : 0
  }
  return scheduled(b) - scheduled(a) || phase(b) - phase(a) || ready(b) - ready(a)
}

async function podLogs(ctx: LogsContext, pod: KubeObject, options: LogsOptions, print: (line: string) => Promise<void>) {
  const containers = specOf(pod).containers
  const several = Array.isArray(containers) && containers.length > 1
  const request: LogOptions = {
    container: several ? 'manager' : undefined,
    follow: options.follow || undefined,
    tailLines: options.tail >= 0 ? options.tail : undefined,
    sinceSeconds: options.sinceMs === 0 ? undefined : wholeSeconds(options.sinceMs),
    sinceTime: options.sinceTime,
    signal: ctx.signal,
  }
  let told = false
  for await (const line of linesOf(readable(ctx, pod, request))) {
    const {text, fault} = logLine(line, pod.metadata.name!, options)
    if (fault !== undefined && !told) ctx.out.note(`✗ ${fault}\n`)
    told ||= fault !== undefined
    if (text !== undefined) await print(`${text}\n`)
  }
}

/** Halves away from zero; the server refuses what is no second at all. */
const wholeSeconds = (ms: number) => Math.sign(ms) * Math.round(Math.abs(ms) / 1000)

const NO_LOG = 'no-log'

/** The bytes of a pod's log; what fails is the pod's fault, not that of whoever prints. */
async function* readable(ctx: LogsContext, pod: KubeObject, options: LogOptions): AsyncIterable<Uint8Array> {
  const place = {namespace: pod.metadata.namespace!, name: pod.metadata.name!}
  let answered = false
  const onAnswer = () => {
    answered = true
  }
  try {
    yield* ctx.kube.logs(place, {...options, onAnswer})
  } catch (error) {
    const late = isTimeout(ctx.signal)
    // the stream itself only says that it was cut off
    if (!late) ctx.signal.throwIfAborted()
    const asked = answered ? '' : `Get ${JSON.stringify(addressOf(ctx, place, options))}: `
    const words = late ? `${asked}context deadline exceeded` : messageOf(error)
    throw Object.assign(new FluxError(NO_LOG, `failed getting logs: ${words}`, {cause: error}), {answered})
  }
}

/** Where a log is asked for, as Go writes it. */
function addressOf({kube}: LogsContext, {namespace, name}: {namespace: string; name: string}, options: LogOptions): string {
  const {container, follow, sinceSeconds, sinceTime, tailLines} = options
  const query = Object.entries({container, follow, sinceSeconds, sinceTime, tailLines})
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/log`
  return `${kube.server}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`
}

/** Who is not told what the server serves hears here what becomes of the request itself, as without discovery. */
async function refusedPlainly({kube, signal}: LogsContext, error: unknown, namespace: string): Promise<FluxError | undefined> {
  const {plain} = error as {plain?: string}
  if (!(error instanceof FluxError) || plain === undefined) return undefined
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`
  const answer = await kube
    .raw({method: 'GET', path, query: {labelSelector: PART_OF_FLUX}, signal})
    .catch((fault: {plain?: string}) => (fault.plain === undefined ? Promise.reject(fault) : fault.plain))
  const told = typeof answer === 'string' ? answer : toldBy(answer)
  return new FluxError(error.code, told ?? `${plain} (get deployments.apps)`, {cause: error})
}

function toldBy(answer: KubeResponse): string | undefined {
  if (answer.status === 200) return unreadableWords(answer)
  return isObject(answer.body) && typeof answer.body['message'] === 'string' ? answer.body['message'] : undefined
}

/** This command asks without discovery first: its failure to connect names the request itself. */
function plainly(error: unknown, namespace: string): unknown {
  const {server, dial} = error as {server?: string; dial?: string}
  if (!(error instanceof FluxError) || !server || !dial) return error
  const query = `labelSelector=${encodeURIComponent(PART_OF_FLUX)}`
  const url = `${server}/apis/apps/v1/namespaces/${namespace}/deployments?${query}`
  return new FluxError('unreachable', `Get ${JSON.stringify(url)}: ${dial}`, {cause: error})
}
