import type {KustomizeOptions} from '../../src/lib/controllers/kustomize/options.js'
import {parseDuration} from '../../src/lib/formats/duration/duration.js'

/** Flags of a recorded controller as the options of ours. Both ran with `--requeue-dependency=5s`. */
export interface ControllerFlags {
  readonly digestAlgorithm: string
  readonly retentionTtlMs: number
  readonly retentionRecords: number
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

export const REQUEUE_DEPENDENCY_MS = 5_000

export function parseFlags(flags: {readonly source: readonly string[]; readonly kustomize: readonly string[]}): ControllerFlags {
  const source = pairs(flags.source)
  const kustomize = pairs(flags.kustomize)
  const known = ['feature-gates', 'no-cross-namespace-refs', 'no-remote-bases', 'default-service-account', 'override-manager']
  for (const name of kustomize.keys())
    if (
      ![...known, 'concurrent', 'custom-apply-stage-kinds', 'watch-configs-label-selector', 'requeue-dependency'].includes(name)
    )
      throw new Error(`the scenario runner does not know the flag --${name} of kustomize-controller`)
  const last = (name: string) => kustomize.get(name)?.at(-1)
  const gates: Partial<Record<keyof KustomizeOptions['gates'], boolean>> = {}
  for (const item of (last('feature-gates') ?? '').split(',').filter(Boolean)) {
    const [name = '', value] = item.split('=')
    const gate = GATES[name]
    if (!gate) continue
    gates[gate] = value === 'true'
  }
  return {
    digestAlgorithm: source.get('artifact-digest-algo')?.at(-1) ?? 'sha256',
    retentionTtlMs: parseDuration(source.get('artifact-retention-ttl')?.at(-1) ?? '1m'),
    retentionRecords: Number(source.get('artifact-retention-records')?.at(-1) ?? 2),
    kustomize: {
      requeueDependency: REQUEUE_DEPENDENCY_MS,
      noCrossNamespaceRefs: last('no-cross-namespace-refs') === 'true',
      noRemoteBases: last('no-remote-bases') === 'true',
      defaultServiceAccount: last('default-service-account') ?? '',
      overrideManagers: kustomize.get('override-manager') ?? [],
      customApplyStageKinds: (last('custom-apply-stage-kinds') ?? '').split(',').filter(Boolean),
      ...(Object.keys(gates).length > 0 ? {gates: gates as KustomizeOptions['gates']} : {}),
    },
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
