import type {JsonObject} from '../../src/lib/formats/json/value.js'

/** One way to a server. */
export interface Way {
  /** A request that is sent as often as the result is called; rejects what is refused. */
  prepare(method: string, path: string, body?: JsonObject, contentType?: string): () => Promise<unknown>
  /** Opens a watch of some objects; `done` resolves when an event with the text `last` has come. */
  watch(path: string, last: string): {ready: Promise<void>; done: Promise<void>}
  /** Processor time of the server so far, ms; undefined where nobody can tell. */
  processorTime(): number | undefined
  close(): void
}
