import yaml from 'js-yaml'
import {FluxError, LimitExceeded, messageOf} from '../../errors/flux-error.js'
import {setOwn} from '../json/set-own.js'
import type {JsonObject, JsonValue} from '../json/value.js'
import {readerFault} from './reader.js'
import type {YamlDialect} from './scalar.js'
import {schemaFor} from './schema.js'
import {GoYamlFault} from './value/go-decoder.js'
import {goDocuments} from './value/go-document.js'
import {wideText} from './value/utf16.js'
import {yamlFault} from './yaml-fault.js'

/** Expanded nodes that a text with aliases may have, however small it is written. */
const MAX_EXPANDED = 2_000_000

export interface YamlOptions {
  /** for messages */
  readonly file?: string | undefined
  /** `kubernetes` (sigs.k8s.io/yaml, the default) or `kustomize` (yaml.v3: `yes` and `on` are strings) */
  readonly dialect?: YamlDialect | undefined
  /** characters; 32 Mi unless said otherwise */
  readonly maxLength?: number | undefined
}

export interface YamlDocument {
  readonly value: JsonValue
  /** 1-based line of the document's first content */
  readonly line: number
  /** place among all documents of the text, empty ones counted */
  readonly index: number
}

const MAX_LENGTH = 32 * 1024 * 1024
const MAX_DEPTH = 1000
const SCHEMAS: Readonly<Record<YamlDialect, yaml.Schema>> = {
  kubernetes: schemaFor('kubernetes'),
  kustomize: schemaFor('kustomize'),
}

/** The fields that js-yaml's listener sees and its type package does not name. */
interface LoaderState {
  line: number
  depth: number
}

/**
 * The documents of a YAML text, of one in UTF-16 too (as `yamlText` brings it); empty (null) ones are left out.
 * @throws FluxError `bad-yaml` with `FILE:LINE:COLUMN: reason`; LimitExceeded on too long, deep or alias-heavy input
 */
export function parseYamlDocuments(text: string, options: YamlOptions = {}): YamlDocument[] {
  const file = options.file ?? ''
  const dialect = options.dialect ?? 'kubernetes'
  const limit = options.maxLength ?? MAX_LENGTH
  if (text.length > limit)
    throw new LimitExceeded(`${at(file)}${text.length} characters of YAML are more than the limit of ${limit}`)
  const wide = wideText(text)
  if (wide?.fault !== undefined || wide?.hasHalf) {
    throw new FluxError('bad-yaml', `${file}:1:1: ${wide.fault ?? 'incomplete UTF-16 character'}`)
  }
  if (wide) return parseYamlDocuments(wide.text.replace(/^\ufeff/, ''), options)
  if (isOdd(text)) return readAsGo(text, dialect, file)
  const lines: number[] = []
  let last: LoaderState | undefined
  let fresh = false
  const listener = (event: yaml.EventType, state: unknown) => {
    const loader = (last = state as LoaderState)
    if (loader.depth > 2 || event === 'close') return
    if (loader.depth === 1) {
      lines.push(loader.line)
      fresh = true
    } else if (fresh) {
      // the first key or item: comments before it are passed by now
      lines[lines.length - 1] = loader.line
      fresh = false
    }
  }
  // sigs.k8s.io/yaml lets the last of two equal keys win, yaml.v3 refuses them
  const values = load(text, {schema: SCHEMAS[dialect], listener, json: dialect === 'kubernetes'}, file, () => last)
  const shared = text.includes('*') && text.includes('&')
  const documents: YamlDocument[] = []
  values.forEach((value, index) => {
    if (value === null || value === undefined) return
    documents.push({
      value: (shared ? unshare(value as JsonValue, at(file)) : value) as JsonValue,
      line: (lines[index] ?? 0) + 1,
      index,
    })
  })
  return documents
}

/**
 * What js-yaml reads otherwise than go-yaml, or refuses: tags, merges, maps, lists and nothing as keys, line breaks of other alphabets, ends of
 * documents, anchors of odd names, `\'` in quotes, and a block of text up to the last byte. Finds too much rather than too little.
 */
const ODD =
  /(?:^|[\s[{,])!|<<|(?:^|[\s[{,-])\?(?:\s|$)|[\]}]\s*:(?:\s|$)|(?:^|[\s{,])(?:~|null|Null|NULL|)\s*:(?:\s|$)|[\u0085\u2028\u2029]|[|>][-+\d]*#|^(?:\.\.\.|---\S)|(?:^|[\s[{,])[&*][\w-]*[^\w\s,\]}-]|\\'/m
const BLOCK = /[|>][-+0-9]*[ \t]*(?:#.*)?\r?\n/

function isOdd(text: string): boolean {
  return ODD.test(text) || (!text.endsWith('\n') && BLOCK.test(text))
}

function readAsGo(text: string, dialect: YamlDialect, file: string): YamlDocument[] {
  const documents: YamlDocument[] = []
  let index = 0
  try {
    for (const {value, line} of goDocuments(text, dialect)) {
      if (value !== null) documents.push({value, line, index})
      index++
    }
  } catch (error) {
    if (!(error instanceof GoYamlFault)) throw error
    if (/excessive aliasing|max depth/.test(error.message))
      throw new LimitExceeded(`${at(file, (error.line ?? 1) - 1)}${error.message}`)
    const words = error.message.replace(/^yaml: (line \d+: )?/, '')
    throw new FluxError('bad-yaml', `${file}:${error.line ?? 1}:1: ${words}`, {cause: error})
  }
  return documents
}

/**
 * The value of a text with one document; null when it is empty.
 * @throws FluxError `bad-yaml`, also for a second document
 */
export function parseYaml(text: string, options: YamlOptions = {}): JsonValue {
  const [first, second] = parseYamlDocuments(text, options)
  if (second !== undefined) {
    throw new FluxError('bad-yaml', `${options.file ?? ''}:${second.line}:1: expected a single document, found another one`)
  }
  return first?.value ?? null
}

function load(text: string, options: yaml.LoadOptions, file: string, state: () => LoaderState | undefined): unknown[] {
  try {
    return yaml.loadAll(text, null, {...options, maxDepth: MAX_DEPTH, maxTotalMergeKeys: 100_000} as yaml.LoadOptions)
  } catch (error) {
    if (error instanceof yaml.YAMLException) {
      const {reason, mark} = error
      if (/maxDepth|maxTotalMergeKeys/.test(reason)) throw new LimitExceeded(`${at(file, mark?.line)}${reason}`, {cause: error})
      const refused = readerFault(text)
      if (refused !== undefined) {
        const {problem, line, column} = refused
        throw new FluxError('bad-yaml', `${file}:${line + 1}:${column + 1}: ${problem}`, {cause: error})
      }
      // what everybody knows are the words of Go's reader
      const words = yamlFault(text)?.replace(/^yaml: (line \d+: )?/, '') ?? reason
      throw new FluxError('bad-yaml', `${file}:${(mark?.line ?? 0) + 1}:${(mark?.column ?? 0) + 1}: ${words}`, {cause: error})
    }
    if (error instanceof FluxError) throw new FluxError('bad-yaml', `${file}:${(state()?.line ?? 0) + 1}:1: ${error.message}`)
    throw new FluxError('bad-yaml', `${at(file)}${messageOf(error)}`, {cause: error})
  }
}

function at(file: string, line?: number): string {
  if (line !== undefined) return `${file}:${line + 1}: `
  return file === '' ? '' : `${file}: `
}

/**
 * A copy in which no two places share an object, so that changing one does not change the other.
 * @throws LimitExceeded for an alias bomb
 */
function unshare(value: JsonValue, where: string): JsonValue {
  let nodes = 0
  const copy = (item: JsonValue, depth: number): JsonValue => {
    if (item === null || typeof item !== 'object') return item
    if (++nodes > MAX_EXPANDED || depth > 1000) throw new LimitExceeded(`${where}document contains excessive aliasing`)
    if (Array.isArray(item)) {
      nodes += item.length
      return item.map((member) => copy(member, depth + 1))
    }
    const result: JsonObject = {}
    for (const [key, member] of Object.entries(item)) {
      nodes++
      setOwn(result, key, copy(member as JsonValue, depth + 1))
    }
    return result
  }
  return copy(value, 0)
}
