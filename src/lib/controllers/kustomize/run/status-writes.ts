import {messageOf} from '../../../errors/flux-error.js'
import type {Clock, Timer} from '../../../ports/clock.js'
import type {Log} from '../../../ports/observe.js'
import type {Draft} from '../../runtime/conditions.js'
import type {StatusPatcher} from '../../runtime/status-patch.js'

/** Milliseconds of a run before its progress is shown: most are over by then, and spare the server the writes. */
const SHOW_AFTER = 2000

/** How the draft of one run gets to the server, one write after the other: each begins with what the one before wrote. */
export class StatusWrites {
  #timer: Timer | undefined
  #last: Promise<void> = Promise.resolve()

  constructor(
    private readonly draft: Draft,
    private readonly patcher: StatusPatcher,
    private readonly clock: Pick<Clock, 'timer'>,
    private readonly log: Log,
  ) {}

  /** The draft says how far the run is: the server is told unless the run is over very soon. */
  show(): void {
    this.#timer ??= this.clock.timer(SHOW_AFTER, () => {
      this.#timer = undefined
      this.#next(() => this.patcher.show(this.draft)).catch((error: unknown) => {
        this.log.debug('progress could not be written', {error: messageOf(error)})
      })
    })
  }

  /** Writes the inventory at once, and nothing else. */
  keepInventory(): Promise<void> {
    return this.#next(() => this.patcher.keep(this.draft, ['inventory']))
  }

  /** Writes all of the draft; nothing is shown any more. */
  finish(): Promise<void> {
    this.#timer?.cancel()
    return this.#next(() => this.patcher.patch(this.draft))
  }

  /** What a run that was stopped leaves behind: the status as it is, but for the inventory. */
  stop(): Promise<void> {
    this.#timer?.cancel()
    return this.keepInventory()
  }

  #next(write: () => Promise<void>): Promise<void> {
    const written = this.#last.then(write)
    this.#last = written.catch(() => undefined)
    return written
  }
}
