import {setMaxListeners} from 'node:events'
import {availableParallelism} from 'node:os'
import type {Tasks} from '../../../ports/clock.js'
import type {Compute} from '../../../ports/context.js'
import type {ComputeTask} from './compute-task.js'
import {Crew, type Job} from './crew.js'

export interface ComputeOptions {
  /** the tasks by name, for this thread */
  readonly functions: Readonly<Record<string, ComputeTask>>
  readonly tasks: Tasks
  /** the module that a worker thread runs, which calls `serveTasks`; absent: everything runs in this thread */
  readonly entry?: URL | undefined
  /** as many as there are processors unless said otherwise */
  readonly threads?: number
  /** threads are started when what waits would take longer here, by the quickest of the latest tasks; ms */
  readonly startAbove?: number
}

export interface ClosableCompute extends Compute {
  /** Ends the threads; what still waits is rejected. */
  close(): Promise<void>
}

/** A thread costs a second of processor time before its code is as fast as that of a thread that is warm. */
const START_ABOVE = 2000
const MOST_THREADS = 8
/** the first tasks are slow: nothing is compiled yet */
const LATEST = 8

/**
 * Runs tasks in this thread while little waits and in worker threads when it is much. This thread helps until the first
 * worker is ready (some 100 ms), then it only hands out. An aborted task is rejected at once: its thread is ended.
 */
export function createCompute(options: ComputeOptions): ClosableCompute {
  return new Pool(options)
}

class Pool implements ClosableCompute {
  readonly #options: ComputeOptions
  readonly #threads: number
  readonly #crew: Crew | undefined
  #queue: Job[] = []
  #scheduled = false
  #busyHere = false
  /** how long the latest tasks took here, ms */
  readonly #took: number[] = []
  #closed = false

  constructor(options: ComputeOptions) {
    this.#options = options
    this.#threads = options.threads ?? Math.min(availableParallelism(), MOST_THREADS)
    this.#crew = options.entry && new Crew(options.entry, (lost) => this.#freed(lost))
  }

  run<I, O>(task: string, input: I, signal?: AbortSignal): Promise<O> {
    return this.#options.tasks.run(`compute ${task}`, () => this.#queued(task, input, signal)) as Promise<O>
  }

  async close(): Promise<void> {
    this.#closed = true
    const reason = new Error('compute is closed')
    for (const job of this.#queue.splice(0)) job.reject(reason)
    await this.#crew?.close(reason)
  }

  #queued(task: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new Error('compute is closed')
      signal?.throwIfAborted()
      const settled = () => signal?.removeEventListener('abort', aborted)
      const aborted = () => {
        this.#queue = this.#queue.filter((other) => other !== job)
        job.reject(signal?.reason)
        if (this.#crew?.interrupt(job)) this.#schedule()
      }
      const job: Job = {
        ...{task, input, signal},
        resolve: (output) => {
          settled()
          resolve(output)
        },
        reject: (error) => {
          settled()
          reject(error)
        },
      }
      // one listener per task that is under way
      if (signal) setMaxListeners(0, signal)
      signal?.addEventListener('abort', aborted, {once: true})
      this.#queue.push(job)
      this.#schedule()
    })
  }

  /** Once per turn of the event loop, so that whoever asks for many tasks has asked for all. */
  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#handOut()
    })
  }

  #handOut(): void {
    const crew = this.#crew
    if (crew && (crew.size > 0 || this.#isMuch())) {
      while (crew.size < Math.min(this.#threads, this.#queue.length + crew.size)) crew.grow()
    }
    for (let member = crew?.free(); member && this.#queue.length > 0; member = crew?.free()) {
      crew!.give(member, this.#queue.shift()!)
    }
    if (!crew?.isReady && !this.#busyHere && this.#queue.length > 0) void this.#here(this.#queue.shift()!)
  }

  #isMuch(): boolean {
    const limit = this.#options.startAbove ?? START_ABOVE
    if (limit === 0) return this.#queue.length > 0
    return this.#took.length === LATEST && this.#queue.length * Math.min(...this.#took) > limit
  }

  async #here(job: Job): Promise<void> {
    this.#busyHere = true
    const started = performance.now()
    try {
      const work = this.#options.functions[job.task]
      if (!work) throw new Error(`there is no compute task '${job.task}'`)
      job.resolve(await work(job.input as never, job.signal))
    } catch (error) {
      job.reject(error)
    }
    this.#busyHere = false
    this.#took.push(performance.now() - started)
    if (this.#took.length > LATEST) this.#took.shift()
    this.#schedule()
  }

  /** A thread that never came up would be tried again for ever: what waits is told. */
  #freed(lost: unknown): void {
    if (lost !== undefined) for (const job of this.#queue.splice(0)) job.reject(lost)
    this.#schedule()
  }
}
