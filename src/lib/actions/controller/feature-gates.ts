import type {KustomizeGates} from '../../controllers/kustomize/options.js'
import {SetupError} from '../../errors/setup-error.js'

/** Feature gates of each controller and their defaults (source-controller 16.2, kustomize-controller 20). */
const GATES: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  'source-controller': {CacheSecretsAndConfigMaps: false, ObjectLevelWorkloadIdentity: false},
  'kustomize-controller': {
    AdditiveCELDependencyCheck: false,
    CacheSecretsAndConfigMaps: false,
    CancelHealthCheckOnNewRevision: false,
    DirectSourceFetch: false,
    DisableConfigWatchers: false,
    DisableFailFastBehavior: false,
    DisableStatusPollerCache: true,
    ExternalArtifact: false,
    GroupChangeLog: false,
    MigrateAPIVersion: false,
    ObjectLevelWorkloadIdentity: false,
    StrictPostBuildSubstitutions: true,
  },
}

/**
 * The gates of a controller as `--feature-gates` sets them, by name. Throws SetupError for a gate that the
 * controller does not have.
 */
export function featureGates(
  controller: string,
  wanted: readonly (readonly [string, boolean])[],
): Readonly<Record<string, boolean>> {
  const gates: Record<string, boolean> = {...GATES[controller]}
  for (const [name, on] of wanted) {
    if (!Object.hasOwn(gates, name)) {
      throw new SetupError('unable to load feature gates', `feature-gate '${name}' not supported`)
    }
    gates[name] = on
  }
  return gates
}

/** The gates that change what a run of kustomize-controller does. */
export function kustomizeGates(gates: Readonly<Record<string, boolean>>): KustomizeGates {
  const isOn = (name: string) => gates[name] === true
  return {
    additiveCelDependencyCheck: isOn('AdditiveCELDependencyCheck'),
    cancelHealthCheckOnNewRevision: isOn('CancelHealthCheckOnNewRevision'),
    disableConfigWatchers: isOn('DisableConfigWatchers'),
    disableFailFastBehavior: isOn('DisableFailFastBehavior'),
    externalArtifact: isOn('ExternalArtifact'),
    groupChangeLog: isOn('GroupChangeLog'),
    migrateApiVersion: isOn('MigrateAPIVersion'),
    objectLevelWorkloadIdentity: isOn('ObjectLevelWorkloadIdentity'),
    strictPostBuildSubstitutions: isOn('StrictPostBuildSubstitutions'),
  }
}
