import {FluxError} from '../../../errors/flux-error.js'
import {goFloat} from '../../../errors/go-float.js'
import {goQuote} from '../../../errors/go-quote.js'
import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {parseVersion} from '../../../formats/semver/version.js'
import {textOf} from './chart.js'

const ALIAS = /^[a-zA-Z0-9_-]+$/
/** What Go calls neither graphic nor a space. */
const NOT_PRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu

const TEXTS = [
  'name',
  'home',
  'version',
  'description',
  'icon',
  'apiVersion',
  'condition',
  'tags',
  'appVersion',
  'kubeVersion',
  'type',
]
const DEPENDENCY = ['name', 'version', 'repository', 'condition', 'alias']

/**
 * Chart.yaml as Helm keeps it: what is read as text is text whatever YAML made of it, its spaces are plain ones, what
 * cannot be printed is gone.
 * @throws FluxError `bad-chart` with Helm's words (helm-engine reference 2)
 */
export function checkedMetadata(raw: JsonObject): JsonObject {
  const metadata: JsonObject = withTexts(raw, TEXTS)
  for (const key of ['sources', 'keywords']) metadata[key] = listOf(metadata[key]).map(textual)
  metadata.maintainers = listOf(metadata.maintainers).map((item) =>
    isObject(item) ? withTexts(item, ['name', 'email', 'url']) : item,
  )
  if (Array.isArray(metadata.dependencies)) {
    metadata.dependencies = metadata.dependencies.map((item) =>
      isObject(item) ? {...withTexts(item, DEPENDENCY), tags: listOf(item.tags).map(textual)} : item,
    )
  } else delete metadata.dependencies
  // annotations keep their spaces and line breaks
  const {annotations} = metadata
  if (isObject(annotations)) metadata.annotations = withTexts(annotations, Object.keys(annotations), asText)
  check(metadata)
  return metadata
}

function withTexts(
  object: JsonObject,
  keys: readonly string[],
  text: (value: JsonValue | undefined) => string = textual,
): JsonObject {
  const result: JsonObject = {...object}
  for (const key of keys) if (result[key] !== undefined) setOwn(result, key, text(result[key]))
  return result
}

function textual(value: JsonValue | undefined): string {
  return sanitized(asText(value))
}

function asText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : goFloat(value)
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value)
}

function sanitized(text: string): string {
  return text.replaceAll(/\s/gu, ' ').replaceAll(NOT_PRINTABLE, '')
}

function check(metadata: JsonObject): void {
  if (textOf(metadata, 'apiVersion') === '') throw invalid('chart.metadata.apiVersion is required')
  const name = textOf(metadata, 'name')
  if (name === '') throw invalid('chart.metadata.name is required')
  if (name.includes('/') || name === '.' || name === '..') throw invalid(`chart.metadata.name ${goQuote(name)} is invalid`)
  const version = textOf(metadata, 'version')
  if (version === '') throw invalid('chart.metadata.version is required')
  if (!isVersion(version)) throw invalid(`chart.metadata.version ${goQuote(version)} is invalid`)
  const type = textOf(metadata, 'type')
  if (!['', 'application', 'library'].includes(type)) throw invalid('chart.metadata.type must be application or library')
  for (const item of listOf(metadata.maintainers)) {
    if (!isObject(item)) throw invalid('maintainers must not contain empty or null nodes')
  }
  checkDependencies(listOf(metadata.dependencies))
}

function checkDependencies(dependencies: readonly JsonValue[]): void {
  const taken = new Set<string>()
  for (const item of dependencies) {
    if (!isObject(item)) throw invalid('dependencies must not contain empty or null nodes')
    const alias = textOf(item, 'alias')
    if (alias !== '' && !ALIAS.test(alias)) {
      throw invalid(`dependency ${goQuote(textOf(item, 'name'))} has disallowed characters in the alias`)
    }
    const key = alias || textOf(item, 'name')
    if (taken.has(key)) throw invalid(`more than one dependency with name or alias ${goQuote(key)}`)
    taken.add(key)
  }
}

function isVersion(text: string): boolean {
  try {
    parseVersion(text)
    return true
  } catch {
    return false
  }
}

export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

function invalid(message: string): FluxError {
  return new FluxError('bad-chart', `validation: ${message}`, {hints: ['correct Chart.yaml']})
}
