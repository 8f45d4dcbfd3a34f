import {KustomizeError} from '../error.js'
import {compareBytes, demandKind, field, lookup, setField} from '../node/fields.js'
import {isNull, MAP, NO_CONTENT, Node, PLAIN, SCALAR, TAG} from '../node/node.js'
import type {MergeSchema, Schemas} from '../schema/schema.js'
import {mergeLists} from './associative.js'
import {fieldSchema, mergeNotes, noteSchema} from './comment-schema.js'
import {takeDirective} from './directive.js'
import {LARGE, LargeMap} from './large-map.js'
import type {Merge} from './types.js'

/** Nesting that a merge follows before it gives up. */
const MAX_DEPTH = 1000

/**
 * Merges a strategic merge patch into an object, which is changed, as is the patch.
 * @returns the merged object, undefined when the patch deletes it
 */
export function strategicMerge(dest: Node, patch: Node, schemas: Schemas): Node | undefined {
  return new Merger(schemas).walk(dest, patch, undefined)
}

class Merger {
  #depth = 0

  constructor(private readonly schemas: Schemas) {}

  readonly walk: Merge = (dest, patch, given) => {
    if (++this.#depth > MAX_DEPTH) throw new KustomizeError('patch is nested too deeply')
    try {
      const schema = this.#noted(dest) ?? this.#noted(patch) ?? given ?? this.#schemaOf(dest) ?? this.#schemaOf(patch)
      const kind = !isNull(dest) ? dest!.kind : !isNull(patch) ? patch!.kind : MAP
      demandKind(dest, kind)
      demandKind(patch, kind)
      mergeNotes(dest, patch)
      if (kind === MAP) return this.#map(dest, patch, schema)
      if (kind === SCALAR || !mergesByKey(schema)) return patch ?? dest
      return this.#list(dest, patch, schema)
    } finally {
      this.#depth--
    }
  }

  #noted(node: Node | undefined): MergeSchema | undefined {
    return isNull(node) ? undefined : noteSchema(node!.notes, this.schemas)
  }

  #schemaOf(node: Node | undefined): MergeSchema | undefined {
    if (isNull(node) || node!.kind !== MAP) return undefined
    const kind = lookup(node!.content, 'kind')
    const apiVersion = lookup(node!.content, 'apiVersion')
    if (isNull(kind) || isNull(apiVersion) || kind!.kind !== SCALAR) return undefined
    return this.schemas.forType(apiVersion!.value, kind!.value)
  }

  #map(dest: Node | undefined, patch: Node | undefined, schema: MergeSchema | undefined): Node | undefined {
    const target = chooseMap(dest, patch)
    if (target === undefined) return undefined
    const names = fieldNames(target, patch)
    if (names.length > LARGE && target.kind === MAP) return this.#largeMap(target, patch, schema, names)
    for (const name of names) {
      const fromPatch = field(patch, name)
      const own = field(target, name)
      const value = this.walk(own, fromPatch, this.#fieldOf(schema, name, own, fromPatch))
      // a key that is new is written as the patch wrote it
      setField(target, name, value, value !== undefined && value === fromPatch ? keyStyle(patch!, name) : PLAIN)
    }
    return target
  }

  #largeMap(target: Node, patch: Node | undefined, schema: MergeSchema | undefined, names: readonly string[]): Node {
    const ours = new LargeMap(target)
    const theirs = patch === undefined || patch.kind !== MAP ? undefined : patch === target ? ours : new LargeMap(patch)
    for (const name of names) {
      const fromPatch = theirs?.get(name)
      const own = ours.get(name)
      const value = this.walk(own, fromPatch, this.#fieldOf(schema, name, own, fromPatch))
      ours.set(name, value, value !== undefined && value === fromPatch ? theirs!.keyStyle(name) : PLAIN)
    }
    ours.end()
    return target
  }

  #fieldOf(schema: MergeSchema | undefined, name: string, dest: Node | undefined, patch: Node | undefined) {
    return fieldSchema(dest, this.schemas) ?? fieldSchema(patch, this.schemas) ?? schema?.field(name)
  }

  #list(dest: Node | undefined, patch: Node | undefined, schema: MergeSchema | undefined): Node | undefined {
    const target = chooseList(dest, patch)
    return target === undefined ? undefined : mergeLists(target, patch, schema!, this.walk)
  }
}

function keyStyle(map: Node, name: string): number {
  const at = map.content.findIndex((node, i) => i % 2 === 0 && node.value === name)
  return map.content[at]?.style ?? PLAIN
}

function mergesByKey(schema: MergeSchema | undefined): boolean {
  return schema?.strategy.split(',').includes('merge') ?? false
}

function chooseMap(dest: Node | undefined, patch: Node | undefined): Node | undefined {
  if (isNull(dest)) {
    if (patch !== undefined && patch.kind !== SCALAR && directiveIfKnown(patch) === 'delete') return undefined
    if (patch === undefined && dest !== undefined && dest.value !== '') {
      // a null that was written out stays
      const kept = new Node(SCALAR, TAG.null, dest.value, PLAIN, NO_CONTENT)
      kept.keep = true
      return kept
    }
    return patch
  }
  return chosenBy(patch, dest)
}

/** What a patch makes of a node that is there: a null or `$patch: delete` takes it away, `replace` takes its place. */
function chosenBy(patch: Node | undefined, dest: Node | undefined): Node | undefined {
  if (patch?.tag === TAG.null) return undefined
  switch (takeDirective(patch)) {
    case 'delete':
      return undefined
    case 'replace':
      return patch
    default:
      return dest
  }
}

/** Unknown directives are let through where there is nothing to merge into. */
function directiveIfKnown(patch: Node): string | undefined {
  try {
    return takeDirective(patch)
  } catch (error) {
    if (error instanceof KustomizeError) return undefined
    throw error
  }
}

function chooseList(dest: Node | undefined, patch: Node | undefined): Node | undefined {
  if (isNull(dest)) return patch
  return chosenBy(patch, dest)
}

function fieldNames(a: Node, b: Node | undefined): string[] {
  const names = new Set<string>()
  for (const node of a === b ? [a] : [a, b]) {
    if (node === undefined || node.kind !== MAP) continue
    for (let i = 0; i < node.content.length; i += 2) names.add(node.content[i]!.value)
  }
  return [...names].sort(compareBytes)
}
