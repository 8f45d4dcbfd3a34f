import type {KustomizeOptions} from '../../src/lib/controllers/kustomize/options.js'
import type {ControllerOptions} from '../../src/lib/controllers/runtime/controller.js'
import {parseDuration} from '../../src/lib/formats/duration/duration.js'

/** Flags of the recorded controllers as the options of ours. */
export interface ControllerFlags {
  readonly digestAlgorithm: string
  readonly retentionTtlMs: number
  readonly retentionRecords: number
  /** --requeue-dependency of source-controller */
  readonly sourceRequeueMs: number
  readonly sourceRuntime: ControllerOptions
  readonly kustomizeRuntime: ControllerOptions
  readonly kustomize: Partial<KustomizeOptions>
}

const GATES: Readonly<Record<string, keyof KustomizeOptions['gates']>> = {
  AdditiveCELDependencyCheck: 'additiveCelDependencyCheck',
  CancelHealthCheckOnNewRevision: 'cancelHealthCheckOnNewRevision',
  DisableConfigWatchers: 'disableConfigWatchers',
  DisableFailFastBehavior: 'disableFailFastBehavior',
  ExternalArtifact: 'externalArtifact',
  GroupChangeLog: 'groupChangeLog',
  MigrateAPIVersion: 'migrateApiVersion',
  ObjectLevelWorkloadIdentity: 'objectLevelWorkloadIdentity',
  StrictPostBuildSubstitutions: 'strictPostBuildSubstitutions',
}

/** Both ran with this unless a scenario says otherwise. */
const REQUEUE_DEPENDENCY = '5s'

/** Flags that change how work is queued, of either controller. */
const RUNTIME = [
  ...['concurrent', 'requeue-dependency', 'interval-jitter-percentage', 'min-retry-delay', 'max-retry-delay'],
  'watch-label-selector',
]
const KNOWN = {
  source: [...RUNTIME, 'artifact-digest-algo', 'artifact-retention-ttl', 'artifact-retention-records', 'feature-gates'],
  kustomize: [
    ...[...RUNTIME, 'feature-gates', 'no-cross-namespace-refs', 'no-remote-bases', 'default-service-account', 'override-manager'],
    ...['custom-apply-stage-kinds', 'watch-configs-label-selector', 'insecure-kubeconfig-tls', 'concurrent-ssa'],
  ],
}

export function parseFlags(flags: {readonly source: readonly string[]; readonly kustomize: readonly string[]}): ControllerFlags {
  const source = reader(flags.source, 'source')
  const kustomize = reader(flags.kustomize, 'kustomize')
  const gates: Partial<Record<keyof KustomizeOptions['gates'], boolean>> = {}
  for (const item of kustomize.last('feature-gates', '').split(',').filter(Boolean)) {
    const [name = '', value] = item.split('=')
    const gate = GATES[name]
    if (gate) gates[gate] = value === 'true'
  }
  return {
    digestAlgorithm: source.last('artifact-digest-algo', 'sha256'),
    retentionTtlMs: parseDuration(source.last('artifact-retention-ttl', '1m')),
    retentionRecords: Number(source.last('artifact-retention-records', '2')),
    sourceRequeueMs: parseDuration(source.last('requeue-dependency', REQUEUE_DEPENDENCY)),
    sourceRuntime: runtimeOf(source, 2),
    kustomizeRuntime: runtimeOf(kustomize, 4),
    kustomize: {
      requeueDependency: parseDuration(kustomize.last('requeue-dependency', REQUEUE_DEPENDENCY)),
      noCrossNamespaceRefs: kustomize.last('no-cross-namespace-refs', 'false') === 'true',
      noRemoteBases: kustomize.last('no-remote-bases', 'false') === 'true',
      insecureKubeconfigTls: kustomize.last('insecure-kubeconfig-tls', 'false') === 'true',
      defaultServiceAccount: kustomize.last('default-service-account', ''),
      overrideManagers: kustomize.all('override-manager'),
      customApplyStageKinds: kustomize.last('custom-apply-stage-kinds', '').split(',').filter(Boolean),
      watchConfigsLabelSelector: kustomize.last('watch-configs-label-selector', 'reconcile.fluxcd.io/watch=Enabled'),
      ...(Object.keys(gates).length > 0 ? {gates: gates as KustomizeOptions['gates']} : {}),
    },
  }
}

function runtimeOf(flags: ReturnType<typeof reader>, concurrent: number): ControllerOptions {
  return {
    concurrent: Number(flags.last('concurrent', String(concurrent))),
    jitterPercentage: Number(flags.last('interval-jitter-percentage', '5')),
    minRetryDelay: parseDuration(flags.last('min-retry-delay', '750ms')),
    maxRetryDelay: parseDuration(flags.last('max-retry-delay', '15m')),
    watchLabelSelector: flags.last('watch-label-selector', '') || undefined,
  }
}

function reader(flags: readonly string[], controller: keyof typeof KNOWN) {
  const values = pairs(flags)
  for (const name of values.keys())
    if (!KNOWN[controller].includes(name))
      throw new Error(`the scenario runner does not know --${name} of ${controller}-controller`)
  return {
    all: (name: string) => values.get(name) ?? [],
    last: (name: string, fallback: string) => values.get(name)?.at(-1) ?? fallback,
  }
}

function pairs(flags: readonly string[]): Map<string, string[]> {
  const all = new Map<string, string[]>()
  for (const flag of flags) {
    const [name = '', value = 'true'] = flag.replace(/^--/, '').split(/=(.*)/s)
    all.set(name, [...(all.get(name) ?? []), value])
  }
  return all
}
