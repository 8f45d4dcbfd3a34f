import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {mergeMaps} from '../../../formats/json/merge-maps.js'
import {parseJson} from '../../../formats/json/parse.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'

import {readDocuments, withDoubles} from '../chart/read-yaml.js'
import {mergeDocuments} from './merge-documents.js'
import {setLiteral, setValues} from './strvals.js'

/** What a user says of values, each list in the order in which it was typed. */
export interface ValueOptions {
  /** maps of `--values` files */
  readonly files?: readonly JsonObject[] | undefined
  readonly setJson?: readonly string[] | undefined
  readonly set?: readonly string[] | undefined
  readonly setString?: readonly string[] | undefined
  readonly setFile?: readonly string[] | undefined
  readonly setLiteral?: readonly string[] | undefined
}

/**
 * The user's values: files first, then the `--set` family in Helm's order, later ones winning (helm-engine reference 4.1).
 * @param read the text of a file that `--set-file` names
 * @throws FluxError `bad-set` that names the flag
 */
export function userValues(options: ValueOptions, read: (path: string) => string): JsonObject {
  let values: JsonObject = {}
  for (const file of options.files ?? []) values = mergeMaps(values, file)
  for (const text of options.setJson ?? []) values = named('set-json', text, () => withJson(values, text))
  const assign = (flag: string, texts: readonly string[] | undefined, action: (text: string) => void) => {
    for (const text of texts ?? []) named(flag, text, () => action(text))
  }
  assign('set', options.set, (text) => setValues(text, values))
  assign('set-string', options.setString, (text) => setValues(text, values, 'text'))
  assign('set-file', options.setFile, (text) => setValues(text, values, {resolve: read}))
  assign('set-literal', options.setLiteral, (text) => setLiteral(text, values))
  return values
}

/** Paths that `--set-file` texts name. */
export function filesNamedIn(texts: readonly string[] | undefined): string[] {
  const paths: string[] = []
  const note = (path: string) => paths.push(path)
  for (const text of texts ?? []) named('set-file', text, () => setValues(text, {}, {resolve: note}))
  return paths
}

/** A whole object, or assignments of JSON values. */
function withJson(values: JsonObject, text: string): JsonObject {
  if (!text.trim().startsWith('{')) {
    setValues(text, values, 'json')
    return values
  }
  const object = parseJson(text)
  return isObject(object) ? mergeMaps(values, withDoubles(object) as JsonObject) : values
}

function named<T>(flag: string, text: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof FluxError)) throw error
    throw new FluxError('bad-set', `failed parsing --${flag} ${reason(flag, text, messageOf(error))}`, {
      hints: error.hints,
      cause: error,
    })
  }
}

function reason(flag: string, text: string, message: string): string {
  if (flag !== 'set-json') return `data: ${message}`
  return text.trim().startsWith('{') ? `JSON: ${text}: ${message}` : `data ${text}`
}

/** The map of a `--values` file. @throws FluxError `bad-values` */
export function readValuesFile(name: string, text: string): JsonObject {
  try {
    return mergeDocuments(readDocuments(text, name))
  } catch (error) {
    throw new FluxError('bad-values', `failed to parse ${name}: ${messageOf(error)}`, {
      cause: error,
    })
  }
}
