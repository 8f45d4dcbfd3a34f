import type {Context} from '../ports/context.js'
import type {Out} from '../ports/observe.js'

/** What the global flags and the environment say about the cluster (cli reference 1.1). */
export interface ConnectOptions {
  readonly kubeconfig?: string | undefined
  readonly context?: string | undefined
  readonly cluster?: string | undefined
  readonly user?: string | undefined
  readonly server?: string | undefined
  readonly token?: string | undefined
  readonly as?: string | undefined
  readonly asGroups?: readonly string[] | undefined
  readonly asUid?: string | undefined
  readonly asExtra?: readonly string[] | undefined
  readonly tlsServerName?: string | undefined
  readonly insecureSkipTlsVerify?: boolean | undefined
  readonly certificateAuthority?: string | undefined
  readonly clientCertificate?: string | undefined
  readonly clientKey?: string | undefined
  readonly disableCompression?: boolean | undefined
  readonly qps?: number | undefined
  readonly burst?: number | undefined
  /** also by a server that shares out its time itself */
  readonly obeyLimits?: boolean | undefined
  /** deadline of everything done over the connection; absent: none */
  readonly timeoutMs?: number | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: Out
  readonly signal: AbortSignal
}

/** What commands that only talk to the API server need. */
export type ClusterContext = Pick<Context, 'kube' | 'clock' | 'out' | 'signal'>

export interface Connection {
  readonly ctx: ClusterContext
  close(): Promise<void>
}
