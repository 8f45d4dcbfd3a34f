/** A place's time: which offset it has at an instant. */
export interface Zone {
  /** as `time.LoadLocation` knows it; `Local` is printed for the zone of the environment */
  readonly name: string
  /** seconds east of UTC, and the abbreviation */
  at(unix: number): {readonly offset: number; readonly abbreviation: string}
}

/** Time as the Context gives it: the system's, or a virtual one that a test or a rehearsal moves. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** The place whose time people are shown; UTC when absent. */
  readonly zone?: Zone | undefined
  /** Milliseconds of a clock that never jumps, for durations. */
  monotonic(): number
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** A signal that aborts after `ms` with a TimeoutError. */
  timeout(ms: number): AbortSignal
  /** Calls `fire` once after `ms`. `interval: true` marks a timer that only repeats routine work: nobody who waits for work to end waits for it. */
  timer(ms: number, fire: () => void, options?: {interval?: boolean}): Timer
}

export interface Timer {
  cancel(): void
}

/**
 * Counts running work and open I/O. Virtual time moves only while it is zero, so everything that waits for
 * the outside world (a socket, a disk, a worker) is wrapped in `run`.
 */
export interface Tasks {
  run<T>(name: string, work: () => Promise<T>): Promise<T>
  /** Work and I/O in flight. */
  readonly running: number
  /** Resolves once nothing is in flight (checked after the microtask queue and one turn of the event loop). */
  idle(signal?: AbortSignal): Promise<void>
}

export interface Random {
  /** Uniform in [0, 1). */
  float(): number
  bytes(length: number): Uint8Array
  /** RFC 4122 version 4. */
  uuid(): string
}
