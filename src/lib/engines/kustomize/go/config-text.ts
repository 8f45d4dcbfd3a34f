import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import {printYaml} from '../../../formats/yaml/print.js'

/** A plugin's configuration as kustomize shows it: YAML without what is empty. */
export function configText(config: object): string {
  return printYaml(shownConfig(config))
}

function shownConfig(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(shownConfig)
  if (typeof value !== 'object' || value === null) return value as JsonValue
  const result: JsonObject = {}
  for (const [key, member] of value instanceof Map ? value : Object.entries(value)) {
    if (member === undefined || member === '' || member === false || (Array.isArray(member) && member.length === 0)) continue
    result[String(key)] = shownConfig(member)
  }
  return result
}
