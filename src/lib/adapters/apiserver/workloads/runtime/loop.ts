import {ApiError} from '../../../../errors/api-error.js'
import type {Timer} from '../../../../ports/clock.js'
import type {ControllerEnv} from '../../hooks.js'

const firstRetryMs = 5
const longestRetryMs = 60_000
/** Objects that are worked on before the process gets to breathe. */
const batch = 25

/**
 * The work queue of one controller: keys are worked on one at a time, each once however often it was asked for;
 * what fails is tried again with growing delay on the clock.
 */
export class Loop {
  readonly #env: ControllerEnv
  readonly #name: string
  readonly #work: (key: string) => Promise<void>
  readonly #keys = new Set<string>()
  readonly #later = new Map<string, {timer: Timer; at: number}>()
  readonly #failures = new Map<string, number>()
  #running = false
  #closed = false

  constructor(env: ControllerEnv, name: string, work: (key: string) => Promise<void>) {
    this.#env = env
    this.#name = name
    this.#work = work
  }

  add(key: string): void {
    if (this.#closed) return
    this.#keys.add(key)
    if (this.#running) return
    this.#running = true
    void this.#env.tasks.run(this.#name, () => this.#drain())
  }

  /** Adds the key after `ms`, or sooner when that is already planned. */
  addAfter(key: string, ms: number): void {
    if (this.#closed) return
    const at = this.#env.clock.now() + ms
    const planned = this.#later.get(key)
    if (planned && planned.at <= at) return
    planned?.timer.cancel()
    const timer = this.#env.clock.timer(Math.max(0, ms), () => {
      this.#later.delete(key)
      this.add(key)
    })
    this.#later.set(key, {timer, at})
  }

  close(): void {
    this.#closed = true
    this.#keys.clear()
    for (const {timer} of this.#later.values()) timer.cancel()
    this.#later.clear()
  }

  async #drain(): Promise<void> {
    // A turn later: the write that caused this has answered, and changes that come together are one.
    await Promise.resolve()
    let done = 0
    for (const key of this.#keys) {
      if (this.#closed) break
      this.#keys.delete(key)
      await this.#attempt(key)
      if (++done % batch === 0) await breathe()
    }
    this.#running = false
    // Whatever came in between the last look and now.
    if (this.#keys.size > 0 && !this.#closed) this.add(this.#keys.values().next().value as string)
  }

  async #attempt(key: string): Promise<void> {
    try {
      await this.#work(key)
      this.#failures.delete(key)
    } catch (error) {
      const failures = this.#failures.get(key) ?? 0
      this.#failures.set(key, failures + 1)
      // Somebody was faster: look again at what there is now.
      if (failures === 0 && error instanceof ApiError && (error.code === 404 || error.code === 409)) this.#keys.add(key)
      else {
        this.#env.log.debug(`${this.#name}: ${(error as Error).message}`, {key})
        this.addAfter(key, Math.min(firstRetryMs * 2 ** failures, longestRetryMs))
      }
    }
  }
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
