import type {Capabilities, Chart, LookupAnswer, LookupKey, TemplatedChart} from '../../engines/helm/index.js'
import {lookupId} from '../../engines/helm/index.js'
import {FluxError} from '../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {parseYamlDocuments} from '../../formats/yaml/parse.js'
import {yamlText} from '../../formats/yaml/reader.js'
import type {HelmReleaseSpec} from '../../kinds/types/helmrelease.gen.js'
import type {Compute} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {composeValues} from '../helm-values.js'
import type {ReadVariableSource} from '../variables.js'
import {releaseTarget} from './release-name.js'
import {originOf, RELEASE_TASK, type ReleaseAnswer, type ReleaseTask} from './release-task.js'

export interface ReleaseInputs {
  readonly chart: Chart
  readonly capabilities: Capabilities
  /** has the tasks of `releaseTasks` */
  readonly compute: Compute
  /** milliseconds since the epoch */
  readonly now: number
  /** reads a ConfigMap or Secret that values come from */
  readonly readValues: ReadVariableSource
  /** asks a cluster for what templates look up; absent: they find nothing */
  readonly lookup?: ((key: LookupKey) => Promise<LookupAnswer>) | undefined
  /** 1 unless said otherwise; later ones are upgrades */
  readonly revision?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface RenderedRelease extends TemplatedChart {
  readonly name: string
  readonly namespace: string
  /** the user's values, what the release is stored with */
  readonly config: JsonObject
  /** of `crds/` in their order, with the labels that tell where they come from; empty when they are skipped */
  readonly crdObjects: readonly CrdObject[]
}

/** A CustomResourceDefinition and the file of the chart that has it. */
export interface CrdObject {
  readonly path: string
  readonly object: JsonObject
}

/** How often templates may ask for more objects, each time knowing those of before (DESIGN 4). */
const ROUNDS = 5

/**
 * What a HelmRelease yields from a chart (helm-controller reference 2, 7 to 9): values composed, templates rendered,
 * post-rendered. Throws FluxError with Helm's or the controller's words.
 */
export async function renderHelmRelease(object: KubeObject, inputs: ReleaseInputs): Promise<RenderedRelease> {
  const spec = object.spec as unknown as HelmReleaseSpec
  const config = await composeValues(spec, object.metadata.namespace ?? 'default', inputs.readValues)
  const {chart, capabilities, now, revision = 1} = inputs
  const rendered = await inRounds({release: object, chart, config, capabilities, revision, now}, inputs)
  const action = revision > 1 ? spec.upgrade : spec.install
  const found = action?.crds === 'Skip' ? [] : rendered.crds.flatMap(({data, path}) => objectsIn(data, path))
  return {
    ...rendered,
    ...{...releaseTarget(object), config},
    crdObjects: found.filter(isCrd).map((crd) => withOrigin(crd, originOf(object))),
    warnings: [...rendered.warnings, ...found.filter((other) => !isCrd(other)).map(noCrd)],
  }
}

/** Renders, fetches what was looked up and not known, and renders again. */
async function inRounds(task: ReleaseTask, {compute, lookup, signal}: ReleaseInputs): Promise<TemplatedChart> {
  const lookups = lookup && new Map<string, LookupAnswer>()
  for (let round = 1; ; round++) {
    const answer = await compute.run<ReleaseTask, ReleaseAnswer>(RELEASE_TASK, {...task, lookups}, signal)
    if ('rendered' in answer) return answer.rendered
    if (round > ROUNDS) {
      const {kind, namespace, name} = answer.missed[0]!
      throw new FluxError(
        'lookup',
        `templates look up more objects after each of ${ROUNDS} rounds, at last ${kind} '${namespace}/${name}'`,
      )
    }
    await Promise.all(answer.missed.map(async (key) => lookups!.set(lookupId(key), await lookup!(key))))
  }
}

/** The objects of a file, those of lists each on its own. */
function objectsIn(data: Uint8Array, path: string): CrdObject[] {
  return parseYamlDocuments(yamlText(data), {file: path}).flatMap(({value}) => {
    if (!isObject(value)) return []
    const isList = Array.isArray(value.items) && String(value.kind).endsWith('List')
    const objects = isList ? (value.items as JsonValue[]).filter(isObject) : [value]
    return objects.map((object) => ({path, object}))
  })
}

function isCrd({object: {apiVersion, kind}}: CrdObject): boolean {
  return kind === 'CustomResourceDefinition' && String(apiVersion).startsWith('apiextensions.k8s.io/')
}

function noCrd({path, object}: CrdObject): string {
  const name = isObject(object.metadata) ? object.metadata.name : undefined
  return `${path}: ${object.kind} '${name}' is no CustomResourceDefinition: helm-controller leaves it out`
}

function withOrigin({path, object}: CrdObject, origin: Readonly<Record<string, string>>): CrdObject {
  const metadata = isObject(object.metadata) ? object.metadata : {}
  const labels = isObject(metadata.labels) ? metadata.labels : {}
  return {path, object: {...object, metadata: {...metadata, labels: {...labels, ...origin}}}}
}
