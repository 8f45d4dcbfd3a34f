import {isObject, type JsonValue} from '../../../../formats/json/value.js'

const safe = 'bcdfghjklmnpqrstvwxz2456789'

/** FNV-1a over 32 bits. */
function fnv32(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) {
    hash ^= byte
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  return hash
}

function canonical(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value ?? null)
  const names = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
}

/** Hash of a pod template as it appears in names and labels: in the alphabet of generated names. */
export function templateHash(template: JsonValue | undefined, collisions = 0): string {
  const digits = String(fnv32(canonical(template) + (collisions > 0 ? String(collisions) : '')))
  return [...digits].map((digit) => safe[digit.charCodeAt(0) % safe.length]).join('')
}
