import {isObject, type JsonObject, type JsonValue} from '../../../src/lib/formats/json/value.js'

/** A pattern for recorded text: placeholders match what they stand for. */
function pattern(expected: string): RegExp {
  const escaped = expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/<(time|uid|n|pod|sha256|digest|tmp)>/g, '[^\\s"\']+')}$`)
}

/** True when `actual` is what was recorded. */
export function sameText(expected: string, actual: string): boolean {
  return expected === actual || pattern(expected).test(actual)
}

/** Two texts beside each other, where they differ. */
export function textDiff(expected: string, actual: string): string {
  const left = expected.split('\n')
  const right = actual.split('\n')
  const lines: string[] = []
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [a, b] = [left[index], right[index]]
    if (a !== undefined && b !== undefined && sameText(a, b)) continue
    if (a !== undefined) lines.push(`  - ${JSON.stringify(a)}`)
    if (b !== undefined) lines.push(`  + ${JSON.stringify(b)}`)
  }
  return lines.join('\n')
}

/** Paths at which two values differ; a recorded `<time>` matches any text. */
export function valueDiff(expected: JsonValue | undefined, actual: JsonValue | undefined, path = ''): string[] {
  if (typeof expected === 'string' && typeof actual === 'string' && sameText(expected, actual)) return []
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return Array.from({length: Math.max(expected.length, actual.length)}, (_, index) =>
      valueDiff(expected[index], actual[index], `${path}[${index}]`),
    ).flat()
  }
  if (isObject(expected) && isObject(actual)) {
    return [...new Set([...Object.keys(expected), ...Object.keys(actual)])].flatMap((key) =>
      valueDiff(expected[key], actual[key], `${path}.${key}`),
    )
  }
  return expected === actual ? [] : [`  ${path}: recorded ${JSON.stringify(expected)}, now ${JSON.stringify(actual)}`]
}

const VOLATILE = ['managedFields', 'resourceVersion', 'uid', 'generation', 'creationTimestamp']

/** An object as the corpus records it. */
export function recordedForm(object: JsonObject, before: JsonObject | undefined): JsonObject {
  const metadata = {...(object['metadata'] as JsonObject)}
  for (const key of VOLATILE) delete metadata[key]
  const form: JsonObject = {...object, metadata}
  if (before && JSON.stringify(before['status']) === JSON.stringify(object['status'])) delete form['status']
  return form
}
