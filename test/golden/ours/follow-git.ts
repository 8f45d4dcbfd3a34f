import type {JsonObject} from '../../../src/lib/formats/json/value.js'
import type {KubeClient} from '../../../src/lib/ports/kube.js'

const SYNC = {
  GitRepository: 'source.toolkit.fluxcd.io/v1',
  Kustomization: 'kustomize.toolkit.fluxcd.io/v1',
} as const

/** What source- and kustomize-controller do here: say that they have the newest commit. Ends with what it returns. */
export function followGit(kube: KubeClient, head: () => string): () => Promise<void> {
  let stopped = false
  const look = async () => {
    for (const [kind, apiVersion] of Object.entries(SYNC)) {
      const ref = {apiVersion, kind, namespace: 'flux-system', name: 'flux-system'}
      const object = await kube.get(ref).catch(() => undefined)
      if (!object) continue
      const revision = `main@sha1:${head()}`
      const time = '2026-01-01T00:00:00Z'
      const ready = {type: 'Ready', status: 'True', reason: 'Succeeded', message: 'ok', lastTransitionTime: time}
      const artifact = {path: 'x', revision, url: 'http://x/x', digest: `sha256:${'0'.repeat(64)}`, lastUpdateTime: time}
      const own = kind === 'GitRepository' ? {artifact} : {lastAttemptedRevision: revision, lastAppliedRevision: revision}
      const status: JsonObject = {observedGeneration: object.metadata.generation ?? 1, conditions: [ready], ...own}
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
