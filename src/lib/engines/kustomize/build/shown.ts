import {FluxError} from '../../../errors/flux-error.js'
import {KustomizeError} from '../error.js'
import {goMap} from '../go/print.js'
import type {Node} from '../node/node.js'

/** What cannot be printed is named whole, as kustomize does. */
export function shown<T>(node: Node, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof FluxError)) throw error
    throw new KustomizeError(`${goMap(node)}: ${error.message}`, {cause: error})
  }
}
