import type {JsonObject} from '../../../src/lib/formats/json/value.js'
import type {KubeClient} from '../../../src/lib/ports/kube.js'

const SYNC = {
  GitRepository: 'source.toolkit.fluxcd.io/v1',
  Kustomization: 'kustomize.toolkit.fluxcd.io/v1',
} as const

export interface FollowedLogin {
  /** what is said of it until somebody asks */
  fault?: string | undefined
  /** what is said then */
  answer?: string | undefined
}

/**
 * What source- and kustomize-controller do here: say that they have the newest commit, or what is wrong with the login, which
 * they try again only when they are asked to. Ends with what it returns.
 */
export function followGit(kube: KubeClient, head: () => string, login: FollowedLogin = {}): () => Promise<void> {
  let stopped = false
  const look = async () => {
    for (const [kind, apiVersion] of Object.entries(SYNC)) {
      const ref = {apiVersion, kind, namespace: 'flux-system', name: 'flux-system'}
      const object = await kube.get(ref).catch(() => undefined)
      if (!object) continue
      const asked = object.metadata.annotations?.['reconcile.fluxcd.io/requestedAt']
      const handled = (object.status as JsonObject | undefined)?.lastHandledReconcileAt
      if (asked !== handled) login.fault = login.answer
      const wrong = kind === 'GitRepository' ? login.fault : undefined
      const revision = `main@sha1:${head()}`
      const time = '2026-01-01T00:00:00Z'
      const well = {type: 'Ready', status: 'True', reason: 'Succeeded', message: 'ok', lastTransitionTime: time}
      const ready = wrong === undefined ? well : {...well, status: 'False', reason: 'Failed', message: wrong}
      const artifact = {path: 'x', revision, url: 'http://x/x', digest: `sha256:${'0'.repeat(64)}`, lastUpdateTime: time}
      const own = kind === 'GitRepository' ? {artifact} : {lastAttemptedRevision: revision, lastAppliedRevision: revision}
      const status: JsonObject = {observedGeneration: object.metadata.generation ?? 1, conditions: [ready], ...own}
      if (asked !== undefined) status.lastHandledReconcileAt = asked
      await kube.patch(ref, {type: 'merge', body: {status}}, {subresource: 'status'}).catch(() => undefined)
    }
  }
  const loop = (async () => {
    while (!stopped) {
      await look()
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })()
  return async () => {
    stopped = true
    await loop
  }
}
