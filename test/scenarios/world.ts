import type {JsonObject} from '../../src/lib/formats/json/value.js'
import type {ArtifactStore} from '../../src/lib/ports/artifacts.js'
import type {KubeClient} from '../../src/lib/ports/kube.js'
import type {RecordedEvent} from './format.js'

/** The cluster and the controllers that a scenario runs against. */
export interface World {
  /** as the recorder: administrator */
  readonly kube: KubeClient
  readonly store: ArtifactStore
  /** folder of the artifact store */
  readonly storage: string
  /** `host:port` under which artifacts are served, and that of the API server */
  readonly artifactServer: string
  readonly apiServer: string
  /** A kubeconfig of this cluster as administrator. */
  readonly kubeconfig: string
  /** Events that reached the API since the last call, in order. */
  takeEvents(): Promise<RecordedEvent[]>
  /** Bodies posted to the events address since the last call. */
  takeNotifications(): Promise<JsonObject[]>
  /** A moment in which the controllers may react to a step; the recorder's own steps took some 20 ms. */
  pause(): Promise<void>
  /** A moment before a snapshot in which the cluster's own controllers come to rest. */
  rest(): Promise<void>
  /** Lets time pass. */
  sleep(ms: number): Promise<void>
  /** Lets time pass until `holds`, at most `limitMs`; false when it never did. */
  until(holds: () => Promise<boolean>, limitMs: number): Promise<boolean>
  /** True while a run is in progress or could start at once. */
  busy(): boolean
  /** kubectl where there is the real one; undefined: its requests are made here. */
  readonly kubectl?: ((args: readonly string[], stdin: string | undefined) => Promise<{exit: number; stdout: string}>) | undefined
  close(): Promise<void>
}
