import type {Artifacts} from './artifacts.js'
import type {Clock, Random, Tasks} from './clock.js'
import type {DiskFs} from './files.js'
import type {Git} from './git.js'
import type {Http} from './http.js'
import type {Keys} from './keys.js'
import type {KubeCaches, KubeClient} from './kube.js'
import type {Events, Log, Metrics, Out} from './observe.js'

/** Runs a pure function elsewhere (a worker) or inline under test; input and output can be structured-cloned. */
export interface Compute {
  run<I, O>(task: string, input: I, signal?: AbortSignal): Promise<O>
}

/**
 * Everything the code may touch (DESIGN 4 "Context"). Built by `wiring` alone; a function takes the `Pick` it
 * needs. Ports of later issues (oci, helmRepos, buckets, githosts, verify) join when they are built.
 */
export interface Context {
  readonly kube: KubeClient
  readonly caches: KubeCaches
  readonly git: Git
  readonly artifacts: Artifacts
  readonly http: Http
  readonly keys: Keys
  readonly fs: DiskFs
  readonly clock: Clock
  readonly random: Random
  readonly tasks: Tasks
  readonly compute: Compute
  readonly events: Events
  readonly metrics: Metrics
  readonly log: Log
  readonly out: Out
  /** aborts when the process is asked to stop */
  readonly signal: AbortSignal
  readonly env: Readonly<Record<string, string | undefined>>
}
