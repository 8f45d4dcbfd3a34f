import {messageOf} from '../../errors/flux-error.js'
import {goQuote} from '../../errors/go-quote.js'
import type {LeftOutLink} from '../../formats/archive/left-out-links.js'
import type {Artifact, ArtifactOwner} from '../../ports/artifacts.js'
import type {SourceRun} from './source-run.js'

/** Most symlinks that people are told of one by one. */
const MAX_TOLD = 10

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

/**
 * Says which symlinks a new artifact lacks: Flux's archives have none and nobody is told, so status and events stay silent.
 * All are logged; `warn` hears of those whose content is nowhere in the artifact.
 */
export function tellLeftOut(
  run: SourceRun,
  links: readonly LeftOutLink[],
  revision: string,
  warn: (message: string) => void,
): void {
  for (const {path, target, leads} of links) {
    run.log.info('symbolic link left out of the artifact', {path, target, leads, revision})
  }
  const lacking = links.filter(({leads}) => leads !== 'inside')
  const source = `${run.draft.kind} ${run.namespace}/${run.name}`
  for (const {path, target, leads} of lacking.slice(0, MAX_TOLD)) {
    const why = leads === 'outside' ? 'leads out of the repository' : 'leads nowhere'
    warn(`${source}: ${goQuote(path)} is left out, a symbolic link to ${goQuote(target)} that ${why}`)
  }
  const more = lacking.length - MAX_TOLD
  if (more > 0) warn(`${source}: ${more} more symbolic links are left out, the log of source-controller names them`)
}
