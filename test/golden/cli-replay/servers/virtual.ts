import {setTimeout} from 'node:timers/promises'
import type {ApiServer} from '../../../../src/lib/adapters/apiserver/index.js'
import {createKubeClient} from '../../../../src/lib/adapters/kube/client.js'
import {systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {turn} from '../../../../src/lib/adapters/system/tasks.js'
import type {VirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import {isLate} from '../../../../src/lib/errors/late-error.js'
import {createRedactor} from '../../../../src/lib/errors/redact.js'
import {placeOfKind} from '../../../../src/lib/kinds/registry.js'
import {connect} from '../../../../src/lib/wiring/connect.js'
import type {Connection, ConnectOptions} from '../../../../src/lib/wiring/connection.js'
import {guardedTransport} from '../../../../src/lib/wiring/guarded-transport.js'
import {localZone} from '../../../../src/lib/wiring/process/local-zone.js'

const OVERRIDES = [
  ...['kubeconfig', 'context', 'cluster', 'user', 'server', 'token', 'as', 'asGroups', 'asUid', 'asExtra'],
  ...['tlsServerName', 'insecureSkipTlsVerify', 'certificateAuthority', 'clientCertificate', 'clientKey'],
] as readonly (keyof ConnectOptions)[]
const HOUR_MS = 3_600_000

/** Connects as the administrator without a socket and on the virtual clock; anybody else goes over HTTPS. */
export async function connectVirtually(api: ApiServer, clock: VirtualClock, options: ConnectOptions): Promise<Connection> {
  const isFree = (name: keyof ConnectOptions) => /^(|false)$/.test(String(options[name] ?? ''))
  const {KUBECONFIG = '', KUBERNETES_MASTER} = options.env
  const plain =
    /^[^:]*\/kubeconfig$/.test(KUBECONFIG) && !KUBERNETES_MASTER && OVERRIDES.every(isFree) && (options.burst ?? 0) >= 0
  if (!plain) return connect(options, createRedactor())
  const {timeoutMs} = options
  const transport = guardedTransport(api.transport(), {expired: isLate(timeoutMs), headers: {}})
  const kube = createKubeClient({transport, clock, random: systemRandom, userAgent: 'flux', expected: placeOfKind})
  const signal = timeoutMs === undefined ? options.signal : AbortSignal.any([options.signal, clock.timeout(timeoutMs)])
  // where nobody says where people are, they are in UTC on every machine
  const local = options.env['TZ'] === undefined ? clock : Object.create(clock, {zone: {value: localZone(options.env)}})
  return {ctx: {kube, clock: local, out: options.out, signal}, close: () => transport.close()}
}

/** Turns of the event loop that a real socket is given before deadlines come, and ms between them: a busy machine has fewer turns in the same time. */
const GRACE_TURNS = 50
const PAUSE_MS = 5
/** Real time (ms) that what is under way is waited for: it may be meant to hang. */
const PATIENCE_MS = 20_000
/** What is on its way and has an end: processes, files, names, connections that are being made. */
const UNDER_WAY = /^(ProcessWrap|FSReq|GetAddrInfoReq|TCPConnectWrap|PipeConnectWrap)/
const underWay = () => process.getActiveResourcesInfo().filter((name) => UNDER_WAY.test(name)).length

/**
 * Lets virtual time pass until the work is done: at once while somebody waits for it, and else, when only deadlines and routine are
 * left, not before what the clock cannot see has had real time to happen.
 */
export async function pass<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let running = true
  const done = work.finally(() => {
    running = false
  })
  done.catch(() => undefined)
  const before = clock.pending.oneShot
  const others = underWay()
  const isAwaited = () => clock.pending.oneShot > before
  while (running) {
    await clock.runUntil(() => !running || !isAwaited(), HOUR_MS)
    const end = performance.now() + PATIENCE_MS
    for (let turns = 0; running && !isAwaited() && turns < GRACE_TURNS; turns++) {
      await setTimeout(PAUSE_MS)
      if (underWay() > others && performance.now() < end) turns = 0
    }
    if (running && !isAwaited()) await clock.runUntil(() => !running || isAwaited(), HOUR_MS)
    // nothing is due: what is waited for happens on a real socket
    if (running) await turn()
  }
  return done
}
