import type {KubeObject, ObjectRef} from './kube.js'

export type LogFields = Readonly<Record<string, unknown>>

/** Structured log: a constant message and fields. Secrets are redacted by the adapter, not by the caller. */
export interface Log {
  trace(message: string, fields?: LogFields): void
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  error(message: string, error: unknown, fields?: LogFields): void
  child(fields: LogFields): Log
}

/** One thing worth telling: becomes a Kubernetes Event and a POST to the events address. */
export interface FluxEvent {
  readonly object: KubeObject | (ObjectRef & {uid?: string; resourceVersion?: string})
  /** `Trace` is only recorded as a Kubernetes Event, never posted. */
  readonly type: 'Normal' | 'Warning' | 'Trace'
  readonly reason: string
  readonly message: string
  /** keys already carry their prefix, e.g. `kustomize.toolkit.fluxcd.io/revision` */
  readonly metadata?: Readonly<Record<string, string>>
}

export interface Events {
  /** Never throws and never blocks the caller; failures are logged. `controller` is e.g. `kustomize-controller`. */
  emit(controller: string, event: FluxEvent): void
  /** Resolves when everything emitted so far was delivered or given up. */
  flush(): Promise<void>
}

export interface Metrics {
  count(name: string, labels?: Readonly<Record<string, string>>, by?: number): void
  gauge(name: string, labels: Readonly<Record<string, string>>, value: number): void
  /** `value` in the metric's unit (seconds for durations). */
  observe(name: string, labels: Readonly<Record<string, string>>, value: number): void
  /** Drops every series with these labels. */
  forget(labels: Readonly<Record<string, string>>): void
  /** Called before each `text`, to set gauges that change by themselves; absent where nobody reads. */
  onRead?(refresh: () => void): void
  /** Prometheus text exposition. */
  text(): Promise<string>
}

/** What a person sees: data on stdout, progress on stderr (symbols of the cli reference 1.4). */
export interface Out {
  /** Raw text (or the bytes of it) to stdout; resolves when it is accepted. Ends quietly when nobody reads (EPIPE). */
  data(text: string | Uint8Array): Promise<void>
  action(text: string): void
  generate(text: string): void
  waiting(text: string): void
  success(text: string): void
  warning(text: string): void
  failure(text: string): void
  /** What is waited for right now: on a terminal a line that moves until the next one is written, nothing elsewhere. */
  progress(text: string): void
  /** Raw text to stderr. */
  note(text: string): void
  /** True when stderr is a terminal that may be redrawn. */
  readonly interactive: boolean
  /** True when stdout may carry colour. */
  readonly colour: boolean
  readonly columns: number
  /** Lines of the terminal behind stdout when what stands there may be redrawn; undefined elsewhere. */
  readonly rows: number | undefined
}

/** What is typed or piped in. */
export interface Input {
  /** The bytes of stdin as they come; nothing is read before the first one is asked for. */
  bytes(): AsyncIterable<Uint8Array>
  /** True when somebody types at a terminal. */
  readonly interactive: boolean
  /** From now on nothing that is typed is shown, and keys come one by one; returns the way back. Only at a terminal. */
  hide?(): () => void
}
