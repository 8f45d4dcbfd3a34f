import type {KubeObject} from '../../../src/lib/ports/kube.js'

/** Kinds without commands here that a replayed command line touches all the same (`--with-source`). */
const KINDS: readonly [group: string, version: string, kind: string, plural: string][] = [
  ['source.toolkit.fluxcd.io', 'v1', 'OCIRepository', 'ocirepositories'],
  ['source.toolkit.fluxcd.io', 'v1', 'Bucket', 'buckets'],
]

const OPEN = {'x-kubernetes-preserve-unknown-fields': true}
/** the one default that recorded objects show */
const SPEC = {spec: {type: 'object', ...OPEN, properties: {timeout: {type: 'string', default: '60s'}}}}

/** CRDs without a schema for Flux's kinds that have none here yet; other objects of a set-up are left out. */
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
            openAPIV3Schema: {type: 'object', ...OPEN, properties: SPEC},
          },
        },
      ],
    },
  }))
}
