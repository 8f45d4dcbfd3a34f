import {Worker} from 'node:worker_threads'
import {LimitExceeded} from '../../../errors/flux-error.js'
import {errorOf} from './fault.js'
import {type Answer, isOutOfMemory} from './serve-tasks.js'

/** One task that somebody waits for; it settles once. */
export interface Job {
  readonly task: string
  readonly input: unknown
  readonly signal: AbortSignal | undefined
  resolve(output: unknown): void
  reject(reason: unknown): void
}

/** One worker thread and what it is doing. */
export interface Member {
  readonly worker: Worker
  ready: boolean
  job: Job | undefined
}

/**
 * Worker threads that run one task each. They keep the process alive only while they work. `onFree` is called whenever a
 * thread has become ready for the next task, or has ended.
 */
export class Crew {
  readonly #members = new Set<Member>()
  #ids = 0

  constructor(
    private readonly entry: URL,
    private readonly onFree: (lost?: unknown) => void,
  ) {}

  get size(): number {
    return this.#members.size
  }

  free(): Member | undefined {
    for (const member of this.#members) if (member.ready && member.job === undefined) return member
    return undefined
  }

  get isReady(): boolean {
    for (const member of this.#members) if (member.ready) return true
    return false
  }

  grow(): void {
    // flags of this process are not for its threads: --input-type alone would keep them from starting
    const worker = new Worker(this.entry, {execArgv: []})
    const member: Member = {worker, ready: false, job: undefined}
    this.#members.add(member)
    worker.on('message', (answer: Answer) => this.#answered(member, answer))
    worker.on('error', (error) => this.#lost(member, error))
    worker.on('exit', (code) => this.#lost(member, new Error(`a worker thread ended with ${code}`)))
    worker.unref()
  }

  give(member: Member, job: Job): void {
    try {
      member.worker.postMessage({id: ++this.#ids, task: job.task, input: job.input})
    } catch (error) {
      // what cannot be cloned has not left
      job.reject(error)
      return
    }
    member.job = job
    member.worker.ref()
  }

  /** Ends the thread that does a job: code that runs cannot be asked to stop. True when there was one. */
  interrupt(job: Job): boolean {
    for (const member of this.#members) {
      if (member.job !== job) continue
      member.job = undefined
      this.#members.delete(member)
      void member.worker.terminate()
      return true
    }
    return false
  }

  async close(reason: unknown): Promise<void> {
    const all = [...this.#members]
    this.#members.clear()
    for (const {job} of all) job?.reject(reason)
    await Promise.all(all.map(({worker}) => worker.terminate()))
  }

  #answered(member: Member, {id, output, fault}: Answer): void {
    if (!this.#members.has(member)) return
    if (id === 0) member.ready = true
    else {
      const {job} = member
      member.job = undefined
      member.worker.unref()
      if (fault) job?.reject(errorOf(fault))
      else job?.resolve(output)
    }
    this.onFree()
  }

  #lost(member: Member, error: unknown): void {
    if (!this.#members.delete(member)) return
    const {job, ready} = member
    job?.reject(isOutOfMemory(error) ? new LimitExceeded('the task needs more memory than a thread has', {cause: error}) : error)
    this.onFree(ready ? undefined : error)
  }
}
