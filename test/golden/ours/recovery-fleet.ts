import {setTimeout} from 'node:timers/promises'
import {isObject} from '../../../src/lib/formats/json/value.js'
import type {KubeClient, KubeObject, ObjectRef} from '../../../src/lib/ports/kube.js'

/** Values that no output may hold. */
export const CANARIES = ['canary-git-password', 'canary-age-key', 'canary-registry', 'canary-hook', 'canary-dropped']

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** A cluster's fleet: two namespaces, a source with credentials, encryption, variables, a release with its chart, notifications. */
export const FLEET = `apiVersion: v1
kind: Namespace
metadata: {name: apps, labels: {team: web}}
---
apiVersion: v1
kind: Secret
metadata:
  name: git-auth
  namespace: flux-system
  annotations: {kubectl.kubernetes.io/last-applied-configuration: canary-dropped}
data: {password: ${base64('canary-git-password')}, username: ${base64('git')}}
---
apiVersion: v1
kind: Secret
metadata: {name: sops-age, namespace: flux-system}
data: {age.agekey: ${base64('canary-age-key')}}
---
apiVersion: v1
kind: Secret
metadata: {name: pull, namespace: apps}
type: kubernetes.io/dockerconfigjson
data: {.dockerconfigjson: ${base64('{"auths":{"r.example.com":{"auth":"canary-registry"}}}')}}
---
apiVersion: v1
kind: Secret
metadata: {name: hook, namespace: flux-system}
data: {token: ${base64('canary-hook')}}
---
apiVersion: v1
kind: Secret
metadata: {name: unrelated, namespace: apps}
data: {x: ${base64('canary-dropped')}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cluster-vars, namespace: flux-system}
data: {cluster: production}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web-values, namespace: apps}
data: {values.yaml: "replicas: 2"}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: puller, namespace: apps}
imagePullSecrets: [{name: pull}]
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: flux-system
  namespace: flux-system
  annotations: {reconcile.fluxcd.io/requestedAt: "2026-01-01T00:00:00Z"}
  labels: {kustomize.toolkit.fluxcd.io/name: flux-system, kustomize.toolkit.fluxcd.io/namespace: flux-system}
spec: {interval: 1m, url: "https://git.example.com/fleet", ref: {branch: main}, secretRef: {name: git-auth}}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: charts, namespace: apps}
spec: {interval: 5m, url: "oci://r.example.com/charts", serviceAccountName: puller}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: charts, namespace: apps}
spec: {interval: 5m, url: "https://charts.example.com"}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmChart
metadata:
  name: apps-web
  namespace: apps
  labels: {helm.toolkit.fluxcd.io/name: web, helm.toolkit.fluxcd.io/namespace: apps}
spec: {interval: 5m, chart: web, sourceRef: {kind: HelmRepository, name: charts}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 10m
  prune: true
  path: ./apps
  dependsOn: [{name: infrastructure}]
  sourceRef: {kind: GitRepository, name: flux-system}
  decryption: {provider: sops, secretRef: {name: sops-age}}
  postBuild:
    substituteFrom: [{kind: ConfigMap, name: cluster-vars}, {kind: Secret, name: more-vars, optional: true}]
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: infrastructure, namespace: flux-system}
spec: {interval: 10m, prune: true, path: ./infrastructure, sourceRef: {kind: GitRepository, name: flux-system}}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web, namespace: apps}
spec:
  interval: 10m
  chart: {spec: {chart: web, sourceRef: {kind: HelmRepository, name: charts}}}
  valuesFrom: [{kind: ConfigMap, name: web-values}]
  values: {secretRef: {name: unrelated}}
---
apiVersion: notification.toolkit.fluxcd.io/v1
kind: Receiver
metadata: {name: push, namespace: flux-system}
spec: {type: generic, secretRef: {name: hook}, resources: [{kind: GitRepository, name: flux-system}]}
---
apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Alert
metadata: {name: ops, namespace: flux-system}
spec: {providerRef: {name: chat}, eventSources: [{kind: Kustomization, name: "*"}]}
---
apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Provider
metadata: {name: chat, namespace: flux-system}
spec: {type: slack, address: "https://chat.example.com/hook"}
`

const KINDS = [
  ...['GitRepository', 'OCIRepository', 'HelmRepository', 'HelmChart'].map((kind) => ['source.toolkit.fluxcd.io/v1', kind]),
  ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization'],
  ['helm.toolkit.fluxcd.io/v2', 'HelmRelease'],
  ['notification.toolkit.fluxcd.io/v1', 'Receiver'],
  ...['Alert', 'Provider'].map((kind) => ['notification.toolkit.fluxcd.io/v1beta3', kind]),
] as const

/** Deletes the fleet: every object of Flux, the namespace with all in it, what is in flux-system. */
export async function wipe(kube: KubeClient): Promise<void> {
  const of = async (apiVersion: string, kind: string, namespace?: string) => {
    const {items} = await kube.list({apiVersion, kind}, {namespace})
    for (const {metadata} of items) {
      await kube.delete({apiVersion, kind, namespace: metadata.namespace, name: metadata.name!})
    }
  }
  for (const [apiVersion, kind] of KINDS) await of(apiVersion!, kind!)
  for (const kind of ['Secret', 'ConfigMap']) await of('v1', kind, 'flux-system')
  for (const kind of ['Secret', 'ConfigMap', 'ServiceAccount']) await of('v1', kind, 'apps')
  const apps = {apiVersion: 'v1', kind: 'Namespace', name: 'apps'}
  await kube.delete(apps).catch(() => undefined)
  for (let attempt = 0; attempt < 6000 && (await isThere(kube, apps)); attempt++) await setTimeout(5)
}

const isThere = (kube: KubeClient, ref: ObjectRef) =>
  kube.get(ref).then(
    () => true,
    () => false,
  )

/** Plays the controllers until stopped: every object is reported on, as ready unless `unready` says why it is not. */
export function playControllers(kube: KubeClient, unready: (object: KubeObject) => string | undefined): () => Promise<void> {
  const stop = new AbortController()
  const playing = KINDS.map(async ([apiVersion, kind]) => {
    for await (const event of kube.watch({apiVersion: apiVersion!, kind: kind!}, {signal: stop.signal})) {
      if (event.type === 'ADDED' || event.type === 'MODIFIED') await report(kube, event.object, unready(event.object))
    }
  })
  return async () => {
    stop.abort()
    await Promise.allSettled(playing)
  }
}

async function report(kube: KubeClient, object: KubeObject, message: string | undefined): Promise<void> {
  const {apiVersion, kind, metadata, spec, status} = object
  const {generation = 1, namespace, name} = metadata
  const isStatic = kind === 'Alert' || kind === 'Provider'
  if (isStatic || metadata.deletionTimestamp || (isObject(spec) && spec.suspend === true)) return
  if (isObject(status) && status.observedGeneration === generation) return
  const ready = {
    ...{type: 'Ready', status: message === undefined ? 'True' : 'False', observedGeneration: generation},
    ...{reason: 'Any', message: message ?? 'done', lastTransitionTime: '2026-01-01T00:00:00Z'},
  }
  const body = {status: {observedGeneration: generation, conditions: [ready]}}
  await kube.patch(
    {apiVersion, kind, namespace, name: name!},
    {type: 'merge', body},
    {subresource: 'status', fieldManager: 'controller'},
  )
}
