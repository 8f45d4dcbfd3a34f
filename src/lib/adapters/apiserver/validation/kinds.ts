import type {RuleTable} from './kind-rules.js'

/** Rules of the built-in kinds, by `group/Kind` or `group/version/Kind`. */
export const builtinRules: RuleTable = {}
