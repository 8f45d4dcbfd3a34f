import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {mergeMaps} from '../../../formats/json/merge-maps.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {trimSpace} from '../../gotemplate/go/unicode.js'
import {readDocuments} from '../chart/read-yaml.js'
import {mergeDocuments} from './merge-documents.js'
import {readJson, setLiteral, setValues} from './strvals.js'
import {copyOf} from './tables.js'

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
  // assignments reach into what the files hold
  if ((['setJson', 'set', 'setString', 'setFile', 'setLiteral'] as const).some((key) => options[key]?.length))
    values = copyOf(values)
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

/** What `--set-file` texts name: paths, addresses, or `-` for the standard input. */
export function filesNamedIn(options: ValueOptions): string[] {
  const names: string[] = []
  if (options.setFile?.length) {
    try {
      userValues(options, (name) => {
        names.push(name)
        return ''
      })
    } catch (error) {
      // who reads the values next is told, and what follows a fault is not asked for
      if (!(error instanceof FluxError)) throw error
    }
  }
  return names
}

/** A whole object, or assignments of JSON values. */
function withJson(values: JsonObject, text: string): JsonObject {
  const given = trimSpace(text)
  if (given.startsWith('{')) return mergeMaps(values, readJson(given) as JsonObject)
  setValues(text, values, 'json')
  return values
}

function named<T>(flag: string, text: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof FluxError)) throw error
    throw new FluxError('bad-set', `failed parsing --${flag} data${reason(flag, text, messageOf(error))}`, {
      hints: flag === 'set-json' ? [messageOf(error)] : error.hints,
      cause: error,
    })
  }
}

/** Helm does not say what is wrong with JSON, only where. */
function reason(flag: string, text: string, message: string): string {
  if (flag !== 'set-json') return `: ${message}`
  return trimSpace(text).startsWith('{') ? ` JSON: ${text}` : ` ${text}`
}

/** The map of a `--values` file. @throws FluxError `bad-values` */
export function readValuesFile(name: string, text: string): JsonObject {
  try {
    return mergeDocuments(readDocuments(text))
  } catch (error) {
    throw new FluxError('bad-values', `failed to parse ${name}: ${messageOf(error)}`, {
      cause: error,
    })
  }
}
