import type {Interfaces} from '@oclif/core'
import {FluxError} from '../lib/errors/flux-error.js'
import type {Connection, ConnectOptions} from '../lib/wiring/connection.js'
import {GLOBAL_FLAGS, LIMITS} from './flags/global-flags.js'
import type {Host} from './host.js'
import type {FlagDefs} from './line/command-tree.js'
import type {ParsedLine} from './line/parse-line.js'

export type GlobalFlags = Interfaces.InferredFlags<typeof GLOBAL_FLAGS>

/** What a command knows of its call: the parsed line, the process around it and, on demand, the cluster. */
export interface Session<F = unknown> {
  readonly host: Host
  readonly flags: F & GlobalFlags
  readonly args: readonly string[]
  /** names of the flags that were typed */
  readonly given: ReadonlySet<string>
  /** The cluster that the flags and the kubeconfig name, with `--timeout` as its deadline; closed when the command ends. */
  cluster(options?: {deadline?: boolean; timeoutMs?: number}): Promise<Connection>
  /** The namespace after cli reference 1.3. */
  namespace(): Promise<string>
}

/**
 * A command of the tree, with the statics that oclif reads for help and the manifest; `execute` does the work and `main`
 * renders what it throws.
 */
export abstract class BaseCommand {
  static id = ''
  static summary = ''
  static usage: string | string[] = ''
  static examples: string[] = []
  static aliases: string[] = []
  static hiddenAliases: string[] = []
  static args = {}
  static flags: Interfaces.FlagInput = {}
  static baseFlags = GLOBAL_FLAGS as unknown as Interfaces.FlagInput
  static strict = false
  /** how many words it takes (cobra's Args); undefined: it looks itself */
  static arity: number | undefined
  /** exit code for flags that are refused; undefined: 1 */
  static flagFault: number | undefined
  /** false for a command that takes any text for a namespace */
  static checksNamespace = true
  /** true for a command that an interrupt is the usual end of: it still has something to do then, and to say */
  static windsDown = false

  abstract execute(session: Session): Promise<void>

  /** oclif takes for a command what has this. */
  static async run(): Promise<void> {
    throw new FluxError('bug', 'a command is started by main')
  }
}

interface OpenSession {
  readonly session: Session
  /** The connection that the command asked for; undefined when it did not. */
  opened(): Promise<Connection> | undefined
  close(): Promise<void>
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/

/**
 * The session of one call, and the way to close what it opened. `defs` are the command's flags: one of its own that is
 * called as a global flag (`create secret receiver --token`) says nothing about the cluster.
 */
export function openSession(host: Host, line: ParsedLine, defs: FlagDefs): OpenSession {
  const flags = line.flags as Session['flags']
  const global = Object.fromEntries(
    Object.entries(GLOBAL_FLAGS).map(([name, flag]) => [name, (defs[name] as unknown) === flag ? line.flags[name] : undefined]),
  ) as unknown as GlobalFlags
  let connection: Promise<Connection> | undefined
  const options = (): ConnectOptions => ({...connectOptions(global), env: host.env, out: host.out, signal: host.signal})
  const cluster: Session['cluster'] = async ({deadline = true, timeoutMs = flags.timeout} = {}) => {
    connection ??= host.connect({...options(), timeoutMs: deadline ? timeoutMs : undefined})
    return connection
  }
  const namespace = async () => {
    const name = flags.namespace ?? (await followed()) ?? fluxNamespace(host)
    if (!DNS_LABEL.test(name))
      throw new FluxError('bad-namespace', `namespace must be a valid DNS label: ${JSON.stringify(name)}`)
    return name
  }
  const followed = async () => {
    if (!flags['ns-follows-kube-context'] && !host.env['FLUX_NS_FOLLOWS_KUBE_CONTEXT']) return undefined
    // a kubeconfig that cannot be read is told by whoever needs the cluster
    return (await host.contextNamespace(options()).catch(() => '')) || undefined
  }
  return {
    session: {host, flags, args: line.args, given: line.given, cluster, namespace},
    opened: () => connection,
    close: async () => {
      if (connection) await connection.then((open) => open.close()).catch(() => undefined)
    },
  }
}

/** `flux-system`, or FLUX_SYSTEM_NAMESPACE when that is a namespace's name. */
export function fluxNamespace(host: Host): string {
  const wanted = host.env['FLUX_SYSTEM_NAMESPACE']
  return wanted && DNS_LABEL.test(wanted) ? wanted : 'flux-system'
}

/** Says that a bad FLUX_SYSTEM_NAMESPACE is ignored; every command does, before anything else. */
export function warnOfEnvironment(host: Host): void {
  const wanted = host.env['FLUX_SYSTEM_NAMESPACE']
  if (wanted && !DNS_LABEL.test(wanted)) host.out.warning(` ignoring invalid FLUX_SYSTEM_NAMESPACE: ${JSON.stringify(wanted)}`)
}

/** What the global flags say about the cluster. */
export function connectOptions(flags: GlobalFlags): Omit<ConnectOptions, 'env' | 'out' | 'signal'> {
  return {
    kubeconfig: flags.kubeconfig,
    context: flags.context,
    cluster: flags.cluster,
    user: flags.user,
    server: flags.server,
    token: flags.token,
    as: flags.as,
    asGroups: flags['as-group'],
    asUid: flags['as-uid'],
    asExtra: flags['as-user-extra'],
    tlsServerName: flags['tls-server-name'],
    insecureSkipTlsVerify: flags['insecure-skip-tls-verify'],
    certificateAuthority: flags['certificate-authority'],
    clientCertificate: flags['client-certificate'],
    clientKey: flags['client-key'],
    disableCompression: flags['disable-compression'],
    qps: flags['kube-api-qps'],
    burst: flags['kube-api-burst'],
    // typed limits want a gentle run; without them a server with priority and fairness knows better
    obeyLimits: flags['kube-api-qps'] !== LIMITS.qps || flags['kube-api-burst'] !== LIMITS.burst,
  }
}
