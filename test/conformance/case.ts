/** The recordings' format (test/corpus/api/README.md). */
export type Json = null | boolean | number | string | Json[] | {[key: string]: Json}

export interface Until {
  readonly status?: number
  readonly count?: number
  readonly equals?: {readonly [path: string]: Json}
  readonly present?: readonly string[]
  readonly absent?: readonly string[]
  readonly condition?: {readonly [type: string]: string}
  readonly reason?: {readonly [type: string]: string}
  readonly allItems?: Until
}

export interface RequestStep {
  readonly as?: {readonly [header: string]: string | null}
  readonly method: string
  readonly path: string
  readonly contentType?: string
  readonly accept?: string
  readonly body?: Json
  readonly until?: Until
  readonly status: number
  readonly headers?: {readonly [name: string]: string}
  readonly warnings?: readonly string[]
  readonly response: Json
  readonly unordered?: boolean
}

export interface WatchStep {
  readonly as?: {readonly [header: string]: string | null}
  readonly watch: string
  readonly accept?: string
  readonly initial?: number
  readonly status: number
  readonly during: readonly Step[]
  readonly events?: readonly Json[]
  readonly response?: Json
  readonly closed?: boolean
}

export type Step =
  | RequestStep
  | WatchStep
  | {readonly wait: string; readonly until: Until; readonly as?: RequestStep['as']}
  | {readonly sleep: number}

export interface Case {
  readonly name: string
  readonly about: string
  readonly requires?: readonly string[]
  readonly steps: readonly Step[]
}

export interface Answer {
  readonly status: number
  /** lower-case names */
  readonly headers: {readonly [name: string]: string}
  /** header values as sent */
  readonly warnings: readonly string[]
  /** parsed JSON, text otherwise, null when empty */
  readonly body: Json
}

export interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: {readonly [name: string]: string}
  readonly body?: string | undefined
}

export interface OpenWatch {
  readonly answer?: Answer
  /** resolves with the next event, undefined at the stream's end */
  next(timeoutMs: number): Promise<Json | undefined | 'timeout'>
  close(): void
}

/** A server under test. */
export interface Target {
  send(request: Sent): Promise<Answer>
  watch(request: Sent): Promise<OpenWatch>
  /** lets the server's clock and ours pass */
  sleep(ms: number): Promise<void>
  /** how long polling goes on */
  readonly patienceMs: number
  readonly hasControllers: boolean
  /** `sleep` steps are for real servers only */
  readonly needsSleep: boolean
}
