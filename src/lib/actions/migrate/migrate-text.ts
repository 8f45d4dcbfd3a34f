import {applyEdits, type Edit, Lines, offsetBefore, overlap, settled} from './edits.js'
import type {Advice, Rule, Source} from './fields/advice.js'
import {commitTemplate} from './fields/commit-template.js'
import {goneInLines} from './fields/gone-in-lines.js'
import {recreate, summary} from './fields/other-rules.js'
import {patches} from './fields/patches.js'
import {unknownFields} from './fields/unknown-fields.js'
import {valuesFile} from './fields/values-file.js'
import {withLastLine} from './last-line.js'
import type {Targets} from './targets.js'
import {inDocuments} from './versions/in-documents.js'
import {inLines} from './versions/in-lines.js'
import {OUR_NAMES, type Upgrade, type Warning} from './versions/judge.js'
import {mentions} from './versions/mentions.js'
import type {Schemas} from './versions/refusals.js'
import {type FoundInYaml, findInYaml, isWhole, type YamlObject, yamlFault} from './yaml-objects.js'

const RULES: readonly Rule[] = [valuesFile, patches, commitTemplate, summary, recreate]

/** An apiVersion that is none. */
const ODD_VERSION = /apiVersion: ?["']?[^\s/]+\/[^\s/]+\//

/** A selector of kustomize names no group. */
const NAMED = new RegExp(`\\b(?:${[...OUR_NAMES].join('|')})\\b`)

/** What a file needs, in the order of its lines. */
export interface Findings {
  /** `done`: part of the new text; `manual`: left to the user; `fault`: cannot be read */
  readonly items: readonly {line: number; kind: 'done' | 'manual' | 'fault'; message: string}[]
  /** the file as it should be; undefined when it is */
  readonly text: string | undefined
}

/**
 * Objects of a text brought to their versions in the target release. A text that is YAML is read as documents - whatever the
 * order of keys, quotes and comments -, any other one (a template) line by line as the reference does. Only the bytes of
 * what changes are touched.
 */
export function migrateText(text: string, targets: Targets, schemas: Schemas): Findings {
  // most files are about something else
  if (!/fluxcd\.io/i.test(text) && !ODD_VERSION.test(text) && !NAMED.test(text)) return {items: [], text: undefined}
  const source = sourceOf(text)
  const yaml = findInYaml(text)
  const understood = yaml ? inDocuments(source, yaml, {targets, schemas}) : inLines(text, targets, schemas)
  const found = [...understood, ...(yaml && !text.includes('{{') ? [] : mentions(text, targets, understood))]
  const upgrades = found.filter((item): item is Upgrade => 'to' in item)
  // an anchor's one for all objects that it stands in
  const places = new Map(upgrades.map(({start, from, to}) => [start, {start, end: start + from.length, text: to}]))
  const upgraded = applyEdits(text, [...places.values()])
  // fields after versions: lines are the same, and a field may hold an object whose version has changed
  const ended = yaml ? withLastLine(upgraded, source.lineEnd) : {text: upgraded, back: () => upgraded}
  const objects = yaml ? ourObjects(ended.text, targets) : []
  const advice = adviceFor(objects, ended.text)
  const edits = settled(
    ended.text,
    advice.flatMap((item) => item.edits),
  )
  const now = edits.length === 0 ? upgraded : ended.back(applyEdits(ended.text, edits))
  const lines = new Lines(ended.text)
  const items = [
    ...doneBy(upgrades),
    ...found.filter((item): item is Warning => !('to' in item)).map((item) => ({...item, kind: 'fault' as const})),
    ...(yaml ? repeatedIn(source, yaml, targets) : [...goneInLines(text), ...faultOf(text, upgrades.length > 0)]),
    ...advice.map(({line, kind, message}) => ({line, kind: kind === 'rewrite' ? ('done' as const) : kind, message})),
    ...(edits.length === 0 ? objects : ourObjects(now, targets))
      .flatMap((object) => unknownFields(object, schemas))
      .flatMap(({path, offset, message}) => {
        const line = lines.lineAt(offsetBefore(edits, offset))
        const told = advice.some((item) => item.kind === 'manual' && item.line === line && item.message.includes(path))
        return told ? [] : [{line, kind: 'manual' as const, message}]
      }),
  ]
  return {items: items.toSorted((a, b) => a.line - b.line), text: now === text ? undefined : now}
}

/** What is told of a text that is no YAML; a template is none by its nature. */
function faultOf(text: string, upgraded: boolean): Findings['items'] {
  const fault = text.includes('{{') ? undefined : yamlFault(text)
  if (!fault) return []
  const done = upgraded ? 'only versions that a reader of lines finds were changed' : 'left alone'
  return [{line: fault.line, kind: 'fault', message: `no YAML (${fault.message}): ${done}`}]
}

/** What reads the file takes one object of a document, or refuses it: a line between them was forgotten. */
function repeatedIn({lines}: Source, {objects, repeated}: FoundInYaml, targets: Targets): Findings['items'] {
  // only where we have something to say
  if (!objects.some((object) => targets.has(`${object.apiVersion.split('/')[0]}/${object.kind}`))) return []
  return repeated.map(({key, offset, begins}) => {
    const message = begins
      ? `another object begins in the same document (${key} stands twice): put --- in front of this line`
      : `${key} stands twice in one object: take one of them away`
    return {line: lines.lineAt(offset), kind: 'fault', message}
  })
}

function sourceOf(text: string): Source {
  return {text, lines: new Lines(text), lineEnd: text.includes('\r\n') ? '\r\n' : '\n'}
}

function doneBy(upgrades: readonly Upgrade[]): Findings['items'] {
  const items = upgrades.map(({line, kind, from, to, start, place}) => {
    const message = `${kind} ${from} -> ${to}${place ? ` in ${place}` : ''}`
    return [`${start} ${message}`, {line, kind: 'done' as const, message}] as const
  })
  // several objects of a kind with one anchor count once
  return [...new Map(items).values()]
}

/** One of our kinds. */
function isOurs(object: YamlObject, targets: Targets): boolean {
  return isWhole(object) && targets.has(`${object.apiVersion.split('/')[0]}/${object.kind}`)
}

/** All objects of our kinds; none in a text that is no YAML. */
const ourObjects = (text: string, targets: Targets) =>
  (findInYaml(text)?.objects ?? []).filter((object) => isOurs(object, targets))

/** What the rules say of all objects; what would touch bytes that another rule touches is left to the user. */
function adviceFor(objects: readonly YamlObject[], text: string): Advice[] {
  const source = sourceOf(text)
  const taken: Edit[] = []
  return objects.flatMap((object) =>
    RULES.flatMap((rule) => rule(object, source)).map((item): Advice => {
      const message = `${object.kind} ${item.message}`
      const clash = (edit: Edit) => taken.some((other) => edit.start < other.end && other.start < edit.end)
      if (overlap(item.edits) || item.edits.some(clash))
        return {...item, message: `${message}: left to you, what it stands in is rewritten`, kind: 'manual', edits: []}
      taken.push(...item.edits)
      return {...item, message}
    }),
  )
}
