import {setMaxListeners} from 'node:events'
import type {KubeAccess} from '../adapters/kube/access/access.js'
import {loadAccess} from '../adapters/kube/access/load-access.js'
import type {AskIdentity} from '../adapters/kube/access/oidc/id-provider.js'
import {createKubeClient} from '../adapters/kube/client.js'
import {createHttpsTransport} from '../adapters/kube/https/https-transport.js'
import {createDiskFs} from '../adapters/system/disk-fs.js'
import {systemRandom} from '../adapters/system/random.js'
import {createSystemClock} from '../adapters/system/system-clock.js'
import {createTasks} from '../adapters/system/tasks.js'
import {isLate} from '../errors/late-error.js'
import type {Redactor} from '../errors/redact.js'
import {placeOfKind} from '../kinds/registry.js'
import type {Clock, Tasks} from '../ports/clock.js'
import type {KubeTransport} from '../ports/kube.js'
import type {Connection, ConnectOptions} from './connection.js'
import {type GuardOptions, guardedTransport} from './guarded-transport.js'
import {localZone} from './process/local-zone.js'
import {throughProxy} from './through-proxy.js'
import {withRoots} from './tls/with-roots.js'

/** Node 20 reads all its root certificates for the first context of a process, also when that has authorities of its own. */
const READS_ROOTS = process.versions.node.startsWith('20.')

/** A client of the cluster that the flags and the kubeconfig name. Nothing is asked of it yet. */
export async function connect(options: ConnectOptions, redactor: Redactor): Promise<Connection> {
  const clock = createSystemClock()
  const tasks = createTasks()
  const {timeoutMs} = options
  const signal = timeoutMs === undefined ? options.signal : AbortSignal.any([options.signal, clock.timeout(timeoutMs)])
  // one listener per request that is under way
  setMaxListeners(0, options.signal, signal)
  const transport = await clusterTransport(options, {clock, tasks, signal, quick: READS_ROOTS})
  if (options.token) redactor.add(options.token)
  const kube = createKubeClient({transport, clock, random: systemRandom, userAgent: 'flux', expected: placeOfKind})
  return {
    ctx: {kube, clock: {...clock, zone: localZone(options.env)}, out: options.out, signal},
    close: () => transport.close(),
  }
}

/** The namespace of the selected kubeconfig context; `''` when it names none. */
export async function contextNamespace(options: ConnectOptions): Promise<string> {
  return (await access(options, createSystemClock(), createTasks())).namespace ?? ''
}

interface TransportParts {
  readonly clock: Clock
  readonly tasks: Tasks
  /** ends requests that have no signal of their own */
  readonly signal?: AbortSignal
  readonly onAnswer?: (method: string, status: number) => void
  /** the process is soon over, and what its start costs counts */
  readonly quick?: boolean
}

/** The way to the cluster, with the limits and the impersonation of the flags. */
export async function clusterTransport(
  options: ConnectOptions,
  {clock, tasks, signal, onAnswer, quick}: TransportParts,
  onReach?: GuardOptions['onReach'],
): Promise<KubeTransport> {
  const named = await access(options, clock, tasks)
  const way = await withRoots(named, options.env, createDiskFs(tasks, systemRandom))
  const through = await throughProxy(way, options.env)
  const limits = {qps: options.qps ?? 0, burst: options.burst ?? 0, obeyed: options.obeyLimits ?? false}
  const https = createHttpsTransport({
    ...through,
    clock,
    tasks,
    random: systemRandom,
    userAgent: 'flux',
    ...limits,
    ...(onAnswer ? {onAnswer} : {}),
    ...(quick && way === named ? {quick: clock} : {}),
  })
  const expired = isLate(options.timeoutMs)
  const {qps = 0, burst = 0} = options
  const over = qps > 0 && burst < 0 ? `rate: Wait(n=1) exceeds limiter's burst ${burst}` : undefined
  const extras = extraHeaders((options.asExtra ?? []).filter((extra) => extra.includes('=')))
  const looks = through.agentThrough || through.forward ? {} : secondLooks(way, {...clock, zone: localZone(options.env)}, signal)
  const guarded = guardedTransport(https, {expired, refused: over, headers: extras, signal, ...looks, onReach})
  if (!options.as) return guarded
  return guarded.impersonate({user: options.as, groups: options.asGroups, uid: options.asUid})
}

/**
 * What node keeps to itself: it tells a certificate of an unknown signer first, Go one that is out of date or of somebody else; and it
 * does not tell what a server without TLS speaks.
 */
function secondLooks({server, tls}: KubeAccess, clock: Clock, signal?: AbortSignal) {
  return {
    async certificateFault() {
      const {presentedCertificate} = await import('./tls/presented-certificate.js')
      const {certificateFault} = await import('./tls/certificate-words.js')
      const name = tls.serverName || new URL(server).hostname.replace(/^\[|\]$/g, '')
      const certificate = await presentedCertificate(server, name, signal)
      return certificate && certificateFault(certificate, name, clock)
    },
    async firstAnswer() {
      const {firstAnswer} = await import('./tls/first-answer.js')
      return firstAnswer(server, signal)
    },
  }
}

/** Few kubeconfigs name an identity provider. */
const lazyAsk =
  (env: ConnectOptions['env'], tasks: Tasks): AskIdentity =>
  async (request) =>
    (await import('./ask-identity.js')).askIdentity(env, tasks)(request)

async function access(options: ConnectOptions, clock: Clock, tasks: Tasks): Promise<KubeAccess> {
  const sources = {clock, env: options.env, fs: createDiskFs(tasks, systemRandom), ask: lazyAsk(options.env, tasks)}
  return loadAccess({...options, insecure: options.insecureSkipTlsVerify || undefined}, sources)
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
