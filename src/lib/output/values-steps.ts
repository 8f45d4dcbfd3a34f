import {messageOf} from '../errors/flux-error.js'

/** What controllers and commands alike say of a reference in `spec.valuesFrom` (helm-controller reference 7). */
const UNRESOLVED =
  /could not resolve (?:optional )?(Secret|ConfigMap) chart values reference '([^/']*)\/([^']*)' with key '([^']*)': ([^\n]*)/

const WITHOUT = 'or do without it: spec.valuesFrom[].optional: true'

/**
 * Where to look when an object of `spec.valuesFrom`, or its key, is missing or cannot be read; empty for all other errors.
 * `offline`: no cluster has been asked.
 */
export function valuesSteps(error: unknown, offline: boolean): string[] {
  const [, kind = '', namespace = '', name = '', key = '', why = ''] = UNRESOLVED.exec(messageOf(error)) ?? []
  if (kind === '') return []
  const resource = kind.toLowerCase()
  const missing = / not found$/.test(why) && why !== 'key not found'
  if (offline) {
    if (missing) return [`name a file that has ${kind} ${name} with --values-from`, WITHOUT]
    return why === 'key not found' ? [`put ${key} into ${kind} ${name}, or name the key that it has with valuesKey`, WITHOUT] : []
  }
  if (missing) return [`see what there is: kubectl get ${resource}s -n ${namespace}`, WITHOUT]
  // describe tells the keys of a Secret without their values
  const look = `kubectl describe ${resource} ${name} -n ${namespace}`
  if (why === 'key not found')
    return [`see which keys it has: ${look}`, 'name one of them with spec.valuesFrom[].valuesKey', WITHOUT]
  return []
}
