import type {JsonObject} from '../../src/lib/formats/json/value.js'

/** One way to a server. */
export interface Way {
  /** A request that is sent as often as the result is called; rejects what is refused. */
  prepare(method: string, path: string, body?: JsonObject, contentType?: string): () => Promise<unknown>
  /** Opens a watch; `done` resolves when it has seen so many changes. */
  watch(path: string, changes: number): {ready: Promise<void>; done: Promise<void>}
  /** Processor time of the server so far, ms; undefined where nobody can tell. */
  processorTime(): number | undefined
  close(): void
}
