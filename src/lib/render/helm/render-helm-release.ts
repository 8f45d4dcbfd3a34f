import type {Chart, RenderedTemplates, TemplatedChart, TemplateOptions} from '../../engines/helm/index.js'
import {arranged, renderTemplates, schemaChecker} from '../../engines/helm/index.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import {parseYamlDocuments} from '../../formats/yaml/parse.js'
import type {HelmReleaseSpec} from '../../kinds/types/helmrelease.gen.js'
import type {KubeObject} from '../../ports/kube.js'
import {composeValues} from '../helm-values.js'
import type {ReadVariableSource} from '../variables.js'
import {postRendered} from './post-render.js'
import {releaseTarget} from './release-name.js'

export interface ReleaseInputs extends Pick<TemplateOptions, 'capabilities' | 'environment' | 'engine' | 'limits' | 'lookup'> {
  readonly chart: Chart
  /** reads a ConfigMap or Secret that values come from */
  readonly readValues: ReadVariableSource
  /** 1 unless said otherwise; later ones are upgrades */
  readonly revision?: number | undefined
}

export interface RenderedRelease extends TemplatedChart {
  readonly name: string
  readonly namespace: string
  /** the user's values, what the release is stored with */
  readonly config: JsonObject
  /** of `crds/` in their order, with the labels that tell where they come from; empty when they are skipped */
  readonly crdObjects: readonly JsonObject[]
}

/**
 * What a HelmRelease yields from a chart (helm-controller reference 2, 7 to 9): values composed, templates rendered,
 * post-rendered. Throws FluxError with Helm's or the controller's words.
 */
export async function renderHelmRelease(object: KubeObject, inputs: ReleaseInputs): Promise<RenderedRelease> {
  const spec = object.spec as unknown as HelmReleaseSpec
  const {name, namespace} = releaseTarget(object)
  const ownNamespace = object.metadata.namespace ?? 'default'
  const config = await composeValues(spec, ownNamespace, inputs.readValues)
  const revision = inputs.revision ?? 1
  const action = revision > 1 ? spec.upgrade : spec.install
  const {chart, readValues: _, ...options} = inputs
  const rendered: RenderedTemplates = renderTemplates(chart, config, {
    ...options,
    release: {name, namespace, revision, isUpgrade: revision > 1},
    schemas: action?.disableSchemaValidation ? undefined : await schemaChecker(chart),
  })
  const origin = {
    'helm.toolkit.fluxcd.io/name': object.metadata.name ?? '',
    'helm.toolkit.fluxcd.io/namespace': ownNamespace,
  }
  const files = await postRendered(rendered.files, {...spec, origin})
  const templated = arranged({...rendered, files})
  return {
    ...templated,
    ...{name, namespace, config},
    crdObjects: action?.crds === 'Skip' ? [] : templated.crds.flatMap(({data, path}) => crdsIn(data, path, origin)),
  }
}

function crdsIn(data: Uint8Array, path: string, origin: Readonly<Record<string, string>>): JsonObject[] {
  return parseYamlDocuments(Buffer.from(data).toString('utf8'), {file: path}).flatMap(({value}) => {
    if (!isObject(value)) return []
    const metadata = isObject(value.metadata) ? value.metadata : {}
    const labels = isObject(metadata.labels) ? metadata.labels : {}
    return [{...value, metadata: {...metadata, labels: {...labels, ...origin}}}]
  })
}
