import type {ControllerOptions} from '../../controllers/runtime/controller.js'
import {goQuote} from '../../errors/go-quote.js'
import {SetupError, setupStep} from '../../errors/setup-error.js'
import {parseLabelSelector} from '../../formats/selector/label-selector.js'
import type {ReconcilerSettings} from '../run/controllers.js'
import {featureGates, kustomizeGates} from './feature-gates.js'

/** The flags of a controller that say how it reconciles, by their names; times in ms. */
export interface ControllerFlags {
  readonly concurrent: number
  readonly 'requeue-dependency': number
  readonly 'min-retry-delay': number
  readonly 'max-retry-delay': number
  readonly 'interval-jitter-percentage': number
  readonly 'watch-all-namespaces': boolean
  readonly 'watch-label-selector': string
  readonly 'watch-configs-label-selector': string
  readonly 'feature-gates': readonly (readonly [string, boolean])[]
  readonly 'default-service-account': string
  // kustomize-controller only
  readonly 'default-decryption-service-account'?: string
  readonly 'default-kubeconfig-service-account'?: string
  readonly 'concurrent-ssa'?: number
  readonly 'no-cross-namespace-refs'?: boolean
  readonly 'no-remote-bases'?: boolean
  readonly 'insecure-kubeconfig-tls'?: boolean
  readonly 'override-manager'?: readonly string[] | undefined
  readonly 'custom-apply-stage-kinds'?: string
}

export interface ControllerSetup {
  readonly options: ControllerOptions
  readonly settings: ReconcilerSettings
}

/**
 * What the flags amount to. Throws SetupError where Flux's controllers refuse to start, in their words
 * (source-controller 16, kustomize-controller 20). `namespace` is the controller's own.
 */
export function controllerSetup(name: string, flags: ControllerFlags, namespace: string | undefined): ControllerSetup {
  const gates = featureGates(name, flags['feature-gates'])
  const jitter = flags['interval-jitter-percentage']
  // each in its own order
  const checks = [() => refuseIdentities(name, flags, gates), () => refuseJitter(jitter)]
  for (const check of name === 'source-controller' ? checks : checks.toReversed()) check()
  checkSelectors(name, flags)
  return {
    options: {
      concurrent: Math.max(1, flags.concurrent),
      minRetryDelay: flags['min-retry-delay'],
      maxRetryDelay: flags['max-retry-delay'],
      jitterPercentage: jitter,
      watchLabelSelector: flags['watch-label-selector'] || undefined,
      namespace: flags['watch-all-namespaces'] ? undefined : namespace,
    },
    settings: {
      source: {requeueDependencyMs: flags['requeue-dependency']},
      kustomize: {
        concurrentSsa: flags['concurrent-ssa'] ?? 4,
        requeueDependency: flags['requeue-dependency'],
        noCrossNamespaceRefs: flags['no-cross-namespace-refs'] ?? false,
        noRemoteBases: flags['no-remote-bases'] ?? false,
        defaultServiceAccount: flags['default-service-account'],
        overrideManagers: flags['override-manager'] ?? [],
        customApplyStageKinds: stageKinds(flags['custom-apply-stage-kinds'] ?? ''),
        watchConfigsLabelSelector: flags['watch-configs-label-selector'],
        insecureKubeconfigTls: flags['insecure-kubeconfig-tls'] ?? false,
        gates: kustomizeGates(gates),
      },
    },
  }
}

function refuseJitter(percentage: number): void {
  const words = 'the interval jitter percentage must be a non-negative value and less than 100'
  if (percentage >= 100) throw new SetupError('unable to set global jitter', words)
}

/** Accounts of objects that name none can log in to clouds only with the gate for it. */
function refuseIdentities(name: string, flags: ControllerFlags, gates: Readonly<Record<string, boolean>>): void {
  const accounts =
    name === 'source-controller'
      ? [flags['default-service-account']]
      : [flags['default-decryption-service-account'], flags['default-kubeconfig-service-account']]
  if (gates['ObjectLevelWorkloadIdentity'] || !accounts.some(Boolean)) return
  throw new SetupError(
    'invalid configuration',
    'cannot set default service accounts when the feature gate ObjectLevelWorkloadIdentity is not enabled',
  )
}

/** source-controller has the flag about ConfigMaps and Secrets without any use for it. */
function checkSelectors(name: string, flags: ControllerFlags): void {
  const shard = flags['watch-label-selector']
  const words = `couldn't parse the selector string ${goQuote(shard)}: `
  setupStep('unable to configure watch label selector for manager', () => parseLabelSelector(shard), words)
  if (name === 'source-controller') return
  const configs = flags['watch-configs-label-selector']
  setupStep('unable to configure watch configs label selector for controller', () => parseLabelSelector(configs))
}

/** `apps/Deployment,ConfigMap` as a list, without the empty parts. */
function stageKinds(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
