import type {Outcome} from './apply-entry.js'
import type {Manifest} from './read-manifests.js'

/** What came of one object of a file. */
export interface Restored extends Manifest, Outcome {}
