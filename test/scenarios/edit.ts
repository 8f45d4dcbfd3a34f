import {isObject, type JsonObject, type JsonValue} from '../../src/lib/formats/json/value.js'
import type {ObjectRef} from '../../src/lib/ports/kube.js'
import type {Scenario} from './format.js'

/**
 * What `kubectl edit` changed: the recordings do not hold the text that was edited, but the next snapshot shows the
 * fields that belong to `kubectl-edit`, and their values.
 */
export function editOf(scenario: Scenario, stepIndex: number, ref: ObjectRef): JsonObject | undefined {
  for (const step of scenario.steps.slice(stepIndex + 1)) {
    if (step.do !== 'snapshot') continue
    const object = scenario.snapshots[step.name]?.objects.find((candidate) => {
      const metadata = candidate['metadata'] as {name?: string; namespace?: string}
      return candidate['kind'] === ref.kind && metadata.name === ref.name && (metadata.namespace ?? '') === (ref.namespace ?? '')
    })
    const entries = (object?.['managedFields'] ?? []) as JsonObject[]
    const entry = entries.find((candidate) => candidate['manager'] === 'kubectl-edit')
    if (object && entry && isObject(entry['fieldsV1'])) return pick(entry['fieldsV1'], object)
  }
  return undefined
}

/** The values of plain fields (`f:`) that the set names; fields of list items are left out. */
function pick(fields: JsonObject, from: JsonObject): JsonObject {
  const out: JsonObject = {}
  for (const [key, inner] of Object.entries(fields)) {
    if (!key.startsWith('f:') || !isObject(inner)) continue
    const name = key.slice(2)
    const value: JsonValue | undefined = from[name]
    const leaf = Object.keys(inner).length === 0
    out[name] = leaf || !isObject(value) ? value : pick(inner, value)
  }
  return out
}
