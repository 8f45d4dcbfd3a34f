import {isNotFound} from '../errors/api-error.js'
import {FluxError, messageOf} from '../errors/flux-error.js'
import {isObject, type JsonObject} from '../formats/json/value.js'
import type {KustomizationSpec} from '../kinds/types/kustomization.gen.js'

export interface VariableSource {
  readonly kind: 'ConfigMap' | 'Secret'
  readonly name: string
}

/** Reads a ConfigMap or Secret of the Kustomization's namespace; throws what the server says. */
export type ReadVariableSource = (source: VariableSource) => Promise<JsonObject>

/**
 * The variables of a substitution: sources in their order, then the inline ones; line breaks are taken out of values.
 * Throws FluxError `build-failed` for a source that cannot be read and is not optional.
 */
export async function loadVariables(
  postBuild: NonNullable<KustomizationSpec['postBuild']>,
  read: ReadVariableSource,
): Promise<Map<string, string>> {
  const variables = new Map<string, string>()
  for (const source of (postBuild.substituteFrom ?? []).filter(isReadable)) {
    let object: JsonObject
    try {
      object = await read({kind: source.kind, name: source.name})
    } catch (error) {
      if (source.optional && isNotFound(error)) continue
      throw new FluxError('build-failed', `substitute from '${source.kind}/${source.name}' error: ${messageOf(error)}`, {
        cause: error,
      })
    }
    for (const [name, text] of textsOf(object, source.kind)) variables.set(name, text)
  }
  for (const [name, value] of Object.entries(postBuild.substitute ?? {})) variables.set(name, value.replaceAll('\n', ''))
  return variables
}

/** The values that variables get from Secrets. */
export function secretVariables(secrets: readonly JsonObject[]): string[] {
  return secrets.flatMap((secret) => textsOf(secret, 'Secret').map(([, text]) => text))
}

function textsOf(object: JsonObject, kind: string): [name: string, text: string][] {
  return Object.entries(isObject(object.data) ? object.data : {}).flatMap(([name, value]): [string, string][] => {
    if (typeof value !== 'string') return []
    const text = kind === 'Secret' ? Buffer.from(value, 'base64').toString() : value
    return [[name, text.replaceAll('\n', '')]]
  })
}

/** The CRD knows no other kinds; a file may have them, and Flux passes over those. */
const isReadable = ({kind}: {readonly kind: string}): boolean => kind === 'ConfigMap' || kind === 'Secret'
