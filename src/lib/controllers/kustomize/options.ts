/** Feature gates of kustomize-controller that change what a run does. */
export interface KustomizeGates {
  readonly additiveCelDependencyCheck: boolean
  readonly cancelHealthCheckOnNewRevision: boolean
  readonly disableConfigWatchers: boolean
  readonly disableFailFastBehavior: boolean
  readonly externalArtifact: boolean
  readonly groupChangeLog: boolean
  readonly migrateApiVersion: boolean
  readonly objectLevelWorkloadIdentity: boolean
  readonly strictPostBuildSubstitutions: boolean
}

/** Flags of kustomize-controller (reference 20); times in milliseconds. */
export interface KustomizeOptions {
  readonly concurrentSsa: number
  readonly requeueDependency: number
  readonly noRemoteBases: boolean
  readonly noCrossNamespaceRefs: boolean
  readonly defaultServiceAccount: string
  readonly overrideManagers: readonly string[]
  /** `group/Kind`, core kinds as `Kind` */
  readonly customApplyStageKinds: readonly string[]
  readonly watchConfigsLabelSelector: string
  readonly insecureKubeconfigTls: boolean
  /** objects that no Kustomization applies, as `Kind/namespace/name`: the Deployments that this process stands in for */
  readonly leftAlone: readonly string[]
  readonly gates: KustomizeGates
}

export const DEFAULT_KUSTOMIZE_OPTIONS: KustomizeOptions = {
  concurrentSsa: 4,
  requeueDependency: 30_000,
  noRemoteBases: false,
  noCrossNamespaceRefs: false,
  defaultServiceAccount: '',
  overrideManagers: [],
  customApplyStageKinds: [],
  watchConfigsLabelSelector: 'reconcile.fluxcd.io/watch=Enabled',
  insecureKubeconfigTls: false,
  leftAlone: [],
  gates: {
    additiveCelDependencyCheck: false,
    cancelHealthCheckOnNewRevision: false,
    disableConfigWatchers: false,
    disableFailFastBehavior: false,
    externalArtifact: false,
    groupChangeLog: false,
    migrateApiVersion: false,
    objectLevelWorkloadIdentity: false,
    strictPostBuildSubstitutions: true,
  },
}
