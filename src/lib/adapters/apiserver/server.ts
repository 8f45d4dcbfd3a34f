import {FluxError} from '../../errors/flux-error.js'
import type {Clock, Random, Tasks, Timer} from '../../ports/clock.js'
import type {ImpersonatedUser, KubeTransport} from '../../ports/kube.js'
import type {Log} from '../../ports/observe.js'
import {createAdmission} from './admission/admission.js'
import {QuotaAdmission} from './admission/quota/quota.js'
import {ADMIN, Authenticator} from './auth/authenticator.js'
import {attributesOf, checkAuthorized} from './auth/authorize.js'
import {impersonated} from './auth/impersonation.js'
import {Rbac} from './auth/rbac.js'
import {ServiceAccountTokens} from './auth/service-account-tokens.js'
import {newSigningKey, TokenSigner} from './auth/token-signer.js'
import {bootstrap} from './bootstrap.js'
import {checkOptions, LISTEN_OPTIONS, SERVER_OPTIONS} from './check-options.js'
import {startApiServices} from './control/api-services.js'
import {startCrdController} from './control/crd-controller.js'
import {startGarbageCollector} from './control/garbage-collector.js'
import {InternalClient} from './control/local-client.js'
import {startNamespaceDefaults} from './control/namespace-defaults.js'
import {startNamespaceController} from './control/namespaces.js'
import {startPolicyStatus} from './control/policy-status.js'
import {startQuotaController} from './control/quota-controller.js'
import {startRoleAggregation} from './control/role-aggregation.js'
import {startTokenSecrets, type TokenSecretParts} from './control/token-secrets.js'
import {plainTasks, silentLog, systemClock, systemRandom} from './defaults.js'
import {Catalog} from './discovery/catalog.js'
import {serveIssuer} from './discovery/issuer.js'
import {servePath} from './discovery/paths.js'
import type {ControlEnv, LocalController} from './hooks.js'
import type {ImportReport} from './import/import-report.js'
import type {ImportFile} from './import/read-export.js'
import type {Certificate} from './listen/certificate.js'
import type {HttpsListener} from './listen/https-listener.js'
import {metricsAnswer} from './metrics/metrics-text.js'
import {RequestCounts} from './metrics/request-counts.js'
import {OpenRequests} from './open-requests.js'
import {OpenApi} from './openapi/openapi.js'
import {createPatcher} from './patch/patcher.js'
import {header} from './request/api-request.js'
import {type Pipeline, serve} from './request/api-server.js'
import {shapeAnswer} from './request/shape.js'
import {otherVersions} from './rest/conversion.js'
import {type Core, lookup} from './rest/core.js'
import type {LogSource} from './special/pod-log.js'
import {Reviews} from './special/reviews.js'
import {Special} from './special/special.js'
import {createFieldManager} from './ssa/field-manager.js'
import type {LevelJournal} from './store/level-journal.js'
import {Store} from './store/store.js'
import {createTables} from './tables/table.js'
import {LocalTransport, localUser, type Serve} from './transport.js'
import {createObjectRules} from './validation/object-rules.js'
import type {ScenarioRule} from './workloads/scenario.js'
import {startWorkloads} from './workloads/workloads.js'

export interface ApiServerOptions {
  readonly clock?: Clock | undefined
  readonly random?: Random | undefined
  readonly tasks?: Tasks | undefined
  readonly log?: Log | undefined
  /** Bearer token of the administrator; made up when absent. */
  readonly token?: string | undefined
  /** Keeps the content in this folder across restarts; absent: in memory. */
  readonly dataDir?: string | undefined
  /** Check requests against RBAC; default true. Members of system:masters may do everything either way. */
  readonly rbac?: boolean | undefined
  /** Logs of the Pods that stand for the caller's own processes. */
  readonly logs?: LogSource | undefined
  /** Run the built-in controllers (garbage collection, namespaces, workloads...); default true. */
  readonly controllers?: boolean | undefined
  /** Simulate a node, volumes and load balancers, so that pods become ready; default true (false: pods stay Pending). */
  readonly kubelet?: boolean | undefined
  /** Content of another cluster with which this one begins (needs an empty data folder). */
  readonly import?: readonly ImportFile[] | undefined
  /** Milliseconds until a simulated container is ready; default 1000. */
  readonly readyAfterMs?: number | undefined
  /** How pods behave, e.g. from `parseScenario`; annotations of the objects count more. */
  readonly scenario?: readonly ScenarioRule[] | undefined
}

export interface Listening {
  /** `https://127.0.0.1:PORT` */
  readonly server: string
  /** PEM of the authority that signed the server's certificate */
  readonly ca: string
  /** kubeconfig text with the administrator's token */
  readonly kubeconfig: string
}

/** A running embedded API. */
export interface ApiServer {
  /** The way in without a socket, as the administrator or as somebody else. It and its requests throw FluxError `closed` after `close`. */
  transport(identity?: ImpersonatedUser): KubeTransport
  /** Bearer token of the administrator. */
  readonly token: string
  /** what became of `import` */
  readonly imported?: ImportReport | undefined
  /** Serves HTTPS on loopback; port 0 (the default) takes a free one. Throws FluxError `closed` after `close`. */
  listen(options?: {port?: number | undefined; host?: string | undefined}): Promise<Listening>
  /** Ends requests, watches, connections and controllers and writes what is to be kept; calling it again changes nothing. */
  close(): Promise<void>
}

/**
 * Starts an embedded Kubernetes API; it is ready when the promise resolves.
 * @throws FluxError `bad-option`, `data-dir` (a folder that cannot be used), `import-failed`
 */
export async function startApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  checkOptions('startApiServer', options, SERVER_OPTIONS)
  const clock = options.clock ?? systemClock
  const random = options.random ?? systemRandom
  const env: ControlEnv = {clock, random, tasks: options.tasks ?? plainTasks, log: options.log ?? silentLog}
  const journal = options.dataDir === undefined ? undefined : await openJournal(options.dataDir, env.tasks)
  const store = new Store(() => clock.now(), journal)
  await journal?.load(store)
  const secret = async (name: string, make: () => string): Promise<string> =>
    journal ? await journal.secret(name, make) : make()
  const catalog = new Catalog()
  const rbac = new Rbac(store, options.rbac ?? true)
  const quota = new QuotaAdmission(
    () => core,
    () => new InternalClient(core, 'kube-apiserver', 'system:apiserver'),
  )
  const core: Core = {
    store,
    catalog,
    rules: createObjectRules(),
    fields: createFieldManager(otherVersions(catalog)),
    patcher: createPatcher(),
    clock,
    random,
    admission: createAdmission(() => core, rbac, quota, env),
  }
  const token = options.token ?? (await secret('token', () => hex(random, 16)))
  const signer = new TokenSigner(await secret('token-signing-key', newSigningKey))
  const tokens = new ServiceAccountTokens(signer, clock, random, (apiVersion, kind, namespace, name) =>
    lookup(core, apiVersion, kind, namespace, name),
  )
  const authenticator = new Authenticator(token, (text, audiences) => tokens.read(text, audiences), options.rbac ?? true)
  const special = new Special(new Reviews(rbac, authenticator), tokens, options.logs)
  const openApi = new OpenApi(catalog)
  const counts = new RequestCounts(() => clock.monotonic())
  const measured = {store, catalog, counts, startedAt: clock.now() / 1000}
  const tables = createTables(() => clock.now())
  const pipeline: Pipeline = {
    core,
    identify: (request) => impersonated(rbac, authenticator.authenticate(request), request),
    authorize: (user, info, request) => checkAuthorized(rbac, user, attributesOf(info, request.query)),
    other: async (request) => {
      if (request.path.startsWith('/openapi')) return openApi.serve(request)
      // a disk that refused writes may have room again
      if (store.failure) await store.ready()
      const address = header(request, 'host') || '127.0.0.1:443'
      const own = serveIssuer(signer, request) ?? metricsAnswer(request.path, request.method, measured)
      return own ?? servePath(catalog, request, address, store.failure !== undefined)
    },
    special: (resource) => special.handle(resource),
    shape: (answer, request, entry) => shapeAnswer(answer, request, entry, tables),
  }
  const requests = new OpenRequests(
    (request) => serve(pipeline, request),
    (request) => counts.begin(request),
  )
  const handle: Serve = (request) => requests.handle(request)
  const listeners: HttpsListener[] = []
  const {createCertificate} = await import('./listen/certificate.js')
  const certificate = JSON.parse(
    await secret('certificate', () => JSON.stringify(createCertificate(clock.now(), (length) => random.bytes(length)))),
  ) as Certificate
  const imported = await importInto(core, options).catch(async (error) => {
    await store.close()
    throw error
  })
  const parts = {ca: certificate.ca, token: tokens.issueForSecret.bind(tokens)}
  const controllers = [...startControllers(core, env, parts, options)]
  bootstrap(core, new InternalClient(core, 'kube-apiserver', 'system:apiserver'))
  if (options.controllers ?? true) {
    const clientFor = (userAgent: string, user: string) => new InternalClient(core, userAgent, user)
    const {kubelet, scenario, readyAfterMs: delayMs = 1000} = options
    controllers.push(startWorkloads({...env, clientFor}, {delayMs, kubelet, scenario}))
  }
  await settle()
  // nobody can watch from before the start
  store.compact()
  controllers.push(startForgetting(store, clock))
  let closing: Promise<void> | undefined
  const close = async () => {
    requests.close()
    for (const controller of controllers) controller.close()
    await Promise.all(listeners.map((listener) => listener.close()))
    await store.close()
  }
  return {
    token,
    imported,
    async listen(wanted = {}) {
      checkOptions('listen', wanted, LISTEN_OPTIONS)
      requests.check()
      const {port = 0, host = '127.0.0.1'} = wanted
      const {listenHttps} = await import('./listen/https-listener.js')
      const {kubeconfigText} = await import('./listen/kubeconfig.js')
      const listener = await listenHttps(handle, certificate, {host, port})
      listeners.push(listener)
      if (closing) await listener.close()
      requests.check()
      const server = `https://${host.includes(':') ? `[${host}]` : host}:${listener.port}`
      const {ca} = certificate
      return {server, ca, kubeconfig: kubeconfigText(server, ca, token)}
    },
    transport(identity) {
      requests.check()
      return new LocalTransport(handle, 'https://kubernetes.default.svc', identity ? localUser(identity) : ADMIN)
    },
    close() {
      closing ??= close()
      return closing
    },
  }
}

function startControllers(
  core: Core,
  env: ControlEnv,
  parts: TokenSecretParts,
  options: ApiServerOptions,
): readonly LocalController[] {
  const internal = new InternalClient(core, 'kube-apiserver', 'system:apiserver')
  const manager = new InternalClient(core, 'kube-controller-manager', 'system:kube-controller-manager')
  const aggregator = new InternalClient(core, 'clusterrole-aggregation-controller', 'system:kube-controller-manager')
  const always = [startCrdController(core, internal, env), startApiServices(core, internal, env)]
  if (options.controllers === false) return always
  return [
    ...always,
    startRoleAggregation(core, aggregator, env),
    startNamespaceDefaults(core, manager, env, () => parts.ca),
    startTokenSecrets(core, manager, env, parts),
    startNamespaceController(core, manager, env),
    startGarbageCollector(core, manager, env),
    startQuotaController(core, manager, env),
    startPolicyStatus(core, manager, env),
  ]
}

const FORGET_MS = 60_000

/** Lets go of the history of what does not change any more. */
function startForgetting(store: Store, clock: Clock): LocalController {
  const tick = (): Timer =>
    clock.timer(
      FORGET_MS,
      () => {
        store.forget()
        timer = tick()
      },
      {interval: true},
    )
  let timer = tick()
  return {close: () => timer.cancel()}
}

function hex(random: Random, length: number): string {
  return Buffer.from(random.bytes(length)).toString('hex')
}

async function openJournal(folder: string, tasks: Tasks): Promise<LevelJournal> {
  const {LevelJournal} = await import('./store/level-journal.js')
  return LevelJournal.open(folder, tasks)
}

async function importInto(core: Core, {import: files = [], dataDir}: ApiServerOptions): Promise<ImportReport | undefined> {
  if (files.length === 0) return undefined
  if (core.store.ids().some((id) => core.store.collection(id).size > 0)) {
    throw new FluxError('import-failed', `${dataDir} holds a cluster already`, {
      hints: ['import into an empty data folder, or start without the import'],
    })
  }
  const {importCluster} = await import('./import/import-cluster.js')
  const report = importCluster(core, files)
  await core.store.settled()
  if (core.store.failure) throw core.store.failure
  return report
}

/** Lets the controllers' microtasks run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
