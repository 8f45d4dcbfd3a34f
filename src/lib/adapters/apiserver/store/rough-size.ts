import {isObject, type JsonValue} from '../../../formats/json/value.js'

const SAMPLES = 16

/** About how many bytes a value takes: texts and a little for each part. Long texts make objects large, so this is quick. */
function sizeOf(value: JsonValue | undefined): number {
  if (typeof value === 'string') return value.length + 16
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 16)
  if (!isObject(value)) return 8
  let size = 32
  for (const key in value) size += 16 + sizeOf(value[key])
  return size
}

/** About how many bytes the last `count` of many objects take, by a sample of them. */
export function roughSize<T>(items: readonly T[], count: number, objectOf: (item: T) => object | undefined): number {
  const samples = Math.min(SAMPLES, count)
  let sum = 0
  for (let at = 1; at <= samples; at++) {
    sum += sizeOf(objectOf(items[items.length - Math.ceil((at * count) / samples)]!) as JsonValue | undefined)
  }
  return samples === 0 ? 0 : (sum / samples) * count
}
