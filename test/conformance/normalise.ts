import type {Json} from './case.js'

type JsonObject = {[key: string]: Json}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function by(...fields: readonly string[]): (a: Json, b: Json) => number {
  const key = (value: Json) => JSON.stringify(fields.map((field) => (isObject(value) ? (value[field] ?? '') : '')))
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)
}

/** managedFields in the recordings' order, rules of an SelfSubjectRulesReview sorted by their JSON. */
export function normalised(value: Json): Json {
  if (Array.isArray(value)) return value.map(normalised)
  if (!isObject(value)) return value
  const copy: JsonObject = {}
  for (const [key, item] of Object.entries(value)) {
    copy[key] =
      key === 'managedFields' && Array.isArray(item)
        ? item.map(normalised).sort(by('operation', 'manager', 'apiVersion', 'subresource'))
        : normalised(item)
  }
  if (copy.kind === 'SelfSubjectRulesReview' && isObject(copy.status)) {
    for (const name of ['resourceRules', 'nonResourceRules']) {
      const rules = copy.status[name]
      if (Array.isArray(rules)) copy.status[name] = [...rules].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    }
  }
  return copy
}

/** `"unordered": true`: causes by field and message, the bracketed parts of the message in any order. */
export function unorderedForm(value: Json): Json {
  if (!isObject(value)) return value
  const copy = {...value}
  if (isObject(copy.details) && Array.isArray(copy.details.causes)) {
    copy.details = {...copy.details, causes: [...copy.details.causes].sort(by('field', 'message'))}
  }
  if (typeof copy.message === 'string') {
    const match = /^(.*?: )\[(.*)\]$/s.exec(copy.message)
    if (match) copy.message = `${match[1]}[${match[2]!.split(', ').sort().join(', ')}]`
  }
  return copy
}
