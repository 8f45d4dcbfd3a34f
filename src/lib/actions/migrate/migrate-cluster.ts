import {migrationPatch} from '../../apply/server-side/managers.js'
import {refOf, subjectOf} from '../../apply/subject.js'
import {isConflict, isNotFound} from '../../errors/api-error.js'
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
  const crds = await kube.list(CRD, {labelSelector: 'app.kubernetes.io/part-of=flux', signal}).catch((error: unknown) => {
    const cause = deadlineError(error, signal)
    throw new FluxError('migrate-failed', `failed to list CRDs: ${messageOf(cause)}`, {cause})
  })
  try {
    for (const crd of crds.items) await migrateKind(context, crd)
  } catch (error) {
    throw deadlineError(error, signal)
  }
  out.success('custom resources migrated successfully')
}

async function migrateKind(context: MigrateContext, crd: KubeObject): Promise<void> {
  const {kube, out, signal} = context
  const {group, names, versions} = crd.spec as unknown as {
    group: string
    names: {kind: string}
    versions: readonly {name: string; storage?: boolean}[]
  }
  const storage = versions.find((version) => version.storage)?.name
  if (storage === undefined) throw new FluxError('migrate-failed', `no storage version found for CRD ${crd.metadata.name}`)
  const {items} = await kube.list({apiVersion: `${group}/${storage}`, kind: names.kind}, {signal})
  for (const object of items) {
    const there = await retried(context, () => migrateObject(context, object, `${group}/${storage}`))
    if (there) out.success(`${subjectOf(refOf(object))} migrated to version ${storage}`)
  }
  const stored = statusOf(crd).storedVersions
  if (Array.isArray(stored) && stored.length === 1 && stored[0] === storage) return
  await retried(context, async () => {
    const now = await kube.get({...CRD, name: crd.metadata.name!}, {signal})
    const status = {...statusOf(now), storedVersions: [storage]}
    await kube.update({...now, status}, {subresource: 'status', fieldManager: 'flux', signal})
  })
  out.success(`${crd.metadata.name} migrated to storage version ${storage}`)
}

/** Writes the object anew in the storage version; false when it is gone. */
async function migrateObject({kube, signal}: MigrateContext, object: KubeObject, apiVersion: string): Promise<boolean> {
  const ref = {...refOf(object), apiVersion}
  const options = {fieldManager: 'flux', signal}
  try {
    const now = await kube.get(ref, {signal})
    const body = migrationPatch(now, apiVersion)
    // an empty patch makes the server store it again
    await kube.patch(ref, body ? {type: 'json', body} : {type: 'merge', body: {}}, options)
    return true
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
}

async function retried<T>({clock, signal}: MigrateContext, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error
      await clock.sleep(PAUSE_MS * 2 ** attempt, signal)
    }
  }
}
