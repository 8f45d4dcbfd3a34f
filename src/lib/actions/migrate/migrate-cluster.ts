import {migrationPatch} from '../../apply/server-side/managers.js'
import {refOf, subjectOf} from '../../apply/subject.js'
import {isConflict, isNotFound, NoMatchError} from '../../errors/api-error.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {statusOf} from '../conditions.js'
import {deadlineError} from '../poll.js'

type MigrateContext = Pick<Context, 'kube' | 'clock' | 'signal' | 'out'>

const CRD = {apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition'}
/** Attempts when somebody writes meanwhile, and the pause between them in ms. */
const ATTEMPTS = 5
const PAUSE_MS = 10

/** `flux migrate`: stores every Flux object of the cluster in its storage version (cli reference 10.1). */
export async function migrateCluster(context: MigrateContext): Promise<void> {
  const {kube, out, signal} = context
  out.action('starting migration of custom resources')
  const crds = await kube
    .list(CRD, {labelSelector: 'app.kubernetes.io/part-of=flux', signal})
    .catch(failing('failed to list CRDs', signal))
  for (const {metadata} of crds.items) await migrateKind(context, metadata.name ?? '')
  out.success('custom resources migrated successfully')
}

/** The same error with what failed in front of it. */
function failing(what: string, signal: AbortSignal): (error: unknown) => never {
  return (error) => {
    const cause = deadlineError(error, signal)
    throw new FluxError('migrate-failed', `${what}: ${messageOf(cause)}`, {cause})
  }
}

async function migrateKind(context: MigrateContext, name: string): Promise<void> {
  const {kube, out, signal} = context
  const crd = await kube.get({...CRD, name}, {signal}).catch(failing(`failed to get CRD ${name}`, signal))
  const {group, names, versions} = crd.spec as unknown as {
    group: string
    names: {kind: string}
    versions: readonly {name: string; storage?: boolean}[]
  }
  const storage = versions.find((version) => version.storage)?.name
  if (storage === undefined) throw new FluxError('migrate-failed', `no storage version found for CRD ${name}`)
  const migrating = `failed to migrate resources for CRD ${name}:`
  const {items} = await kube.list({apiVersion: `${group}/${storage}`, kind: names.kind}, {signal}).catch((error: unknown) =>
    failing(
      `${migrating} failed to list resources for CRD ${name}`,
      signal,
    )(
      // its group is there: no other words are to be found for it
      error instanceof NoMatchError ? new Error(error.message) : error,
    ),
  )
  for (const object of items) {
    const subject = subjectOf(refOf(object))
    const there = await retried(context, (again) => migrateObject(context, object, `${group}/${storage}`, again)).catch(
      // two spaces, as in flux
      failing(`${migrating}  ${subject} failed to migrate`, signal),
    )
    if (there) out.success(`${subject} migrated to version ${storage}`)
  }
  const stored = statusOf(crd).storedVersions
  if (Array.isArray(stored) && stored.length === 1 && stored[0] === storage) return
  await retried(context, async () => {
    const now = await kube.get({...CRD, name}, {signal})
    const status = {...statusOf(now), storedVersions: [storage]}
    await kube.update({...now, status}, {subresource: 'status', fieldManager: 'flux', signal})
  }).catch(failing(`failed to update CRD ${name} status`, signal))
  out.success(`${name} migrated to storage version ${storage}`)
}

/** Writes the object anew in the storage version; false when it is gone. `again`: somebody wrote it meanwhile. */
async function migrateObject(
  {kube, signal}: MigrateContext,
  object: KubeObject,
  apiVersion: string,
  again: boolean,
): Promise<boolean> {
  const ref = {...refOf(object), apiVersion}
  const options = {fieldManager: 'flux', signal}
  try {
    const now = again ? await kube.get(ref, {signal}) : object
    const body = migrationPatch(now, apiVersion)
    // managers that somebody wrote since the list was read must not go: refused, then tried again
    const unchanged = {op: 'replace', path: '/metadata/resourceVersion', value: now.metadata.resourceVersion}
    // an empty patch makes the server store it again
    await kube.patch(ref, body ? {type: 'json', body: [unchanged, ...body]} : {type: 'merge', body: {}}, options)
    return true
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
}

async function retried<T>({clock, signal}: MigrateContext, work: (again: boolean) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt > 1)
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error
      await clock.sleep(PAUSE_MS * 2 ** attempt, signal)
    }
  }
}
