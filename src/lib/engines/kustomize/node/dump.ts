import {FluxError} from '../../../errors/flux-error.js'
import {printYaml} from '../../../formats/yaml/print.js'
import {jsonOf} from './json-of.js'
import type {Node} from './node.js'

/** YAML text of a node, for messages. */
export function printNode(node: Node): string {
  try {
    return printYaml(jsonOf(node))
  } catch (error) {
    if (error instanceof FluxError) return ''
    throw error
  }
}
