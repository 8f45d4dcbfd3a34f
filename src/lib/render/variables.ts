import type {SecretTrace} from '../engines/substitute/secret-trace.js'
import {isNotFound} from '../errors/api-error.js'
import {FluxError, messageOf} from '../errors/flux-error.js'
import {isObject, type JsonObject} from '../formats/json/value.js'
import type {KustomizationSpec} from '../kinds/types/kustomization.gen.js'
import {recordCopies, recordSecret} from './secret-variables.js'

export interface VariableSource {
  readonly kind: 'ConfigMap' | 'Secret'
  readonly name: string
}

/** Reads a ConfigMap or Secret of the Kustomization's namespace; throws what the server says. */
export type ReadVariableSource = (source: VariableSource) => Promise<JsonObject>

/**
 * The variables of a substitution: sources in their order, then the inline ones; line breaks are taken out of values.
 * Throws FluxError `build-failed` for a source that cannot be read and is not optional. `trace` gets what is secret of them.
 */
export async function loadVariables(
  postBuild: NonNullable<KustomizationSpec['postBuild']>,
  read: ReadVariableSource,
  trace?: SecretTrace,
): Promise<Map<string, string>> {
  const variables = new Map<string, string>()
  // those of another Kustomization
  trace?.variables.clear()
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
    for (const [name, text] of textsOf(object, source.kind)) {
      const value = withoutBreaks(text)
      variables.set(name, value)
      if (!trace) continue
      // another source may have set it before
      trace.variables.delete(name)
      if (source.kind !== 'Secret') continue
      trace.variables.add(name)
      recordSecret(text, trace)
    }
  }
  for (const [name, value] of Object.entries(postBuild.substitute ?? {})) {
    variables.set(name, withoutBreaks(value))
    trace?.variables.delete(name)
  }
  if (trace) recordCopies(variables, trace)
  return variables
}

const withoutBreaks = (text: string) => text.replaceAll('\n', '')

function textsOf(object: JsonObject, kind: string): [name: string, text: string][] {
  return Object.entries(isObject(object.data) ? object.data : {}).flatMap(([name, value]): [string, string][] => {
    if (typeof value !== 'string') return []
    return [[name, kind === 'Secret' ? Buffer.from(value, 'base64').toString() : value]]
  })
}

/** The CRD knows no other kinds; a file may have them, and Flux passes over those. */
const isReadable = ({kind}: {readonly kind: string}): boolean => kind === 'ConfigMap' || kind === 'Secret'
