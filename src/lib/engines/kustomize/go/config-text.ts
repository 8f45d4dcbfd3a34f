import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import {printYaml} from '../../../formats/yaml/print.js'
import {KustomizeError} from '../error.js'

/** A plugin's configuration as kustomize shows it: YAML without what is empty. */
export function configText(config: object): string {
  return printYaml(shownConfig(config))
}

/**
 * Kustomize hands the configuration of its own plugins over as text, in which a label or annotation `<<` is a merge.
 * @throws KustomizeError when there is one
 */
export function demandNoMerge(kind: string, config: object, pairs: readonly (ReadonlyMap<string, string> | undefined)[]): void {
  if (!pairs.some((map) => map?.has('<<'))) return
  throw new KustomizeError(
    `trouble configuring builtin ${kind} with config: \`\n${configText(config)}\`: error converting YAML to JSON: yaml: map merge requires map or sequence of maps as the value`,
  )
}

function shownConfig(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(shownConfig)
  if (typeof value !== 'object' || value === null) return value as JsonValue
  const result: JsonObject = {}
  for (const [key, member] of value instanceof Map ? value : Object.entries(value)) {
    if (!(value instanceof Map) && isEmpty(member)) continue
    result[String(key)] = shownConfig(member)
  }
  return result
}

function isEmpty(member: unknown): boolean {
  if (Array.isArray(member)) return member.length === 0
  return member === undefined || member === '' || member === false || (member instanceof Map && member.size === 0)
}
