import {setMaxListeners} from 'node:events'
import type {KubeAccess} from '../adapters/kube/access/access.js'
import {loadAccess} from '../adapters/kube/access/load-access.js'
import {createKubeClient} from '../adapters/kube/client.js'
import {createHttpsTransport} from '../adapters/kube/https/https-transport.js'
import {createDiskFs} from '../adapters/system/disk-fs.js'
import {systemRandom} from '../adapters/system/random.js'
import {createSystemClock} from '../adapters/system/system-clock.js'
import {createTasks} from '../adapters/system/tasks.js'
import {FluxError, messageOf} from '../errors/flux-error.js'
import type {Redactor} from '../errors/redact.js'
import type {Clock, Tasks} from '../ports/clock.js'
import type {KubeTransport} from '../ports/kube.js'
import type {Connection, ConnectOptions} from './connection.js'
import {type GuardOptions, guardedTransport} from './guarded-transport.js'
import {throughProxy} from './through-proxy.js'

/** A client of the cluster that the flags and the kubeconfig name. Nothing is asked of it yet. */
export async function connect(options: ConnectOptions, redactor: Redactor): Promise<Connection> {
  const clock = createSystemClock()
  const tasks = createTasks()
  const {timeoutMs} = options
  const signal = timeoutMs === undefined ? options.signal : AbortSignal.any([options.signal, clock.timeout(timeoutMs)])
  // one listener per request that is under way
  setMaxListeners(0, options.signal, signal)
  const transport = await clusterTransport(options, {clock, tasks})
  if (options.token) redactor.add(options.token)
  const kube = createKubeClient({transport, clock, random: systemRandom, userAgent: 'flux'})
  return {ctx: {kube, clock, out: options.out, signal}, close: () => transport.close()}
}

/** The namespace of the selected kubeconfig context; `''` when it names none. */
export async function contextNamespace(options: ConnectOptions): Promise<string> {
  return (await access(options, createSystemClock(), createTasks())).namespace ?? ''
}

/** The way to the cluster, with the limits and the impersonation of the flags. */
export async function clusterTransport(
  options: ConnectOptions,
  {clock, tasks, onAnswer}: {clock: Clock; tasks: Tasks; onAnswer?: (method: string, status: number) => void},
  onReach?: GuardOptions['onReach'],
): Promise<KubeTransport> {
  const way = await access(options, clock, tasks)
  const limits = {qps: options.qps ?? 0, burst: options.burst ?? 0}
  const https = createHttpsTransport({
    ...(await throughProxy(way, options.env)),
    clock,
    tasks,
    random: systemRandom,
    userAgent: 'flux',
    ...limits,
    ...(onAnswer ? {onAnswer} : {}),
  })
  const expired = options.timeoutMs !== undefined && options.timeoutMs <= 0
  const {qps = 0, burst = 0} = options
  const over = qps > 0 && burst < 0 ? `rate: Wait(n=1) exceeds limiter's burst ${burst}` : undefined
  const extras = extraHeaders((options.asExtra ?? []).filter((extra) => extra !== ''))
  const guarded = guardedTransport(https, {expired, refused: over, headers: extras, onReach})
  if (!options.as) return guarded
  return guarded.impersonate({user: options.as, groups: options.asGroups, uid: options.asUid})
}

async function access(options: ConnectOptions, clock: Clock, tasks: Tasks): Promise<KubeAccess> {
  await refuseBadServer(options.server)
  const sources = {clock, env: options.env, fs: createDiskFs(tasks, systemRandom)}
  return loadAccess({...options, insecure: options.insecureSkipTlsVerify || undefined}, sources)
}

/** What client-go makes of `--server`: a URL, else a host with a port, without a path then. */
async function refuseBadServer(server: string | undefined): Promise<void> {
  if (!server || /^https?:\/\/[\w.-]+(:\d+)?(\/[\w./-]*)?$/.test(server)) return
  const {parseGoUrl} = await import('../formats/url/go-url.js')
  const refused = (why: string) => new FluxError('bad-server', `kubernetes client initialization failed: ${why}`)
  const whole = urlOf(parseGoUrl, server)
  if (whole?.scheme && whole.host) {
    if (/^https?$/.test(whole.scheme)) return
    const words = `Get ${JSON.stringify(`${server}/api`)}: unsupported protocol scheme ${JSON.stringify(whole.scheme)}`
    throw new FluxError('unreachable', `failed to get server groups: ${words}`)
  }
  try {
    parseGoUrl(`http://${server}`)
  } catch (error) {
    throw refused(messageOf(error))
  }
  if (/\/./.test(server)) throw refused(`host must be a URL or a host:port pair: ${JSON.stringify(server)}`)
}

function urlOf<T>(parse: (text: string) => T, text: string): T | undefined {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}

/** `--as-user-extra a=b` becomes the header `Impersonate-Extra-a: b`. */
function extraHeaders(extras: readonly string[]): Record<string, string[]> {
  const headers: Record<string, string[]> = {}
  for (const extra of extras) {
    const [key = '', value = ''] = extra.split(/=(.*)/s)
    const name = `impersonate-extra-${encodeURIComponent(key).toLowerCase()}`
    headers[name] = [...(headers[name] ?? []), value]
  }
  return headers
}
