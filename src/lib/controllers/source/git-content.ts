import {upgradeRevision} from '../../adapters/git/revision.js'
import type {GitRepositorySpec, GitRepositoryStatus} from '../../kinds/types/gitrepository.gen.js'
import type {Artifact} from '../../ports/artifacts.js'

type Include = NonNullable<GitRepositorySpec['include']>[number]

/** True when an artifact is of that revision; old forms of revisions count as their new ones. */
export function hasRevision(artifact: Artifact | undefined, revision: string): boolean {
  return artifact !== undefined && upgradeRevision(artifact.revision) === upgradeRevision(revision)
}

/** True when the included artifacts are other ones than those in the status, in whatever order. */
export function includesDiffer(now: readonly Artifact[], observed: readonly Artifact[] | undefined): boolean {
  const before = observed ?? []
  if (now.length !== before.length) return true
  return now.some((artifact) => !before.some((other) => hasRevision(other, artifact.revision)))
}

/** True when anything but the commit that makes up the artifact is other than when it was built (source-controller 9.4). */
export function contentConfigChanged(
  spec: GitRepositorySpec,
  status: GitRepositoryStatus,
  includes: readonly Artifact[],
): boolean {
  const include = spec.include ?? []
  const sparse = spec.sparseCheckout ?? []
  const observedInclude = status.observedInclude ?? []
  const observedSparse = status.observedSparseCheckout ?? []
  const included = status.includedArtifacts ?? []
  return (
    spec.ignore !== status.observedIgnore ||
    (spec.recurseSubmodules ?? false) !== (status.observedRecurseSubmodules ?? false) ||
    include.length !== observedInclude.length ||
    needsVerification(spec, status) ||
    sparse.length !== observedSparse.length ||
    sparse.some((path, index) => path !== observedSparse[index]) ||
    include.length !== includes.length ||
    include.length !== included.length ||
    include.some(
      (item, index) =>
        !sameInclude(item, observedInclude[index]!) ||
        !hasRevision(included[index], includes[index]!.revision) ||
        included[index]!.digest !== includes[index]!.digest,
    )
  )
}

/** The mode of `spec.verify` in today's spelling. */
export function verificationMode(verify: NonNullable<GitRepositorySpec['verify']>): string {
  return verify.mode === undefined || verify.mode === 'head' ? 'HEAD' : verify.mode
}

/** True when signatures must be checked that were not checked for the artifact at hand. */
function needsVerification(spec: GitRepositorySpec, status: GitRepositoryStatus): boolean {
  if (!spec.verify) return false
  const observed = status.sourceVerificationMode
  const mode = verificationMode(spec.verify)
  if (observed === undefined) return true
  return (observed === 'Tag' && mode !== 'Tag') || (observed === 'HEAD' && mode !== 'HEAD')
}

function sameInclude(left: Include, right: Include): boolean {
  return (
    left.repository.name === right.repository.name &&
    (left.fromPath ?? '') === (right.fromPath ?? '') &&
    (left.toPath ?? '') === (right.toPath ?? '')
  )
}
