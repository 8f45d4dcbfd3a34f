import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {kustomizationTree} from '../../../../src/lib/actions/inspect/tree.js'
import {ApiError} from '../../../../src/lib/errors/api-error.js'
import {renderTree} from '../../../../src/lib/output/tree.js'
import type {KubeClient, KubeObject, ObjectRef} from '../../../../src/lib/ports/kube.js'

function kubeOf(objects: readonly KubeObject[]): KubeClient {
  const key = (kind: string, namespace: string | undefined, name: string) => [kind, namespace ?? '', name].join('/')
  const byKey = new Map(objects.map((object) => [key(object.kind, object.metadata.namespace, object.metadata.name!), object]))
  return {
    async get({kind, namespace, name}: ObjectRef) {
      const found = byKey.get(key(kind, namespace, name))
      if (!found) throw new ApiError({code: 404, reason: 'NotFound', message: `${kind} ${name} not found`})
      return found
    },
    async resourceFor({kind}: {kind: string}) {
      return {namespaced: kind !== 'ClusterRole'}
    },
  } as unknown as KubeClient
}

const kustomization = (name: string, ids: readonly string[], spec: object = {}): KubeObject =>
  ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name, namespace: 'apps'},
    spec,
    status: {inventory: {entries: ids.map((id) => ({id, v: 'v1'}))}},
  }) as KubeObject
const child = (name: string) => `apps_${name}_kustomize.toolkit.fluxcd.io_Kustomization`

async function text(objects: readonly KubeObject[], compact = false): Promise<string> {
  const context = {kube: kubeOf(objects), signal: new AbortController().signal}
  return renderTree(await kustomizationTree(context, {name: 'a', namespace: 'apps', compact}), undefined)
}

describe('flux tree kustomization', () => {
  it('ends where Kustomizations apply each other', async () => {
    const objects = [
      kustomization('a', [child('b')]),
      kustomization('b', [child('a'), child('c')]),
      kustomization('c', [child('b')]),
    ]
    expect(await text(objects)).toBe(
      [
        'Kustomization/apps/a',
        '└── Kustomization/apps/b',
        '    ├── Kustomization/apps/a',
        '    └── Kustomization/apps/c',
        '        └── Kustomization/apps/b',
        '',
        '',
      ].join('\n'),
    )
  })

  const release: KubeObject = {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: {name: 'r', namespace: 'apps'},
    spec: {},
    status: {storageNamespace: 'apps', history: [{name: 'r', namespace: 'apps', version: 1}]},
  }
  const stored = (bytes: Buffer): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: 'sh.helm.release.v1.r.v1', namespace: 'apps'},
    data: {release: Buffer.from(bytes.toString('base64')).toString('base64')},
  })
  const top = kustomization('a', ['apps_r_helm.toolkit.fluxcd.io_HelmRelease'])

  it('opens Helm releases, whose templates may leave the namespace out', async () => {
    const manifest =
      'kind: Service\napiVersion: v1\nmetadata: {name: s}\n---\n# nothing\n---\nkind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: c}\n'
    const secret = stored(gzipSync(JSON.stringify({manifest})))
    expect(await text([top, release, secret])).toContain('    ├── Service/apps/s\n    └── ClusterRole/c\n')
  })

  it('names the release whose storage cannot be read', async () => {
    await expect(text([top, release, stored(Buffer.from([0x1f, 0x8b, 1, 2, 3]))])).rejects.toThrow(
      /^failed to decode the Helm storage object for HelmRelease 'apps\/r': invalid character /,
    )
  })
})
