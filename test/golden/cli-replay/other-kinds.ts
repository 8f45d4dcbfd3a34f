import type {KubeObject} from '../../../src/lib/ports/kube.js'

const KINDS: readonly [group: string, version: string, kind: string, plural: string][] = [
  ['source.toolkit.fluxcd.io', 'v1', 'OCIRepository', 'ocirepositories'],
  ['source.toolkit.fluxcd.io', 'v1', 'Bucket', 'buckets'],
  ['source.toolkit.fluxcd.io', 'v1', 'HelmRepository', 'helmrepositories'],
  ['source.toolkit.fluxcd.io', 'v1', 'HelmChart', 'helmcharts'],
  ['source.toolkit.fluxcd.io', 'v1', 'ExternalArtifact', 'externalartifacts'],
  ['helm.toolkit.fluxcd.io', 'v2', 'HelmRelease', 'helmreleases'],
  ['notification.toolkit.fluxcd.io', 'v1beta3', 'Alert', 'alerts'],
  ['notification.toolkit.fluxcd.io', 'v1beta3', 'Provider', 'providers'],
  ['notification.toolkit.fluxcd.io', 'v1', 'Receiver', 'receivers'],
  ['image.toolkit.fluxcd.io', 'v1', 'ImageRepository', 'imagerepositories'],
  ['image.toolkit.fluxcd.io', 'v1', 'ImagePolicy', 'imagepolicies'],
  ['image.toolkit.fluxcd.io', 'v1', 'ImageUpdateAutomation', 'imageupdateautomations'],
]

const OPEN = {'x-kubernetes-preserve-unknown-fields': true}
/** the one default that recorded objects show */
const SPEC = {spec: {type: 'object', ...OPEN, properties: {timeout: {type: 'string', default: '60s'}}}}

/** CRDs without a schema for Flux's kinds that have none here yet: set-ups of recorded cases make such objects. */
export function openCrds(known: ReadonlySet<string>): KubeObject[] {
  return KINDS.filter(([group, , , plural]) => !known.has(`${plural}.${group}`)).map(([group, version, kind, plural]) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {name: `${plural}.${group}`},
    spec: {
      group,
      names: {kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List`},
      scope: 'Namespaced',
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: {status: {}},
          schema: {
            openAPIV3Schema: {type: 'object', ...OPEN, properties: kind === 'OCIRepository' || kind === 'Bucket' ? SPEC : {}},
          },
        },
      ],
    },
  }))
}
