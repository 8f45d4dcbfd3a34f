import type {JsonObject} from '../../formats/json/value.js'
import {BuildState} from './build/build-state.js'
import {readResources} from './build/read-resources.js'
import {shown} from './build/unprintable.js'
import {fieldSpec} from './config/field-spec.js'
import {ClosedFiles} from './files/closed-files.js'
import {jsonOf} from './node/json-of.js'
import {ResMap} from './resource/res-map.js'
import {setPairs} from './transform/metadata.js'

/** What is put on every object, over what is there. */
export interface Marks {
  readonly labels?: Readonly<Record<string, string>> | undefined
  readonly annotations?: Readonly<Record<string, string>> | undefined
}

/**
 * The objects of a text with labels and annotations in their metadata: by kustomize's transformers, but without a kustomization
 * and all else that it would do.
 * @throws KustomizeError in kustomize's words; LimitExceeded
 */
export function markedObjects(text: string, {labels = {}, annotations = {}}: Marks): JsonObject[] {
  const state = new BuildState({})
  const map = new ResMap(state.grow)
  map.appendAll(readResources(text, state))
  setPairs(map, new Map(Object.entries(labels)), [fieldSpec('metadata/labels', true)])
  setPairs(map, new Map(Object.entries(annotations)), [fieldSpec('metadata/annotations', true)])
  return map.resources.map((resource) => shown(resource, NO_FILES, (node) => jsonOf(node) as JsonObject))
}

/** What was read is a text without a name. */
const NO_FILES = new ClosedFiles(new Map(), '')
