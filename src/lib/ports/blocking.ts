/**
 * Runs what occupies the thread for long. An interrupt then ends the process at once, since nobody could answer it; no timer
 * fires either, so that the action calls `checkpoint` now and then: it throws FluxError `timeout` when `timeoutMs` have passed.
 */
export type Blocking = <T>(action: (checkpoint: () => void) => T, timeoutMs?: number) => T

/** For those who have no process to end: nothing but the action. */
export const unguarded: Blocking = (action) => action(() => undefined)
