import type {Random} from '../../ports/clock.js'

/** What functions may know about the outside. A hermetic rendering has none of it. */
export interface Environment {
  /** milliseconds since the epoch, for `now`, `ago`, certificates */
  readonly now: () => number
  readonly random: Random
  /** IANA name of the zone that `date` prints in; UTC when absent */
  readonly zone?: string
}
