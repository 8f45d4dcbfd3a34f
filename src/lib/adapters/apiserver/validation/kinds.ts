import {coreGroup} from './core/core-group.js'
import {apiGroups} from './groups/api-groups.js'
import type {RuleTable} from './kind-rules.js'

/** Rules of the built-in kinds, by `group/Kind` or `group/version/Kind`. */
export const builtinRules: RuleTable = {...coreGroup, ...apiGroups}
