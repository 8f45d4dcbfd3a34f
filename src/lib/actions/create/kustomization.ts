import {FluxError} from '../../errors/flux-error.js'
import {formatDuration} from '../../formats/duration/duration.js'
import type {JsonObject} from '../../formats/json/value.js'
import {textAt} from '../conditions.js'
import type {CreateContext, CreateOptions} from './context.js'
import {createObject, newObject} from './create-object.js'
import type {Reference} from './references.js'
import {dependencies, durationText, intervalText, kubeConfigRef, nameRef, omitEmpty} from './spec-parts.js'

export interface KustomizationOptions extends CreateOptions {
  readonly source?: Reference | undefined
  /** starts with `./` */
  readonly path: string
  readonly prune: boolean
  readonly wait: boolean
  readonly 'health-check'?: readonly string[] | undefined
  readonly 'health-check-timeout': number
  readonly 'depends-on'?: readonly string[] | undefined
  readonly 'service-account'?: string | undefined
  readonly 'decryption-provider'?: string | undefined
  readonly 'decryption-secret'?: string | undefined
  readonly 'target-namespace'?: string | undefined
  readonly 'kubeconfig-secret-ref'?: string | undefined
  readonly 'retry-interval': number
}

/** `flux create kustomization` (cli reference 5.7). */
export async function createKustomization(ctx: CreateContext, options: KustomizationOptions): Promise<void> {
  const {source, name} = options
  if (!source) throw new FluxError('usage', 'source is required')
  if (!options.export) ctx.out.generate('generating Kustomization')
  await createObject(ctx, options, {
    object: newObject('Kustomization', options, () => spec(options, source)),
    done: (ready) => [`Kustomization ${name} is ready`, `applied revision ${textAt(ready, ['status', 'lastAppliedRevision'])}`],
  })
}

function spec(options: KustomizationOptions, source: Reference): JsonObject {
  const {wait, 'decryption-provider': provider} = options
  const checks = wait ? [] : (options['health-check'] ?? []).map(healthCheck)
  const decryption = provider ? {provider, ...omitEmpty({secretRef: nameRef(options['decryption-secret'])})} : undefined
  return {
    ...omitEmpty({
      decryption,
      dependsOn: dependencies(options['depends-on']),
      healthChecks: checks,
      kubeConfig: kubeConfigRef(options['kubeconfig-secret-ref']),
      retryInterval: durationText(Math.max(0, options['retry-interval'])),
      serviceAccountName: options['service-account'],
      targetNamespace: options['target-namespace'],
      timeout: wait || checks.length > 0 ? formatDuration(options['health-check-timeout']) : undefined,
      wait,
    }),
    interval: intervalText(options),
    path: options.path,
    prune: options.prune,
    sourceRef: {kind: source.kind, name: source.name, ...omitEmpty({namespace: source.namespace})},
  }
}

const CHECKED = ['Deployment', 'DaemonSet', 'StatefulSet', 'HelmRelease']

/** `<kind>/<name>.<namespace>` */
function healthCheck(text: string): JsonObject {
  const parts = text.split('/')
  const form = `invalid health check '${text}' must be in the format 'kind/name.namespace'`
  if (parts.length !== 2) throw new FluxError('usage', `${form} [${parts.join(' ')}]`)
  const [kind, rest] = parts as [string, string]
  if (!CHECKED.includes(kind)) {
    const kinds = 'HelmRelease, Deployment, DaemonSet or StatefulSet'
    throw new FluxError('usage', `invalid health check kind '${kind}' can be ${kinds}`)
  }
  const names = rest.split('.')
  if (names.length !== 2) throw new FluxError('usage', form)
  const apiVersion = kind === 'HelmRelease' ? 'helm.toolkit.fluxcd.io/v2' : undefined
  return {...omitEmpty({apiVersion}), kind, ...omitEmpty({namespace: names[1]}), name: names[0]!}
}
