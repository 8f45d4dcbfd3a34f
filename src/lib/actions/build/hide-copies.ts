import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'

/** Always the whole object as kubectl applied it. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
/** Shorter values are words that any annotation may have. */
const SHORTEST = 6
const MAPS = ['annotations', 'labels'] as const

/** Every value of a Secret, as it is kept and decoded. */
export function secretValues(secrets: readonly KubeObject[]): readonly string[] {
  const values = new Set<string>()
  for (const {data, stringData} of secrets) {
    for (const value of isObject(data) ? Object.values(data) : []) {
      const text = String(value).trim()
      values.add(text).add(Buffer.from(text, 'base64').toString().trim())
    }
    for (const value of isObject(stringData) ? Object.values(stringData) : []) {
      const text = String(value).trim()
      values.add(text).add(Buffer.from(text).toString('base64'))
    }
  }
  return [...values].filter((value) => value.length >= SHORTEST)
}

/**
 * A Secret whose annotations and labels hold no copy of its values: tools note whole objects there (kubectl's last applied
 * configuration, patches, packed states), also values of long ago. A text that may hold one is hidden as a whole.
 */
export function hideCopies(
  secret: KubeObject,
  values: readonly string[],
  mask: (map: string, key: string) => string,
): KubeObject {
  const metadata: JsonObject = {...(secret.metadata as unknown as JsonObject)}
  for (const name of MAPS) {
    const map = metadata[name]
    if (!isObject(map)) continue
    const hidden = (key: string, value: unknown) => key === LAST_APPLIED || mayHoldCopy(String(value), values)
    metadata[name] = Object.fromEntries(
      Object.entries(map).map(([key, value]) => [key, hidden(key, value) ? mask(name, key) : value]),
    )
  }
  return {...secret, metadata: metadata as KubeObject['metadata']}
}

function mayHoldCopy(text: string, values: readonly string[]): boolean {
  // JSON and its patches, YAML, gzip in base64
  if (/^\s*[{[]|^\s*(?:string)?data\s*:|^\s*H4sI/im.test(text)) return true
  return values.some((value) => text.includes(value))
}
