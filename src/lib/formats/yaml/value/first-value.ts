import type {JsonValue} from '../../json/value.js'
import {readSimpleYaml} from '../simple-json.js'
import {firstGoDocument} from './go-document.js'

/**
 * The value of the first document of a text, null when there is none: Go's Unmarshal reads no further.
 * @param text of `yamlText`
 * @throws GoYamlFault in go-yaml's words
 */
export function firstYamlValue(text: string): JsonValue {
  return readSimpleYaml(text) ?? firstGoDocument(text)
}
