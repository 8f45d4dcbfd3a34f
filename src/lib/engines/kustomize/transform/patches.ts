import type {FluxError} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {at, belowOf, faultLine, inside, KustomizeError, type Place, wrapped} from '../error.js'
import {configText} from '../go/config-text.js'
import {goJson} from '../go/json.js'
import {demandFilled} from '../go/read-back.js'
import type {Patch, Selector} from '../kustomization/types.js'
import {strategicMerge} from '../merge/merge.js'
import {configValue} from '../node/config-value.js'
import {WrongKind} from '../node/fields.js'
import {BUILD} from '../resource/build-annotations.js'
import {resourcesOf} from '../resource/factory.js'
import {countNodes, type Grow} from '../resource/growth.js'
import type {ResMap} from '../resource/res-map.js'
import type {Resource} from '../resource/resource.js'
import type {Schemas} from '../schema/schema.js'
import {readBack} from '../text/open-end.js'
import {parseJsonPatch, patchNode} from './json-patch.js'
import {select, selectorText} from './selector.js'

/** What a transformer may use of the build it runs in. */
export interface PatchContext {
  readonly schemas: Schemas
  readonly load: (path: string) => string
  readonly warn: (message: string) => void
  /** a place in a file, as it is shown to people; `line` (1-based) where it cannot be looked up */
  readonly placeIn: (path: string, place: Place, line?: number) => string
  /** the same in the text of the patch that is at work; absent when nobody knows where that stands */
  readonly inlinePlace?: ((place: Place, line?: number) => string) | undefined
}

type Apply = (map: ResMap) => void

/** Reads a `patches` entry; what comes back applies it. @throws KustomizeError when it is no patch */
export function preparePatch(patch: Patch, context: PatchContext): Apply {
  const inline = patch.patch.trim()
  if (inline === '' && patch.path === '') throw new KustomizeError(`must specify one of patch and path in\n${configText(patch)}`)
  if (inline !== '' && patch.path !== '')
    throw new KustomizeError(`patch and path can't be set at the same time\n${configText(patch)}`)
  let text = inline
  if (inline === '') {
    try {
      text = context.load(patch.path)
    } catch (error) {
      throw wrapped(error, `failed to get the patch file from path(${patch.path})`)
    }
  }
  const source = inline === '' ? `[path: ${goQuote(patch.path)}]` : `[patch: ${goQuote(inline)}]`
  const where = faultIn(patch, context)
  const merges = attempt(() => at(where, () => resourcesOf(text, context.schemas, patch.path)))
  const operations = attempt(() => at(where, () => parseJsonPatch(text)))
  if ((merges.value?.length ?? 0) > 0 && (operations.value?.length ?? 0) > 0) {
    throw new KustomizeError(`illegally qualifies as both an SM and JSON patch: ${source}`)
  }
  if (merges.value !== undefined) return applyMerges(merges.value, patch, source, context)
  if (operations.value === undefined) {
    const hints = [`As a strategic merge patch: ${merges.fault!.message}`, `As a JSON patch: ${operations.fault!.message}`]
    throw new KustomizeError(`unable to parse SM or JSON patch from ${source}`, {hints, cause: merges.fault})
  }
  const list = operations.value
  return (map) => applyOperations(map, patch.target, list, source, atOperation(patch, context))
}

function attempt<T>(action: () => T): {value?: T; fault?: KustomizeError} {
  try {
    return {value: action()}
  } catch (error) {
    if (error instanceof KustomizeError) return {fault: error}
    throw error
  }
}

/** Where the text of a patch cannot be read. */
function faultIn(patch: Patch, context: PatchContext): (error: FluxError) => string | undefined {
  return (error) => {
    const line = faultLine(error)
    if (patch.path !== '') return context.placeIn(patch.path, [], line)
    // the lines before it were taken away
    const before = /^\s*/.exec(patch.patch)![0].split('\n').length - 1
    return context.inlinePlace?.([], line === undefined ? undefined : line + before)
  }
}

function applyMerges(patches: readonly Resource[], patch: Patch, source: string, context: PatchContext): Apply {
  for (const resource of patches) {
    if (patch.options?.allowNameChange) resource.enable(BUILD.allowNameChange)
    if (patch.options?.allowKindChange) resource.enable(BUILD.allowKindChange)
  }
  const {target} = patch
  if (target === undefined)
    return (map) => patchById(map, patches, (id) => `no resource matches strategic merge patch ${goQuote(id)}`)
  return (map) => {
    if (patches.length > 1) {
      throw new KustomizeError(
        `Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${source}`,
      )
    }
    const [first] = patches
    if (first === undefined) return
    const selected = select(map, target)
    if (selected.length === 0) context.warn(`patch target ${selectorText(target)} matches no resource: ${source}`)
    mergeInto(map, selected, first)
  }
}

/** Each patch goes to the one resource that has or had its id. */
function patchById(map: ResMap, patches: readonly Resource[], prefix: (id: string) => string): void {
  for (const patch of patches) {
    const target = targetOf(map, patch, prefix)
    applyMerge(target, patch, map.grow)
    map.changed()
  }
}

function targetOf(map: ResMap, patch: Resource, prefix?: (id: string) => string): Resource {
  const id = patch.orgId
  const matches = map.byAnyId(id)
  if (matches.length === 1) return matches[0]!
  const place = patch.source !== undefined && patch.source.file !== '' ? ` (${patch.source.file}:${patch.source.line})` : ''
  const hints = place === '' ? [] : [`The patch is document ${patch.source!.document + 1} of its file${place}.`]
  const fault = `${matches.length > 1 ? 'multiple matches' : 'no matches'} for Id ${id}; failed to find unique target for patch ${id}`
  throw new KustomizeError(prefix === undefined ? fault : `${prefix(String(id))}: ${fault}`, {hints})
}

/** The patch is applied to copies, so that one can go to many resources. */
function mergeInto(map: ResMap, selected: readonly Resource[], patch: Resource): void {
  const ids = new Set(selected.map((resource) => resource.curId.exactKey))
  for (const resource of map.resources) {
    if (!ids.has(resource.curId.exactKey)) continue
    const copy = patch.deepCopy()
    unlessUnnamed(() => copy.copyMetadataFrom(patch))
    copy.setKind(resource.kind)
    copy.setApiVersion(resource.apiVersion)
    copy.setKind(patch.kind)
    applyMerge(resource, copy, map.grow)
  }
  const list = map.resources.filter((resource) => !resource.isEmpty)
  map.replaceAll([])
  map.appendAll(list)
}

/** Kustomize does not look whether it could set annotations: with one that has an empty name all are lost. */
function unlessUnnamed(action: () => void): void {
  try {
    action()
  } catch (error) {
    if (!(error instanceof WrongKind)) throw error
  }
}

function applyMerge(resource: Resource, patch: Resource, grow: Grow): void {
  const {name, namespace, kind} = resource
  const nameChange = patch.isEnabled(BUILD.allowNameChange)
  const kindChange = patch.isEnabled(BUILD.allowKindChange)
  if (nameChange || kindChange) resource.storePreviousId()
  const before = countNodes(resource.node)
  const merged = strategicMerge(resource.node!, patch.node!, resource.schemas)
  grow(countNodes(merged) - before)
  resource.openEnd = undefined
  // a patch that replaces the whole object changes nothing in kustomize either
  if (merged === undefined) resource.node = undefined
  if (resource.isEmpty) return
  if (!kindChange) resource.setKind(kind)
  if (!nameChange) resource.setName(name)
  resource.setNamespace(namespace)
}

function applyOperations(
  map: ResMap,
  target: Selector | undefined,
  operations: ReturnType<typeof parseJsonPatch>,
  source: string,
  context: AtOperation,
): void {
  if (target === undefined) throw new KustomizeError(`must specify a target for JSON patch ${source}`)
  const selected = select(map, target)
  if (selected.length === 0) context.warn(`patch target ${selectorText(target)} matches no resource: ${source}`)
  for (const resource of selected) {
    resource.storePreviousId()
    context.atOperation(() => applyToResource(resource, operations, map.grow))
  }
  map.changed()
}

type AtOperation = PatchContext & {readonly atOperation: (action: () => void) => void}

/** Faults of an operation are placed where it stands. */
function atOperation(patch: Patch, context: PatchContext): AtOperation {
  const where = (error: FluxError) => {
    const below = belowOf(error)
    return patch.path === '' ? context.inlinePlace?.(below) : context.placeIn(patch.path, below)
  }
  return {...context, atOperation: (action) => at(where, action)}
}

/** JSON operations cannot touch what kustomize noted in annotations. */
function applyToResource(resource: Resource, operations: ReturnType<typeof parseJsonPatch>, grow: Grow): void {
  const internal = [...resource.annotations].filter(([key]) => isInternal(key))
  if (resource.openEnd !== undefined) readBack(resource.openEnd)
  resource.openEnd = undefined
  if (resource.commentedKeys) demandFilled(resource.node!)
  resource.commentedKeys = false
  patchNode(resource.node!, operations, grow)
  const annotations = resource.annotations
  for (const [key, value] of internal) annotations.set(key, value)
  unlessUnnamed(() => resource.setAnnotations(annotations))
}

function isInternal(key: string): boolean {
  return (
    key.startsWith('internal.config.kubernetes.io/') ||
    key === 'config.kubernetes.io/path' ||
    key === 'config.kubernetes.io/index' ||
    key === 'config.k8s.io/id'
  )
}

/** The deprecated `patchesStrategicMerge`: inline texts or files; a plugin may have a text of patches beside them. */
export function prepareStrategicMerges(paths: readonly string[], context: PatchContext, more = ''): Apply {
  const patches = paths.flatMap((path, i) => {
    const inline = attempt(() => resourcesOf(path, context.schemas)).value
    return inline ?? inside([i], () => fromFile(path, context))
  })
  if (more !== '') patches.push(...resourcesOf(more, context.schemas))
  if (patches.length === 0) throw new KustomizeError(`patch appears to be empty; files=[${paths.join(' ')}], Patch=${more}`)
  return (map) => {
    for (const patch of patches) mergeInto(map, [targetOf(map, patch)], patch)
  }
}

function fromFile(path: string, context: PatchContext): Resource[] {
  const text = context.load(path)
  try {
    return at(
      (error) => context.placeIn(path, [], faultLine(error)),
      () => resourcesOf(text, context.schemas, path),
    )
  } catch (error) {
    throw inFile(error, path)
  }
}

/** Names the file of malformed YAML as kustomize does. */
export function inFile(error: unknown, path: string): unknown {
  if (!(error instanceof KustomizeError) || !error.message.includes('MalformedYAMLError')) return error
  return new KustomizeError(`${error.message} in File: ${path}`, {hints: error.hints, cause: error})
}

/** The deprecated `patchesJson6902`. */
export function prepareJsonPatch(patch: Patch, context: PatchContext): Apply {
  const {target} = patch
  if (target === undefined || target.name === '') throw new KustomizeError('must specify the target name')
  if (patch.path === '' && patch.patch === '') throw new KustomizeError('empty file path and empty jsonOp')
  if (patch.path !== '' && patch.patch !== '') throw new KustomizeError('must specify a file path or jsonOp, not both')
  const text = patch.path === '' ? patch.patch : context.load(patch.path)
  if (text === '') throw new KustomizeError(`patch file '${patch.path}' empty seems to be empty`)
  const operations = at(faultIn(patch, context), () => parseJsonPatch(text, 'decoding'))
  const placing = atOperation(patch, context)
  if (operations.length === 0)
    throw new KustomizeError(
      `patch appears to be empty; file=${patch.path}, JsonOp=${text.startsWith('[') ? text : goJson(configValue(text))}`,
    )
  return (map) => {
    const selected = select(map, target)
    if (selected.length === 0) context.warn(`patch target ${selectorText(target)} matches no resource`)
    for (const resource of selected) placing.atOperation(() => applyToResource(resource, operations, map.grow))
    map.changed()
  }
}
