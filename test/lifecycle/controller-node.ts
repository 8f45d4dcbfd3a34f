import type {ChildProcess} from 'node:child_process'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {JsonObject} from '../../src/lib/formats/json/value.js'
import type {KubeClient, KubeObject} from '../../src/lib/ports/kube.js'
import type {ControllerCommand} from '../handover/controller-processes.js'
import {freePort, type Processes, pause} from '../handover/processes.js'

const NAMES = ['source-controller', 'kustomize-controller'] as const
type Name = (typeof NAMES)[number]

/** The part of a Pod's spec that a process is made of. */
interface Template {
  /** another one is another process, too */
  readonly image: string
  readonly account: string
  /** how long it may take to end, s */
  readonly grace: number
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

interface Running {
  readonly child: ChildProcess
  /** the template, as text */
  readonly template: string
}

export interface ControllerNodeOptions {
  readonly kube: KubeClient
  /** of an administrator: the processes get the tokens of their accounts */
  readonly kubeconfig: string
  readonly folder: string
  readonly processes: Processes
  readonly commandOf: ControllerCommand
  /** further arguments, for what a process misses that is in no Pod */
  readonly more: readonly string[]
  /** Pods are not made ready by the cluster itself */
  readonly pods: boolean
}

/**
 * The nodes of a cluster, as far as Flux is concerned: runs source- and kustomize-controller as processes with the arguments,
 * the variables and the service account of their Deployments, anew when those change, and ends them when they go. What stands
 * for a Pod's own network and disk are addresses and a folder, given after the Deployment's own arguments.
 */
export class ControllerNode {
  readonly #running = new Map<Name, Running>()
  readonly #ports = new Map<string, number>()
  /** length of the log when the running process was started */
  readonly #logged = new Map<Name, number>()
  /** exit codes or signals of those that were told to end after their first word, with their names: all 0 when they did it by themselves */
  readonly endings: string[] = []
  /** how often each was started */
  readonly starts: Record<Name, number> = {'source-controller': 0, 'kustomize-controller': 0}
  #stopped = false
  #loop: Promise<void> = Promise.resolve()

  constructor(private readonly options: ControllerNodeOptions) {
    mkdirSync(join(options.folder, 'data'), {recursive: true})
  }

  async start(): Promise<void> {
    for (const key of ['storage', ...NAMES.flatMap((name) => [`${name} metrics`, `${name} health`])]) {
      this.#ports.set(key, await freePort())
    }
    this.#loop = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#loop
    for (const name of NAMES.toReversed()) await this.#end(name)
  }

  log(name: Name): string {
    try {
      return readFileSync(this.#logFile(name), 'utf8')
    } catch {
      return ''
    }
  }

  /** Whether the processes of all controllers have looked at some object since they were started. */
  hasWorked(): boolean {
    return NAMES.every((name) => this.#running.has(name) && this.log(name).slice(this.#logged.get(name)).includes('reconcileID'))
  }

  /** The arguments that the process of a controller has now. */
  argsOf(name: Name): readonly string[] {
    const running = this.#running.get(name)
    return running ? (JSON.parse(running.template) as Template).args : []
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      // Whatever fails while the cluster is coming or going is tried again.
      await this.#look().catch(() => undefined)
      await pause(100)
    }
  }

  async #look(): Promise<void> {
    const {kube, pods} = this.options
    const {items} = await kube.list({apiVersion: 'apps/v1', kind: 'Deployment'}, {namespace: 'flux-system'})
    for (const name of NAMES) {
      const deployment = items.find(({metadata}) => metadata.name === name)
      if (deployment) await this.#keep(name, templateOf(deployment))
      else await this.#end(name)
    }
    if (pods) await this.#makePodsReady()
  }

  async #keep(name: Name, template: Template): Promise<void> {
    const text = JSON.stringify(template)
    const running = this.#running.get(name)
    if (running?.template === text && running.child.exitCode === null && running.child.signalCode === null) return
    const kubeconfig = await this.#kubeconfigOf(template.account)
    await this.#end(name)
    const address = (key: string) => `127.0.0.1:${this.#ports.get(key)}`
    const {folder, processes, commandOf, more} = this.options
    const store =
      name === 'source-controller' ? [`--storage-path=${join(folder, 'data')}`, `--storage-addr=${address('storage')}`] : []
    const addresses = [`--metrics-addr=${address(`${name} metrics`)}`, `--health-addr=${address(`${name} health`)}`]
    const env = {
      ...{PATH: process.env['PATH'], HOME: folder, KUBECONFIG: kubeconfig, NO_COLOR: '1'},
      ...template.env,
      SOURCE_CONTROLLER_LOCALHOST: address('storage'),
    }
    const [program, ...words] = commandOf(name)
    this.#logged.set(name, this.log(name).length)
    const child = processes.start(
      program,
      [...words, ...template.args, ...more, ...store, ...addresses],
      this.#logFile(name),
      env,
    )
    this.#running.set(name, {child, template: text})
    this.starts[name] += 1
  }

  async #end(name: Name): Promise<void> {
    const running = this.#running.get(name)
    this.#running.delete(name)
    if (!running) return
    const {child, template} = running
    // who has not begun has no handler for signals yet: Node ends it, on a busy machine seconds after its start
    const begun = this.log(name).length > (this.#logged.get(name) ?? 0)
    await this.options.processes.stop(child, (JSON.parse(template) as Template).grace * 1000)
    if (begun) this.endings.push(`${name}: ${child.signalCode ?? child.exitCode}`)
  }

  /** A kubeconfig with a token of the service account, as the kubelet gives one to a Pod. */
  async #kubeconfigOf(account: string): Promise<string> {
    const {kube, kubeconfig, folder} = this.options
    const answer = await kube.raw({
      method: 'POST',
      path: `/api/v1/namespaces/flux-system/serviceaccounts/${account}/token`,
      body: {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {expirationSeconds: 7200}},
    })
    const token = ((answer.body as JsonObject)['status'] as JsonObject | undefined)?.['token']
    if (typeof token !== 'string') throw new Error(`no token for ${account}: ${JSON.stringify(answer.body)}`)
    const config = JSON.parse(readFileSync(kubeconfig, 'utf8')) as {users: {user: object}[]}
    for (const one of config.users) one.user = {token}
    const path = join(folder, `${account}.kubeconfig`)
    writeFileSync(path, JSON.stringify(config), {mode: 0o600})
    return path
  }

  /** Pods of ours get ready when the probe of their process is fine, others at once. */
  async #makePodsReady(): Promise<void> {
    const {kube} = this.options
    for (const pod of (await kube.list({apiVersion: 'v1', kind: 'Pod'})).items) {
      const {name, namespace, labels} = pod.metadata
      if (pod.metadata.deletionTimestamp || isReady(pod)) continue
      const own = NAMES.find((one) => one === labels?.['app'] && namespace === 'flux-system')
      if (own && !(await this.#isUp(own, pod))) continue
      const ref = {apiVersion: 'v1', kind: 'Pod', namespace, name: name!}
      const time = new Date().toISOString().replace(/\.\d+Z/, 'Z')
      const conditions = ['Ready', 'ContainersReady'].map((type) => ({type, status: 'True', lastTransitionTime: time}))
      await kube
        .patch(ref, {type: 'strategic', body: {status: {phase: 'Running', startTime: time, conditions}}}, {subresource: 'status'})
        .catch(() => undefined)
    }
  }

  async #isUp(name: Name, pod: KubeObject): Promise<boolean> {
    if (this.#running.get(name)?.template !== JSON.stringify(templateOf({...pod, spec: {template: {spec: pod['spec']}}})))
      return false
    const url =
      name === 'source-controller'
        ? `http://127.0.0.1:${this.#ports.get('storage')}/`
        : `http://127.0.0.1:${this.#ports.get(`${name} health`)}/readyz`
    return fetch(url).then(
      ({status}) => status < 400,
      () => false,
    )
  }

  #logFile(name: Name): string {
    return join(this.options.folder, `${name}.log`)
  }
}

function isReady({status}: KubeObject): boolean {
  const {conditions = []} = (status ?? {}) as {conditions?: readonly {type: string; status: string}[]}
  return conditions.some((one) => one.type === 'Ready' && one.status === 'True')
}

/** `$(NAME)` in arguments stands for a variable of the container. */
function templateOf({spec}: KubeObject): Template {
  const {template} = spec as unknown as {template: {spec: PodSpec}}
  const {serviceAccountName, terminationGracePeriodSeconds: grace = 30, containers} = template.spec
  const {image, args = [], env = []} = containers.find(({name}) => name === 'manager')!
  const fields = {'metadata.namespace': 'flux-system'}
  const known = env.map(
    ({name, value, valueFrom}) => [name, value ?? fields[valueFrom?.fieldRef?.fieldPath as keyof typeof fields]] as const,
  )
  const variables = Object.fromEntries(known.filter((entry): entry is [string, string] => entry[1] !== undefined))
  return {
    ...{image, grace, account: serviceAccountName},
    args: args.map((arg) => arg.replace(/\$\((\w+)\)/g, (all, name) => variables[name] ?? all)),
    env: variables,
  }
}

interface PodSpec {
  readonly terminationGracePeriodSeconds?: number
  readonly serviceAccountName: string
  readonly containers: readonly {
    readonly name: string
    readonly image: string
    readonly args?: readonly string[]
    readonly env?: readonly {name: string; value?: string; valueFrom?: {fieldRef?: {fieldPath: string}}}[]
  }[]
}
