import type {Interfaces} from '@oclif/core'
import type {Redactor} from '../lib/errors/redact.js'
import type {Blocking} from '../lib/ports/blocking.js'
import type {Tasks} from '../lib/ports/clock.js'
import type {Input, Out} from '../lib/ports/observe.js'
import type {BuildFiles} from '../lib/wiring/build-files.js'
import type {Connection, ConnectOptions} from '../lib/wiring/connection.js'

/** package.json as far as the command line reads it. */
export interface PackageJson {
  readonly name: string
  readonly version: string
  /** the release of CNCF's flux whose command line this one follows, without `v` */
  readonly fluxVersion: string
  readonly oclif: Interfaces.OclifConfiguration
}

/** The process around one call: real at the edge, made of buffers in a test. */
export interface Host {
  /** folder of package.json and manifests/ */
  readonly root: string
  readonly cwd: string
  readonly pjson: PackageJson
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: Out
  readonly input: Input
  /** aborts at the first Ctrl-C */
  readonly signal: AbortSignal
  /** Runs what occupies the thread for long. */
  readonly blocking?: Blocking | undefined
  readonly redactor: Redactor
  /** counts open I/O, when somebody wants to know (a test on a virtual clock) */
  readonly tasks?: Tasks
  /** The disk and the way to remote bases, when they are not the process's own (a test that counts open I/O). */
  readonly openFiles?: () => BuildFiles
  connect(options: ConnectOptions): Promise<Connection>
  /** The namespace of the kubeconfig context, `''` when it has none. */
  contextNamespace(options: ConnectOptions): Promise<string>
}
