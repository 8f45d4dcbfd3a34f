import type {Clock, Tasks, Timer} from '../../../ports/clock.js'
import type {Log} from '../../../ports/observe.js'
import {isRace} from './local-client.js'

const RETRY_MS = 1000

/** Keys to work on, each once, in a later microtask; what fails is tried again after a second of the server's clock. */
export class Worklist {
  private readonly keys = new Set<string>()
  private readonly timers = new Map<string, Timer>()
  private scheduled = false
  private closed = false

  constructor(
    private readonly env: {readonly clock: Clock; readonly tasks: Tasks; readonly log: Log},
    private readonly name: string,
    private readonly work: (key: string) => void | Promise<void>,
  ) {}

  add(key: string): void {
    if (this.closed) return
    this.keys.add(key)
    if (this.scheduled) return
    this.scheduled = true
    void this.env.tasks.run(this.name, async () => {
      // a turn later, so that the write that caused this has answered
      await Promise.resolve()
      await this.drain()
    })
  }

  addAfter(key: string, ms: number): void {
    if (this.closed || this.timers.has(key)) return
    this.timers.set(
      key,
      this.env.clock.timer(ms, () => {
        this.timers.delete(key)
        this.add(key)
      }),
    )
  }

  close(): void {
    this.closed = true
    this.keys.clear()
    for (const timer of this.timers.values()) timer.cancel()
    this.timers.clear()
  }

  private async drain(): Promise<void> {
    for (;;) {
      const next = this.keys.values().next()
      if (next.done || this.closed) break
      this.keys.delete(next.value)
      try {
        await this.work(next.value)
      } catch (error) {
        if (!isRace(error)) this.env.log.error(`${this.name} failed`, error, {key: next.value})
        this.addAfter(next.value, RETRY_MS)
      }
    }
    this.scheduled = false
  }
}
