import type {Bindings} from './bindings.js'
import type {Json} from './case.js'

/** Differences of an answer from the recording, each with its path. */
export function differences(expected: Json, actual: Json | undefined, bindings: Bindings, path = ''): string[] {
  const at = path === '' ? '.' : path
  if (typeof expected === 'string') {
    const fault =
      actual === undefined ? `expected ${JSON.stringify(bindings.fill(expected))}, absent` : bindings.match(expected, actual)
    return fault ? [`${at}: ${fault}`] : []
  }
  if (expected === null || typeof expected !== 'object') {
    // the recording was read with doubles
    if (Object.is(expected, actual) || (typeof actual === 'bigint' && Number(actual) === expected)) return []
    return [`${at}: expected ${JSON.stringify(expected)}, ${actual === undefined ? 'absent' : `got ${brief(actual)}`}`]
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${at}: expected a list of ${expected.length}, got ${brief(actual)}`]
    const faults = expected.flatMap((item, index) =>
      index < actual.length
        ? differences(item, actual[index], bindings, `${path}[${index}]`)
        : [`${at}[${index}]: missing ${brief(item)}`],
    )
    for (let index = expected.length; index < actual.length; index++)
      faults.push(`${at}[${index}]: unexpected ${brief(actual[index])}`)
    return faults
  }
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) {
    return [`${at}: expected ${brief(expected)}, got ${brief(actual)}`]
  }
  const faults: string[] = []
  const seen = new Set<string>()
  for (const [key, item] of Object.entries(expected)) {
    const name = bindings.fill(key)
    seen.add(name)
    if (Object.hasOwn(actual, name)) faults.push(...differences(item, actual[name], bindings, `${path}.${name}`))
    else faults.push(`${path}.${name}: missing ${brief(item)}`)
  }
  for (const key of Object.keys(actual)) if (!seen.has(key)) faults.push(`${path}.${key}: unexpected ${brief(actual[key])}`)
  return faults
}

function brief(value: Json | undefined): string {
  const text = JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item)) ?? 'undefined'
  return text.length > 400 ? `${text.slice(0, 400)}...` : text
}
