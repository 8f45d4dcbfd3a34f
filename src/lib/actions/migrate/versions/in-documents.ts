import type {Source} from '../fields/advice.js'
import type {Targets} from '../targets.js'
import {type FoundInYaml, rangeOf, type YamlObject} from '../yaml-objects.js'
import {judge, type Upgrade, type Warning} from './judge.js'
import {refusalInLines, refusalOf, type Schemas} from './refusals.js'
import {inSelectors} from './selectors.js'
import {findInLines} from './version-lines.js'

interface Wanted {
  readonly targets: Targets
  readonly schemas: Schemas
}

type Found = Upgrade | Warning

/** What the documents of a text need: objects, selectors, and manifests inside of strings. */
export function inDocuments(source: Source, yaml: FoundInYaml, wanted: Wanted): Found[] {
  const shared = new Set<unknown>(yaml.shared)
  const byVersion = grouped(yaml.objects)
  const own = [...byVersion.values()].flatMap((objects) => atOneVersion(objects, shared.has(objects[0]!.written), source, wanted))
  const inner = yaml.blocks.flatMap((range) => inBlock(source, range, wanted))
  return [...own, ...inSelectors(yaml.selectors, source, wanted), ...inner].toSorted((a, b) => a.line - b.line)
}

function grouped(objects: readonly YamlObject[]): Map<unknown, YamlObject[]> {
  const groups = new Map<unknown, YamlObject[]>()
  for (const object of objects) {
    const group = groups.get(object.written)
    if (group) group.push(object)
    else groups.set(object.written, [object])
  }
  return groups
}

/** Objects whose apiVersion is written in one place: an anchor's only when all of them want the same. */
function atOneVersion(
  objects: readonly YamlObject[],
  shared: boolean,
  {text, lines}: Source,
  {targets, schemas}: Wanted,
): Found[] {
  const [start, end] = rangeOf(objects[0]!.written)
  const line = lines.lineAt(start)
  const written = text.slice(start, end)
  const found = objects.map((object): Found[] => {
    const {apiVersion, kind} = object
    const one = judge({apiVersion, kind, line, start: start + written.indexOf(apiVersion)}, targets)
    if (!one || !('to' in one)) return one ? [one] : []
    // with escapes: not worth guessing where
    if (!written.includes(apiVersion)) return [{line, message: `${kind} ${one.from}: written so that it is left as it is`}]
    const refusal = refusalOf(object, one, schemas)
    if (refusal?.kind === 'stays') return [{line, message: refusal.message}]
    return refusal ? [one, {line, message: refusal.message}] : [one]
  })
  const upgrades = found.map((one) => one.find((item): item is Upgrade => 'to' in item))
  const agreed = !shared && upgrades.every((one) => one && one.to === upgrades[0]!.to)
  if (agreed) return found.flat()
  return found
    .flat()
    .map((item) =>
      'to' in item ? {line, message: `${item.kind} ${item.from}: left as it is, others share it by its anchor`} : item,
    )
}

/** Manifests in a text of several lines, line by line. */
function inBlock({text, lines}: Source, [start, end]: readonly [number, number, number], {targets, schemas}: Wanted): Found[] {
  const block = text.slice(start, end)
  const found = findInLines(block, targets, {first: lines.lineAt(start), offset: start, comments: false})
  return found.map((item) => {
    const refusal = 'to' in item ? refusalInLines(block, item, schemas) : undefined
    return refusal ? {line: item.line, message: refusal.message} : item
  })
}
