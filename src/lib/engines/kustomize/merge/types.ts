import type {Node} from '../node/node.js'
import type {MergeSchema} from '../schema/schema.js'

/** Merges what stands in one place of an object and of its patch; undefined when nothing is left of it. */
export type Merge = (dest: Node | undefined, patch: Node | undefined, schema: MergeSchema | undefined) => Node | undefined
