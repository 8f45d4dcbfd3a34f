import type {JsonValue} from '../formats/json/value.js'
import {printYaml} from '../formats/yaml/print.js'
import type {KubeObject} from '../ports/kube.js'

/** One object of an export: a separator in front, no blank line behind it (cli reference 1.7). */
export function renderDocument(object: KubeObject): string {
  return `---\n${printYaml(object as JsonValue).trim()}\n`
}
