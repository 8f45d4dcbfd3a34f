import type {SchemaNode} from '../../schema/node.js'
import type {Advice, Rule, Source} from './advice.js'
import {commitTemplate} from './commit-template.js'
import {applyEdits, type Edit, Lines} from './edits.js'
import {recreate, summary} from './other-rules.js'
import {patches} from './patches.js'
import type {Targets} from './targets.js'
import {unknownFields} from './unknown-fields.js'
import {valuesFile} from './values-file.js'
import {findInLines, judge, type Upgrade, type Warning} from './version-lines.js'
import {findInYaml, isWhole, type YamlObject} from './yaml-objects.js'

const RULES: readonly Rule[] = [valuesFile, patches, commitTemplate, summary, recreate]

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
export function migrateText(text: string, targets: Targets, schemas: ReadonlyMap<string, SchemaNode>): Findings {
  const source: Source = {text, lines: new Lines(text), lineEnd: text.includes('\r\n') ? '\r\n' : '\n'}
  const yaml = findInYaml(text)
  const found = yaml ? inDocuments(source, yaml, targets) : findInLines(text, targets, {first: 1, offset: 0, comments: true})
  const upgrades = found.filter((item): item is Upgrade => 'to' in item)
  const advice = (yaml?.objects ?? []).filter((object) => isOurs(object, targets)).flatMap((object) => adviceFor(object, source))
  const edits: Edit[] = [
    ...upgrades.map(({start, from, to}) => ({start, end: start + from.length, text: to})),
    ...advice.flatMap((item) => item.edits),
  ]
  const now = edits.length > 0 ? applyEdits(text, edits) : undefined
  const items = [
    ...upgrades.map(({line, kind, from, to}) => ({line, kind: 'done' as const, message: `${kind} ${from} -> ${to}`})),
    ...found.filter((item): item is Warning => !('to' in item)).map((item) => ({...item, kind: 'fault' as const})),
    ...advice.map(({line, kind, message}) => ({line, kind: kind === 'rewrite' ? ('done' as const) : kind, message})),
    ...unknownIn(now ?? text, source, targets, schemas),
  ]
  return {items: items.toSorted((a, b) => a.line - b.line), text: now}
}

function inDocuments(source: Source, yaml: NonNullable<ReturnType<typeof findInYaml>>, targets: Targets): (Upgrade | Warning)[] {
  const {text, lines} = source
  const own = yaml.objects.flatMap(({apiVersion, kind, range}) => {
    const written = text.slice(range[0], range[1])
    // written with escapes: not worth guessing where
    if (!written.includes(apiVersion)) return []
    const start = (version: string) => range[0] + written.indexOf(apiVersion) + apiVersion.length - version.length
    const found = judge({apiVersion, kind, line: lines.lineAt(range[0]), start}, targets)
    return found ? [found] : []
  })
  const inner = yaml.blocks.flatMap(([start, end]) =>
    findInLines(text.slice(start, end), targets, {first: lines.lineAt(start), offset: start, comments: false}),
  )
  return [...own, ...inner].toSorted((a, b) => a.line - b.line)
}

/** One of our kinds. */
function isOurs(object: YamlObject, targets: Targets): boolean {
  return isWhole(object) && targets.has(`${object.apiVersion.split('/')[0]}/${object.kind}`)
}

function adviceFor(object: YamlObject, source: Source): Advice[] {
  const name = (message: string) => `${object.kind} ${message}`
  return RULES.flatMap((rule) => rule(object, source)).map((item) => ({...item, message: name(item.message)}))
}

/** Fields that the new version does not have; what a rule has said already is not said again. */
function unknownIn(text: string, source: Source, targets: Targets, schemas: ReadonlyMap<string, SchemaNode>) {
  const lines = text === source.text ? source.lines : new Lines(text)
  const objects = findInYaml(text)?.objects ?? []
  return objects
    .filter((object) => isOurs(object, targets))
    .flatMap((object) => unknownFields(object, lines, schemas))
    .filter(({message}) => !/\.(valuesFile|patchesStrategicMerge|patchesJson6902) in /.test(message))
    .map((item) => ({...item, kind: 'manual' as const}))
}
