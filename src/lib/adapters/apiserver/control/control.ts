import type {Clock, Random, Tasks} from '../../../ports/clock.js'
import type {Log} from '../../../ports/observe.js'

/** What the server's own controllers stand on. */
export interface ControlEnv {
  readonly clock: Clock
  readonly random: Random
  readonly tasks: Tasks
  readonly log: Log
}
