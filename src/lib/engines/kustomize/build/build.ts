import {LimitExceeded} from '../../../errors/flux-error.js'
import type {JsonObject} from '../../../formats/json/value.js'
import type {ChartInflator} from '../../../ports/chart-inflator.js'
import {fieldSpec} from '../config/field-spec.js'
import {at, KustomizeError} from '../error.js'
import {ClosedFiles} from '../files/closed-files.js'
import {Loader} from '../files/loader.js'
import type {Var} from '../kustomization/types.js'
import type {KustomizeInput} from '../load/input.js'
import {fixReferences} from '../names/references.js'
import {resolveVars} from '../names/vars.js'
import {jsonOf} from '../node/json-of.js'
import {printDocument} from '../node/print-document.js'
import {LOCAL_CONFIG, ORIGIN, TRANSFORMATIONS} from '../resource/build-annotations.js'
import {demandUnique} from '../resource/doubled.js'
import {check} from '../resource/factory.js'
import type {ResMap} from '../resource/res-map.js'
import type {Resource} from '../resource/resource.js'
import {readBack} from '../text/open-end.js'
import {addHashes} from '../transform/hash.js'
import {setPairs} from '../transform/metadata.js'
import {sortResources} from '../transform/sort.js'
import {BuildState, type Limits, type Warning} from './build-state.js'
import {Target} from './target.js'
import {shown} from './unprintable.js'

export interface BuildOptions {
  readonly limits?: Limits | undefined
  readonly signal?: AbortSignal | undefined
  /** gets each warning as it comes, so also those of a build that fails */
  readonly onWarning?: ((warning: Warning) => void) | undefined
  /** called now and then while the thread is taken, so that no timer can abort the signal; what it throws ends the build */
  readonly checkpoint?: (() => void) | undefined
  /** the one that the charts were loaded with; absent: `helmCharts` are refused */
  readonly charts?: ChartInflator | undefined
  /**
   * Built-in types keep their merge keys beside those of an `openapi` document, as in a process that has built before: Flux's
   * controllers and its command line. Without it they are lost, as for `kustomize build`.
   */
  readonly keepsBuiltinTypes?: boolean | undefined
}

/** Where an emitted object was read; undefined parts when a generator made it. */
export interface ObjectOrigin {
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly document?: number | undefined
}

export interface BuildResult {
  /** in the order of the build */
  readonly objects: readonly JsonObject[]
  /** one per object */
  readonly origins: readonly ObjectOrigin[]
  readonly warnings: readonly Warning[]
  /** the multi-document text that `kustomize build` prints */
  yaml(): string
}

/** A build whose objects nobody asks for. */
export type BuiltText = Omit<BuildResult, 'objects' | 'yaml'> & {readonly yaml: string}

/**
 * Builds a closed input: no disk, no network, no clock. The same input always gives the same bytes, and any number
 * of builds may run at once.
 * @throws KustomizeError in kustomize's words; LimitExceeded
 */
export function build(input: KustomizeInput, options: BuildOptions = {}): BuildResult {
  return placed(() => {
    const {resources, files, ...rest} = built(input, options)
    let text: string | undefined
    const objects = resources.map((resource) => shown(resource, files, (node) => jsonOf(node) as JsonObject))
    return {...rest, objects, yaml: () => (text ??= placed(() => textOf(resources, files)))}
  })
}

/** The same for those who only want the text: printed right from the nodes. */
export function buildText(input: KustomizeInput, options: BuildOptions = {}): BuiltText {
  return placed(() => {
    const {resources, files, ...rest} = built(input, options)
    return {...rest, yaml: textOf(resources, files)}
  })
}

function placed<T>(action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw withPlace(error)
  }
}

/** The place of a fault becomes its first hint. */
function withPlace(error: unknown): unknown {
  if (error instanceof RangeError) {
    return new LimitExceeded(`the build is too deep or its texts grow too long: ${error.message}`, {cause: error})
  }
  if (!(error instanceof KustomizeError) || error.place === undefined) return error
  return new KustomizeError(error.message, {hints: [`see ${error.place}`, ...error.hints], cause: error})
}

interface Built extends Pick<BuildResult, 'origins' | 'warnings'> {
  readonly resources: readonly Resource[]
  readonly files: ClosedFiles
}

function built(input: KustomizeInput, options: BuildOptions): Built {
  const charts = options.charts && {inflator: options.charts, read: input.charts}
  const state = new BuildState(options, charts)
  const files = new ClosedFiles(input.files, input.root)
  const loader =
    input.repository === undefined
      ? Loader.atFolder(files, input.remotes, input.restriction, input.path)
      : Loader.atRepository(files, input.remotes, input.repository)
  const target = Target.read(loader, state)
  target.chooseSchemas(true)
  const accumulator = target.accumulate()
  const {map} = accumulator
  addHashes(map)
  fixReferences(map, accumulator.config.nameReference)
  map.changed()
  const placeOfVar = (variable: Var) => accumulator.varPlaces.get(variable)?.()
  const unused = resolveVars(map, accumulator.vars, accumulator.config.varReference, placeOfVar)
  if (unused.length > 0)
    state.warn({message: `well-defined vars that were never replaced: ${unused.join(',')}`, file: input.path})
  dropLocal(map)
  const {sortOptions, buildMetadata} = target.kustomization
  if (sortOptions !== undefined) target.own.at(['sortOptions'], () => sortResources(map, sortOptions))
  else if (input.order === 'legacy') sortResources(map, {order: 'legacy', legacySortOptions: undefined})
  if (buildMetadata.includes('managedByLabel')) {
    setPairs(map, new Map([['app.kubernetes.io/managed-by', `kustomize-${input.version}`]]), [fieldSpec('metadata/labels', true)])
  }
  cleanUp(map, buildMetadata)
  const origins = map.resources.map(({source}) => ({file: source?.file, line: source?.line, document: source?.document}))
  return {resources: map.resources, files, origins, warnings: state.warnings}
}

/**
 * Leaves out what is only for this build.
 * @throws KustomizeError for an object that has lost its name or kind, and for two that have got one id
 */
function dropLocal(map: ResMap): void {
  const kept = map.resources.filter((resource) => {
    if (resource.isEmpty) return false
    at(
      () => resource.place,
      () => check(resource),
    )
    const local = resource.annotation(LOCAL_CONFIG)
    return local === undefined || local === 'false'
  })
  demandUnique(kept)
  if (kept.length < map.size) map.keepIds(kept)
}

function cleanUp(map: ResMap, buildMetadata: readonly string[]): void {
  const also = [
    ...(buildMetadata.includes('originAnnotations') ? [] : [ORIGIN]),
    ...(buildMetadata.includes('transformerAnnotations') ? [] : [TRANSFORMATIONS]),
  ]
  for (const resource of map.resources) {
    resource.removeBuildAnnotations(also)
    if (resource.openEnd !== undefined) readBack(resource.openEnd)
  }
}

/** What one string of V8 can hold. */
const LONGEST_TEXT = 2 ** 29 - 25

function textOf(resources: readonly Resource[], files: ClosedFiles): string {
  let length = 0
  const texts = resources.map((resource) => {
    const text = shown(resource, files, printDocument)
    length += text.length
    if (length > LONGEST_TEXT) throw new LimitExceeded(`what this build prints is longer than ${LONGEST_TEXT} characters`)
    return text
  })
  return texts.join('---\n')
}
