import type {JsonObject} from '../../../src/lib/formats/json/value.js'
import type {KubeClient, KubeObject} from '../../../src/lib/ports/kube.js'

const TIME = '2026-01-15T12:00:00Z'
const READY = {type: 'Ready', status: 'True', reason: 'Succeeded', message: 'all is well', lastTransitionTime: TIME}
const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io/v1'
const SOURCE = 'source.toolkit.fluxcd.io/v1'
const HELM = 'helm.toolkit.fluxcd.io/v2'
const IMAGE = 'image.toolkit.fluxcd.io/v1'

const kustomization = (name: string) =>
  [KUSTOMIZE, 'Kustomization', 'flux-system', name, {interval: '10m', prune: true, path: './', sourceRef: source}] as const
const source = {kind: 'GitRepository', name: 'flux-system'}
const chart = {interval: '10m', chart: {spec: {chart: 'x', sourceRef: {kind: 'HelmRepository', name: 'charts'}}}}

/** The objects that the command lines of the seed documents name. */
const OBJECTS: readonly (readonly [string, string, string, string, JsonObject])[] = [
  [SOURCE, 'GitRepository', 'flux-system', 'flux-system', {interval: '1m', url: 'https://git.example.com/fleet'}],
  ...['apps', 'infrastructure', 'my-app', 'payments-app'].map(kustomization),
  [HELM, 'HelmRelease', 'apps', 'my-app', chart],
  [HELM, 'HelmRelease', 'ingress-nginx', 'ingress-nginx', chart],
  [IMAGE, 'ImageRepository', 'flux-system', 'my-app', {interval: '10m', image: 'registry.example.com/my-app'}],
  [
    ...[IMAGE, 'ImagePolicy', 'flux-system', 'my-app'],
    {imageRepositoryRef: {name: 'my-app'}, policy: {semver: {range: '1.x'}}},
  ] as unknown as (typeof OBJECTS)[number],
]

/** Brings them back to how they begin: ready and not suspended. */
export async function makeSeedFleet(kube: KubeClient): Promise<void> {
  await kube.apply({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'ingress-nginx'}}, {fieldManager: 'seeds'})
  for (const [apiVersion, kind, namespace, name, spec] of OBJECTS) {
    const object: KubeObject = {apiVersion, kind, metadata: {name, namespace}, spec}
    const {metadata} = await kube.apply(object, {fieldManager: 'seeds', force: true})
    const body = {
      status: {observedGeneration: metadata.generation!, conditions: [{...READY, observedGeneration: metadata.generation!}]},
    }
    await kube.patch({apiVersion, kind, namespace, name}, {type: 'merge', body}, {subresource: 'status', fieldManager: 'seeds'})
  }
}

/** What `--path ./apps/payments/overlays/production` names. */
export const PAYMENTS_FILES: Readonly<Record<string, string>> = {
  'apps/payments/overlays/production/kustomization.yaml': 'resources: [configmap.yaml]\n',
  'apps/payments/overlays/production/configmap.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: payments, namespace: apps}\ndata: {tier: production}\n',
}
