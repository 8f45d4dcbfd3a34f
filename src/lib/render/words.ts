import {isObject, type JsonObject} from '../formats/json/value.js'
import {describe} from './describe.js'

/** How a failed build is worded: the command line of Flux words some faults otherwise than its controller. */
export interface RenderWords {
  /** the kustomization file cannot be read or made; `second` is what befell the cleaning up after that */
  file(message: string, second?: string): string
  /** the variables of an object */
  variables(object: JsonObject, message: string): string
}

export const CONTROLLER_WORDS: RenderWords = {
  file: (message) => message,
  variables: (object, message) => `post build failed for '${describe(object)}': ${message}`,
}

export const COMMAND_LINE_WORDS: RenderWords = {
  // its two wrapped errors, of which the second is hardly ever set
  file: (message, second = '<nil>') => `failed to generate kustomization.yaml: ${message} ${second}`,
  variables: (object, message) => `var substitution failed for '${nameOf(object)}': ${message}`,
}

const nameOf = (object: JsonObject) => (isObject(object.metadata) ? String(object.metadata.name) : '')
