import {messageOf} from '../../errors/flux-error.js'
import type {Artifact, ArtifactOwner} from '../../ports/artifacts.js'
import type {SourceRun} from './source-run.js'

/** The artifact in an object's status. */
export function artifactOf(run: SourceRun): Artifact | undefined {
  return run.draft.status.artifact as Artifact | undefined
}

export function ownerOf(run: SourceRun): ArtifactOwner {
  return {kind: run.draft.kind, namespace: run.namespace, name: run.name}
}

/**
 * First step of every source: old files go, the advertised one is checked, its URL follows the store's address
 * (source-controller 2.3).
 */
export async function reconcileStorage(run: SourceRun): Promise<void> {
  await collectGarbage(run)
  const artifact = artifactOf(run)
  const present = artifact !== undefined && (await isStored(run, artifact))
  if (present) {
    run.draft.status.artifact = {...artifact, url: run.context.artifacts.url(artifact.path)}
    return
  }
  delete run.draft.status.artifact
  run.progress(artifact ? 'building artifact: disappeared from storage' : 'building artifact', {drift: true})
  run.unmark('ArtifactInStorage')
  await run.patch()
}

async function isStored(run: SourceRun, artifact: Artifact): Promise<boolean> {
  const found = await run.context.artifacts.check(artifact)
  if (found.state !== 'damaged') return found.state === 'stored'
  run.event('Warning', 'ArtifactVerificationFailed', `failed to verify integrity of artifact: ${found.reason}`)
  await run.context.artifacts.remove(artifact)
  return false
}

/** A failure here never stops a run. */
async function collectGarbage(run: SourceRun): Promise<void> {
  const artifact = artifactOf(run)
  if (!artifact) return
  try {
    const removed = await run.context.artifacts.retain(ownerOf(run), artifact)
    if (removed.length > 0) run.trace('GarbageCollectionSucceeded', `garbage collected ${removed.length} artifacts`)
  } catch (error) {
    run.log.error('garbage collection failed', error, {artifact: artifact.path, message: messageOf(error)})
  }
}
