import type {ArtifactStore} from '../../ports/artifacts.js'
import type {Context} from '../../ports/context.js'

/** A Context whose artifacts can be written: what source controllers need. */
export type ControllerContext = Context & {readonly artifacts: ArtifactStore}

/** What `flux run` works with: its own Context, and one per controller with its own client, log and events. */
export type FleetContext = ControllerContext & {
  forController(name: string): ControllerContext
}
