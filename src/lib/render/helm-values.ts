import {withDoubles} from '../engines/helm/chart/read-yaml.js'
import {readYamlMap} from '../engines/helm/go-yaml/read-yaml.js'
import {setLiteral, setValues} from '../engines/helm/values/strvals.js'
import {isNotFound} from '../errors/api-error.js'
import {FluxError, messageOf} from '../errors/flux-error.js'
import {mergeMaps} from '../formats/json/merge-maps.js'
import {isObject, type JsonObject, type JsonValue} from '../formats/json/value.js'
import {printable, yamlText} from '../formats/yaml/reader.js'
import type {HelmReleaseSpec} from '../kinds/types/helmrelease.gen.js'
import type {ReadVariableSource} from './variables.js'

type Reference = NonNullable<HelmReleaseSpec['valuesFrom']>[number]

/**
 * The values of a HelmRelease (helm-controller reference 7): references in their order, then the inline ones; a reference
 * with a path is set into the inline values. Throws FluxError for a reference that cannot be resolved.
 */
export async function composeValues(
  spec: Pick<HelmReleaseSpec, 'values' | 'valuesFrom'>,
  namespace: string,
  read: ReadVariableSource,
): Promise<JsonObject> {
  // what is no mapping is none, as for the controller; paths are set in place, so this is a copy of what the caller holds
  const given = spec.values as JsonValue | undefined
  const inline = isObject(given) ? (withDoubles(given) as JsonObject) : {}
  let result: JsonObject = {}
  for (const reference of spec.valuesFrom ?? []) {
    const text = await referencedText(reference, namespace, read)
    if (text === undefined) continue
    try {
      if (reference.targetPath) {
        result = mergeMaps(result, inline)
        setAt(result, reference, printable(text))
      } else result = mergeMaps(result, mappingOf(text))
    } catch (error) {
      throw unresolved(reference, namespace, messageOf(error), error)
    }
  }
  return mergeMaps(result, inline)
}

/** The text behind a reference; undefined when it may be missing. */
async function referencedText(reference: Reference, namespace: string, read: ReadVariableSource): Promise<string | undefined> {
  const {kind, name, optional} = reference
  let object: JsonObject
  try {
    object = await read({kind, name})
  } catch (error) {
    if (optional && isNotFound(error)) return undefined
    throw unresolved(reference, namespace, messageOf(error), error)
  }
  const value = isObject(object.data) ? object.data[keyOf(reference)] : undefined
  if (typeof value === 'string') return kind === 'Secret' ? yamlText(Buffer.from(value, 'base64')) : value
  if (optional) return undefined
  throw unresolved(reference, namespace, 'key not found', undefined)
}

const keyOf = (reference: Reference) => reference.valuesKey || 'values.yaml'

function unresolved(reference: Reference, namespace: string, reason: string, cause: unknown): FluxError {
  const what = `${reference.optional ? 'optional ' : ''}${reference.kind} chart values reference`
  const where = `'${namespace}/${reference.name}' with key '${keyOf(reference)}'`
  return new FluxError('bad-values', `could not resolve ${what} ${where}: ${reason}`, {cause})
}

/** The first document of a text, as Helm reads values. */
function mappingOf(text: string): JsonObject {
  return withDoubles(readYamlMap(text, 'common.Values')) as JsonObject
}

/** A quoted value is text, any other one has the type that `--set` gives it. */
function setAt(target: JsonObject, {targetPath, literal}: Reference, text: string): void {
  const quote = /^(['"])([\s\S]*)\1$/.exec(text)
  if (literal) setLiteral(`${targetPath}=${text}`, target)
  else if (quote) setValues(`${targetPath}=${quote[2]}`, target, 'text')
  else setValues(`${targetPath}=${text}`, target)
}
