import {FluxError} from '../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import {statusOf, textAt} from '../conditions.js'
import type {CreateContext, CreateOptions} from './context.js'
import {createObject, newObject} from './create-object.js'
import {helmValues} from './helm-values.js'
import {kindName, kindNameNamespace, type Reference, sameWord} from './references.js'
import {dependencies, durationText, intervalText, kubeConfigRef, omitEmpty} from './spec-parts.js'

export interface HelmReleaseOptions extends CreateOptions {
  readonly chart?: string | undefined
  readonly 'chart-version'?: string | undefined
  readonly source?: Reference | undefined
  readonly 'chart-interval': number
  readonly 'reconcile-strategy': string
  readonly 'chart-ref'?: string | undefined
  readonly 'release-name'?: string | undefined
  readonly 'target-namespace'?: string | undefined
  readonly 'storage-namespace'?: string | undefined
  readonly 'create-target-namespace': boolean
  readonly 'service-account'?: string | undefined
  readonly 'depends-on'?: readonly string[] | undefined
  readonly crds?: string | undefined
  readonly values?: readonly string[] | undefined
  readonly 'values-from'?: readonly string[] | undefined
  readonly 'kubeconfig-secret-ref'?: string | undefined
}

/** `flux create helmrelease` (cli reference 5.8). */
export async function createHelmRelease(ctx: CreateContext, options: HelmReleaseOptions): Promise<void> {
  const {chart, 'chart-ref': chartRef, 'reconcile-strategy': strategy, name} = options
  if (!chart && !chartRef) throw new FluxError('usage', 'chart or chart-ref is required')
  if (chart && chartRef) throw new FluxError('usage', 'cannot use --chart in combination with --chart-ref')
  const bare = newObject('HelmRelease', options, () => ({}))
  if (!options.export) ctx.out.generate('generating HelmRelease')
  if (strategy !== 'Revision' && strategy !== 'ChartVersion') {
    throw new FluxError('usage', `'${strategy}' is an invalid reconcile strategy(valid: Revision, ChartVersion)`)
  }
  const where = chart ? {chart: {spec: chartTemplate(options, chart)}} : {chartRef: reference(chartRef!)}
  const values = await helmValues(ctx, options.values)
  await createObject(ctx, options, {
    object: {...bare, spec: {...releaseSpec(options, values), ...where}},
    done: (ready) => [`HelmRelease ${name} is ready`, `applied revision ${releaseRevision(ready)}`],
  })
}

function releaseSpec(options: HelmReleaseOptions, values: JsonObject | undefined): JsonObject {
  const {crds, 'target-namespace': target} = options
  const install = omitEmpty({crds: crds ? 'Create' : undefined, createNamespace: options['create-target-namespace']})
  return {
    ...omitEmpty({
      dependsOn: dependencies(options['depends-on']),
      install: Object.keys(install).length > 0 ? install : undefined,
      kubeConfig: kubeConfigRef(options['kubeconfig-secret-ref']),
      releaseName: options['release-name'],
      serviceAccountName: options['service-account'],
      storageNamespace: options['storage-namespace'] || target,
      targetNamespace: target,
      upgrade: crds ? {crds} : undefined,
      values,
      valuesFrom: (options['values-from'] ?? []).map(valuesReference),
    }),
    interval: intervalText(options),
  }
}

function chartTemplate(options: HelmReleaseOptions, chart: string): JsonObject {
  const {kind, name = '', namespace} = options.source ?? {}
  return {
    ...omitEmpty({interval: durationText(options['chart-interval']), version: options['chart-version']}),
    chart,
    reconcileStrategy: options['reconcile-strategy'],
    sourceRef: {...omitEmpty({kind, namespace}), name},
  }
}

const CHART_KINDS = ['OCIRepository', 'HelmChart']
const VALUES_KINDS = ['Secret', 'ConfigMap']

function reference(text: string): JsonObject {
  const {kind, name, namespace} = kindNameNamespace(text)
  if (!CHART_KINDS.includes(kind)) {
    throw new FluxError('usage', `chart reference kind '${kind}' is not supported, must be one of: ${CHART_KINDS.join(', ')}`)
  }
  return {kind, name, ...omitEmpty({namespace})}
}

/** `<kind>/<name>` */
function valuesReference(text: string): JsonObject {
  const {kind, name} = kindName(text)
  if (kind === '') {
    throw new FluxError('usage', `invalid Kubernetes object reference '${text}', must be in format <kind>/<name>`)
  }
  const known = sameWord(VALUES_KINDS, kind)
  if (!known) {
    throw new FluxError('usage', `reference kind '${kind}' is not supported, must be one of: ${VALUES_KINDS.join(', ')}`)
  }
  return {kind: known, name}
}

/** The chart version of the newest release, else what was tried last. */
function releaseRevision(release: KubeObject): string {
  const {history} = statusOf(release)
  const [newest] = Array.isArray(history) ? history : []
  if (isObject(newest)) return typeof newest['chartVersion'] === 'string' ? newest['chartVersion'] : ''
  return textAt(release, ['status', 'lastAttemptedRevision'])
}
