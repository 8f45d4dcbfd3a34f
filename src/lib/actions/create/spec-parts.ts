import {formatDuration} from '../../formats/duration/duration.js'
import type {JsonObject, JsonValue} from '../../formats/json/value.js'

/** The object without what Go's `omitempty` leaves out: absent, empty text, false, empty lists. */
export function omitEmpty(fields: {readonly [key: string]: JsonValue | undefined}): JsonObject {
  const kept: JsonObject = {}
  for (const [key, value] of Object.entries(fields)) {
    const empty = value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0)
    if (!empty) kept[key] = value
  }
  return kept
}

/** `{name}`, undefined for no name. */
export function nameRef(name: string | undefined): {name: string} | undefined {
  return name ? {name} : undefined
}

/** A duration in Go's form, undefined for zero. */
export function durationText(ms: number): string | undefined {
  return ms === 0 ? undefined : formatDuration(ms)
}

/** `spec.interval`, which is always written. */
export function intervalText(options: {readonly interval: number}): string {
  return formatDuration(options.interval)
}

/** `spec.timeout` of `--fetch-timeout`, which counts above zero only. */
export function fetchTimeout(ms: number): string | undefined {
  return durationText(Math.max(0, ms))
}

/** `spec.ignore` of `--ignore-paths`. */
export function ignoreText(paths: readonly string[] | undefined): string | undefined {
  return paths?.join('\n')
}

/** `<name>` or `<namespace>/<name>`; what follows an `@` is dropped, as flux does. */
export function dependencies(texts: readonly string[] | undefined): JsonObject[] {
  return (texts ?? []).map((text) => {
    const [ref = ''] = text.split('@')
    const slash = ref.indexOf('/')
    return slash < 0 ? {name: ref} : {name: ref.slice(slash + 1), ...omitEmpty({namespace: ref.slice(0, slash)})}
  })
}

/** `spec.kubeConfig` of `--kubeconfig-secret-ref`. */
export function kubeConfigRef(secret: string | undefined): JsonObject | undefined {
  return secret ? {secretRef: {name: secret}} : undefined
}
