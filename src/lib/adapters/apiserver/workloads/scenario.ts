import {FluxError} from '../../../errors/flux-error.js'
import {parseDuration} from '../../../formats/duration/duration.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {parseYaml} from '../../../formats/yaml/parse.js'
import type {KubeObject} from '../../../ports/kube.js'

/** What pods of the objects that a rule fits shall do; the words and values are those of the annotations. */
export type Settings = Readonly<Record<string, string>>

/** One rule of a scenario: all that `match` names must fit; no `match` fits everything. */
export interface ScenarioRule {
  readonly match?: {
    readonly kind?: string
    readonly namespace?: string
    /** `*` stands for any text, in namespaces too */
    readonly name?: string
    readonly labels?: Readonly<Record<string, string>>
  }
  readonly settings: Settings
}

/** Go durations, true or false, reasons of a kubelet, exit codes. */
const WORDS: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  delay: isDuration,
  hang: (value) => typeof value === 'boolean',
  fail: (value) => typeof value === 'string' && /^[A-Za-z]+$/.test(value),
  flap: isDuration,
  'exit-code': (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255,
}
const MATCH = ['kind', 'namespace', 'name', 'labels']

/**
 * The rules of a scenario file: a YAML list of `{match: {kind, namespace, name, labels}, delay|hang|fail|flap|exit-code: ...}`.
 * Throws FluxError `bad-scenario` that names file and rule.
 */
export function parseScenario(text: string, file: string): readonly ScenarioRule[] {
  const list = parseYaml(text, {file})
  if (!Array.isArray(list)) throw fault(file, 'a list of rules is expected')
  return list.map((rule, index) => readRule(rule, (words) => fault(file, `rule ${index + 1}: ${words}`)))
}

function readRule(rule: JsonValue, wrong: (words: string) => FluxError): ScenarioRule {
  if (!isObject(rule)) throw wrong('a mapping is expected')
  const {match = {}, ...told} = rule
  if (!isObject(match)) throw wrong('match is a mapping')
  const odd = Object.keys(match).find((word) => !MATCH.includes(word))
  if (odd !== undefined) throw wrong(`match.${odd} is unknown: there are ${MATCH.join(', ')}`)
  const {labels = {}, ...texts} = match
  const plain =
    isObject(labels) && [...Object.values(labels), ...Object.values(texts)].every((value) => typeof value === 'string')
  if (!plain) throw wrong('match holds texts, and labels a mapping of texts')
  for (const [word, value] of Object.entries(told)) {
    if (!Object.hasOwn(WORDS, word)) throw wrong(`${word} is unknown: there are match, ${Object.keys(WORDS).join(', ')}`)
    if (value === undefined || !WORDS[word]!(value)) throw wrong(`${word} cannot be ${JSON.stringify(value)}`)
  }
  if (Object.keys(told).length === 0) throw wrong(`it says nothing: there are ${Object.keys(WORDS).join(', ')}`)
  const settings = Object.fromEntries(Object.entries(told).map(([word, value]) => [word, String(value)]))
  return {match: match as ScenarioRule['match'] & JsonObject, settings}
}

/** Settings for the object; of several rules that fit, the first that names a word says it. */
export function settingsFor(scenario: readonly ScenarioRule[], object: KubeObject): Settings {
  const settings: Record<string, string> = {}
  for (const {match, settings: told} of scenario) {
    if (fits(match ?? {}, object)) for (const [word, value] of Object.entries(told)) settings[word] ??= value
  }
  return settings
}

function fits(match: NonNullable<ScenarioRule['match']>, {kind, metadata}: KubeObject): boolean {
  const {labels = {}} = match
  return (
    (match.kind === undefined || match.kind === kind) &&
    like(match.namespace, metadata.namespace ?? '') &&
    like(match.name, metadata.name ?? '') &&
    Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value)
  )
}

/** Pieces between stars in order, so that no pattern takes long. */
function like(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true
  const pieces = pattern.split('*')
  const first = pieces[0]!
  if (pieces.length === 1) return text === pattern
  const last = pieces.at(-1)!
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return at <= text.length - last.length
}

function isDuration(value: JsonValue): boolean {
  try {
    return typeof value === 'string' && parseDuration(value) >= 0
  } catch {
    return false
  }
}

const fault = (file: string, words: string) => new FluxError('bad-scenario', `${file}: ${words}`)
