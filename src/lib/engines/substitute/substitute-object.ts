import {FluxError, messageOf} from '../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {parseYaml} from '../../formats/yaml/parse.js'
import {printYaml} from '../../formats/yaml/print.js'
import {yamlFault} from '../../formats/yaml/yaml-fault.js'
import {markedText} from './secret-marks.js'
import {recordNew, recordScalars} from './secret-scalars.js'
import type {SecretTrace} from './secret-trace.js'
import {type SubstituteVariables, substituteText} from './substitute-text.js'

const NAME = /^[_a-zA-Z][_a-zA-Z0-9]*$/

/** Label or annotation that keeps an object as it is; the value is matched exactly. */
const SWITCH = 'kustomize.toolkit.fluxcd.io/substitute'

/** True when label or annotation say that this object is not to be touched. */
export function substitutionDisabled(object: JsonObject): boolean {
  if (!isObject(object.metadata)) return false
  const {labels, annotations} = object.metadata
  return (isObject(labels) && labels[SWITCH] === 'disabled') || (isObject(annotations) && annotations[SWITCH] === 'disabled')
}

/** Throws FluxError `bad-substitution` for the first name (in sorted order) that is no variable name, used or not. */
export function checkVariableNames(variables: SubstituteVariables): void {
  for (const name of [...variables.keys()].sort()) {
    if (!NAME.test(name)) {
      throw new FluxError('bad-substitution', `'${name}' var name is invalid, must match '^[_[:alpha:]][_[:alpha:][:digit:]]*$'`)
    }
  }
}

/**
 * An object with its expressions replaced, as Flux does it: over the whole text of its YAML, which is then read
 * again as YAML 1.1, so that values take the type (or structure) that they look like. Returns the same object when it has
 * no `$` at all. Names are to be checked before (`checkVariableNames`). `trace` gets what became of secrets, also when it fails.
 */
export function substituteObject(
  object: JsonObject,
  variables: SubstituteVariables,
  strict: boolean,
  trace?: SecretTrace,
): JsonObject {
  if (!hasDollar(object)) return object
  let text: string
  let record: ((result: JsonObject) => void) | undefined
  try {
    const yaml = printYaml(object)
    record = trace && recordSecrets(object, yaml, variables, trace)
    text = substituteText(yaml, variables, strict)
  } catch (error) {
    throw new FluxError('bad-substitution', `variable substitution failed: ${messageOf(error)}`, {cause: error})
  }
  const result = read(text)
  if (!isObject(result)) throw new FluxError('bad-substitution', 'substitution left no object')
  record?.(result)
  return result
}

/** Words of a result that a message about it may quote alone. */
const WORD = /[\p{L}\p{N}_-]+/gu

/** Notes what is known before the text is read; the rest comes with the object that was read. */
function recordSecrets(object: JsonObject, yaml: string, variables: SubstituteVariables, trace: SecretTrace) {
  const results = new Set<string>()
  const text = markedText(yaml, variables, trace, results)
  if (results.size === 0) return undefined
  const places = recordScalars(text, results, trace)
  if (!places) {
    for (const result of results)
      for (const [word] of result.matchAll(WORD)) for (const set of [trace.texts, trace.keys]) set.add(word)
  }
  return (result: JsonObject) => {
    if (!places) recordNew(result, object, trace)
    else if (places.length > 0) trace.places.set(result, places)
  }
}

/** The text that substitution left, or the fault of it in the words of Go's reader. */
function read(text: string): JsonValue {
  try {
    return parseYaml(text, {dialect: 'kubernetes'})
  } catch (error) {
    const words = yamlFault(text) ?? messageOf(error).replace(/^:\d+:\d+: /, '')
    throw new FluxError('bad-substitution', `YAMLToJSON: ${words}`, {cause: error})
  }
}

function hasDollar(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return value.includes('$')
  if (Array.isArray(value)) return value.some(hasDollar)
  if (!isObject(value)) return false
  for (const key in value) if (key.includes('$') || hasDollar(value[key])) return true
  return false
}
