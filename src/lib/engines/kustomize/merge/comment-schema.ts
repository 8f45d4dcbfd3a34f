import type {JsonObject} from '../../../formats/json/value.js'
import type {Node, NodeNotes} from '../node/node.js'
import type {MergeSchema, Schemas} from '../schema/schema.js'
import {isBareType, isTypeShape} from '../schema/type-shape.js'
import {leadingObject} from './comment-json.js'

/** The type that a comment in JSON gives to a node, as kyaml reads it. */
export function noteSchema(notes: NodeNotes | undefined, schemas: Schemas): MergeSchema | undefined {
  if (notes === undefined) return undefined
  const type = typeIn(notes.line || notes.head)
  return type === undefined ? undefined : schemas.forComment(type)
}

/** The same for a field: the comments of its value, else those of its key. */
export function fieldSchema(value: Node | undefined, schemas: Schemas): MergeSchema | undefined {
  if (value === undefined || (value.notes === undefined && value.keyNotes === undefined)) return undefined
  return noteSchema(value.notes, schemas) ?? noteSchema(value.keyNotes, schemas)
}

function typeIn(comment: string): JsonObject | undefined {
  const value = leadingObject(comment.replace(/^#+/, ''))
  return value !== undefined && isTypeShape(value) && !isBareType(value) ? value : undefined
}

/** Comments of a patch take the place of those of what it is merged into. */
export function mergeNotes(dest: Node | undefined, patch: Node | undefined): void {
  if (dest === undefined || patch?.notes === undefined) return
  const {line, head} = patch.notes
  dest.notes = {line: line || (dest.notes?.line ?? ''), head: head || (dest.notes?.head ?? '')}
}
