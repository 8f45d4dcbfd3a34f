import type {ArtifactStore} from '../../ports/artifacts.js'
import type {Context} from '../../ports/context.js'

/** A Context whose artifacts can be written: what source controllers need. */
export type ControllerContext = Context & {readonly artifacts: ArtifactStore}

/** This process among others that hold Leases. */
export interface Instance {
  /** e.g. `flux-run_laptop_4711_4026531836-998` */
  readonly identity: string
  /** True when the holder is a run of this machine whose process is over; false when it works, or when that cannot be known. */
  isOver(holder: string): boolean
}

/** What `flux run` works with: its own Context, and one per controller with its own client, log and events. */
export type FleetContext = ControllerContext & {
  forController(name: string): ControllerContext
  readonly instance: Instance
}
