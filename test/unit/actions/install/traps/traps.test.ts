import {describe, expect, it} from 'vitest'
import type {Installation} from '../../../../../src/lib/actions/install/traps/trap.js'
import {traps} from '../../../../../src/lib/actions/install/traps/traps.js'
import {ApiError} from '../../../../../src/lib/errors/api-error.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import type {KubeClient, KubeObject} from '../../../../../src/lib/ports/kube.js'

const NAMESPACE = 'flux-system'

function controller(name: string, args: readonly string[] = [], version = 'v2.9.5', image = ''): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name, namespace: NAMESPACE, labels: {'app.kubernetes.io/version': version}},
    spec: {
      template: {
        spec: {
          containers: [
            {name: 'sidecar', args: ['--default-service-account=x']},
            {name: 'manager', args: [...args], image},
          ],
        },
      },
    },
  }
}

function kustomization(name: string, spec: JsonObject, ids: readonly string[] = []): KubeObject {
  const status = {inventory: {entries: ids.map((id) => ({id, v: 'v1'}))}}
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name, namespace: NAMESPACE},
    ...{spec, status},
  }
}

/** What is in the cluster; access reviews are answered with `allowed`, kinds in `forbidden` are not listed. */
function cluster(objects: readonly KubeObject[], {allowed = true, forbidden = ''} = {}): KubeClient {
  const failure = (code: number, reason: string) =>
    new ApiError({kind: 'Status', status: 'Failure', message: reason, reason, code})
  return {
    list: async ({kind}: {kind: string}) => {
      if (kind === forbidden) throw failure(403, 'Forbidden')
      return {items: objects.filter((object) => object.kind === kind), resourceVersion: '1'}
    },
    get: async ({kind, name}: {kind: string; name: string}) => {
      const found = objects.find((object) => object.kind === kind && object.metadata.name === name)
      if (!found) throw failure(404, 'NotFound')
      return found
    },
    create: async (object: KubeObject) => ({...object, status: {allowed}}),
  } as unknown as KubeClient
}

const signal = new AbortController().signal
const CRDS = [
  ...[
    'gitrepositories.source',
    'ocirepositories.source',
    'kustomizations.kustomize',
    'helmreleases.helm',
    'receivers.notification',
  ],
  ...['imagepolicies.image', 'imageupdateautomations.image'],
].map((name) => `${name}.toolkit.fluxcd.io`)
const look = (kube: KubeClient, controllers: readonly KubeObject[], version = 'v2.9.5', other: Record<string, string> = {}) => {
  const definitions = CRDS.map((name) => ({name, release: other[name] ?? version}))
  const installation: Installation = {namespace: NAMESPACE, definitions, release: 'v2.9.5', controllers}
  return traps({kube, signal}, installation)
}

const account = (name: string): KubeObject => ({apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name, namespace: NAMESPACE}})
const LOCKED = ['--no-cross-namespace-refs=true', '--default-service-account=default']

describe('traps', () => {
  it('finds none where all is well', async () => {
    const kube = cluster([
      kustomization(NAMESPACE, {serviceAccountName: 'kustomize-controller'}),
      account('kustomize-controller'),
    ])
    expect(await look(kube, [controller('kustomize-controller', LOCKED), controller('helm-controller', LOCKED)])).toEqual([])
    expect(await look(cluster([]), [])).toEqual([])
  })

  it('names controllers that are older than the CRDs', async () => {
    const controllers = [controller('source-controller', [], 'v2.8.3'), controller('helm-controller'), controller('odd', [], 'x')]
    expect(await look(cluster([]), controllers)).toEqual([
      'source-controller is of Flux v2.8.3, older than the CRDs of v2.9.5: it ignores what they are newer in; upgrade both together',
    ])
    expect(await look(cluster([]), controllers, 'v2.8.0')).toEqual([])
  })

  it('blames only the controllers whose own CRDs are newer', async () => {
    const controllers = ['source', 'kustomize', 'helm', 'image-reflector', 'image-automation'].map((name) =>
      controller(`${name}-controller`),
    )
    const blamed = async (crd: string) =>
      (await look(cluster([]), controllers, 'v2.9.5', {[`${crd}.toolkit.fluxcd.io`]: 'v2.10.0'})).map(
        (text) => text.split(' ')[0],
      )
    expect(await blamed('ocirepositories.source')).toEqual(['source-controller'])
    expect(await blamed('helmreleases.helm')).toEqual(['helm-controller'])
    expect(await blamed('imagepolicies.image')).toEqual(['image-reflector-controller'])
    expect(await blamed('imageupdateautomations.image')).toEqual(['image-automation-controller'])
    expect(await blamed('receivers.notification')).toEqual([])
  })

  it('looks at the images: a label says nothing of an image that somebody set', async () => {
    const running = async (image: string, version?: string, name = 'source-controller') =>
      look(cluster([]), [controller(name, [], version ?? 'v2.9.5', image)], version)
    const older = (version: string, release = 'v2.9.5') => [
      `source-controller runs ${version}, not v1.9.5, older than its CRDs of Flux ${release}: it ignores what they are newer in; upgrade both together`,
    ]
    expect(await running('ghcr.io/fluxcd/source-controller:v1.5.0')).toEqual(older('v1.5.0'))
    expect(await running('registry:5000/mirror/source-controller:v1.8.2-fips@sha256:00')).toEqual(older('v1.8.2'))
    expect(await running('ghcr.io/fluxcd/source-controller:v0.36.1')).toEqual(older('v0.36.1'))
    // a release that is newer than this package needs no older controllers than it
    expect(await running('ghcr.io/fluxcd/source-controller:v1.5.0', 'v2.10.1')).toEqual(older('v1.5.0', 'v2.10.1'))
    for (const image of [
      ...['ghcr.io/fluxcd/source-controller:v1.9.5', 'mirror/source-controller:v1.9.1-rc.1', 'x/source-controller:v1.10.0'],
      // says nothing, another scheme of versions
      ...['ghcr.io/fluxcd/source-controller@sha256:00', 'x/source-controller:latest', 'registry:5000/source-controller'],
    ]) {
      expect(await running(image), image).toEqual([])
    }
    // one of our own images
    expect((await running('registry.example.com/flux/source-controller:v0.1.0')).join()).not.toContain('older')
    // which versions came with an older release is not known
    expect(await running('ghcr.io/fluxcd/source-controller:v1.5.0', 'v2.6.0')).toEqual([])
    expect(await running('x/other:v0.0.1', 'v2.9.5', 'other')).toEqual([])
  })

  it('names what nobody reconciles because a controller is ours', async () => {
    const image = (name: string, tag: string) => `registry.example.com/flux/${name}:${tag}`
    const ours = ['source-controller', 'kustomize-controller'].map((name) =>
      controller(name, [], 'v2.9.5', image(name, 'v0.1.0')),
    )
    const objects = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({
      ...{apiVersion: 'source.toolkit.fluxcd.io/v1', kind: name === 'a' ? 'Bucket' : 'OCIRepository'},
      metadata: {name, namespace: 'apps'},
    }))
    const kinds =
      'our source-controller does not reconcile OCIRepository, Bucket, HelmRepository, HelmChart yet: objects of these kinds stay as they are, and HelmReleases get no charts'
    expect(await look(cluster([]), ours)).toEqual([kinds])
    expect(await look(cluster(objects), ours)).toEqual([
      kinds,
      'nobody reconciles OCIRepository/apps/b, OCIRepository/apps/c, OCIRepository/apps/d, OCIRepository/apps/e, OCIRepository/apps/f and 1 more',
    ])
    expect(await look(cluster(objects, {forbidden: 'OCIRepository'}), ours)).toEqual([kinds, 'nobody reconciles Bucket/apps/a'])
    expect(
      await look(cluster(objects), [controller('source-controller', [], 'v2.9.5', image('source-controller', 'v1.9.5'))]),
    ).toEqual([])
  })

  it('names controllers that a lockdown left out; the last of repeated flags counts', async () => {
    const open = controller('helm-controller', [...LOCKED, '--no-cross-namespace-refs=false'])
    const sources = controller('source-controller')
    expect(await look(cluster([]), [controller('kustomize-controller', LOCKED), open, sources])).toEqual([
      "the lockdown has a gap: helm-controller without --no-cross-namespace-refs, which other controllers have; does the patch's target match every controller?",
    ])
  })

  it('names patches whose target matches nothing', async () => {
    const patch = (target: JsonObject) => ({patch: '[]', target})
    const spec = {
      patches: [
        patch({kind: 'Deployment', name: 'web|api'}),
        patch({kind: 'Deployment', name: 'we'}),
        patch({kind: 'Kustomization', group: 'kustomize.toolkit.fluxcd.io'}),
        patch({kind: 'Ingress'}),
        patch({kind: 'Secret', labelSelector: 'a=b'}),
        patch({kind: 'Secret', namespace: 'elsewhere'}),
        {patch: 'kind: Service'},
      ],
    }
    const ids = ['apps_web_apps_Deployment', 'apps_child_kustomize.toolkit.fluxcd.io_Kustomization']
    const fresh = kustomization('fresh', spec)
    const renamed = kustomization('renamed', {...spec, namePrefix: 'x-'}, ids)
    expect(await look(cluster([kustomization('apps', spec, ids), fresh, renamed]), [])).toEqual([
      'Kustomization/flux-system/apps has a patch whose target matches nothing: Deployment we',
      'Kustomization/flux-system/apps has a patch whose target matches nothing: Ingress',
    ])
  })

  it('says when Flux cannot reconcile itself under a lockdown', async () => {
    const controllers = [controller('kustomize-controller', LOCKED)]
    const sync = kustomization(NAMESPACE, {})
    const words = 'Kustomization/flux-system/flux-system reconciles Flux itself as ServiceAccount/flux-system/default, which'
    const remedy = 'patch its spec.serviceAccountName to kustomize-controller'
    expect(await look(cluster([sync]), controllers)).toEqual([`${words} does not exist: ${remedy}`])
    const weak = cluster([sync, account('default')], {allowed: false})
    expect(await look(weak, controllers)).toEqual([`${words} may not change CRDs: ${remedy}`])
    expect(await look(cluster([sync, account('default')]), controllers)).toEqual([])
    expect(await look(cluster([]), controllers)).toEqual([])
  })

  it.each([
    'failed to push to remote: ERROR: The key you are authenticating with has been marked as read only.',
    'unable to push: This deploy key does not have write access to this project.',
  ])('names automations with a key that may only read: %s', async (message) => {
    const automation = (name: string, text: string, status: string): KubeObject => ({
      apiVersion: 'image.toolkit.fluxcd.io/v1',
      kind: 'ImageUpdateAutomation',
      metadata: {name, namespace: 'apps'},
      status: {conditions: [{type: 'Ready', status, reason: 'x', message: text}]},
    })
    const objects = [
      automation('bump', message, 'False'),
      automation('fine', message, 'True'),
      automation('other', 'timeout', 'False'),
    ]
    expect(await look(cluster(objects), [])).toEqual([
      "ImageUpdateAutomation/apps/bump may not push: the deploy key of its source is read-only; delete the source's Secret and bootstrap again with --read-write-key",
    ])
  })

  it('knows the words of the servers for a key that may only read', async () => {
    const said = (message: string) =>
      look(
        cluster([
          {
            ...{
              apiVersion: 'image.toolkit.fluxcd.io/v1',
              kind: 'ImageUpdateAutomation',
              metadata: {name: 'bump', namespace: 'apps'},
            },
            status: {conditions: [{type: 'Ready', status: 'False', reason: 'GitOperationFailed', message}]},
          },
        ]),
        [],
      )
    for (const message of [
      'ERROR: The key you are authenticating with has been marked as read only.',
      'ERROR: Permission to acme/fleet.git denied to deploy key',
      'remote: This deploy key does not have write access to this project.',
      'remote: ERROR: You are not allowed to push code to this project.',
      'Deploy Key: 3:flux is not authorized to write to acme/fleet.',
      'Gogs: Cannot push with deployment key: 7',
      'conq: repository access denied. access via a deployment key is read-only.',
      "remote: TF401027: You need the Git 'GenericContribute' permission to perform this action.",
    ]) {
      expect(await said(message), message).toHaveLength(1)
    }
    for (const message of [
      'You are not allowed to push code to protected branches on this project.',
      'authentication required',
    ]) {
      expect(await said(message), message).toEqual([])
    }
  })

  it('passes over what may not be looked at', async () => {
    const old = controller('source-controller', [], 'v2.8.3')
    expect(await look(cluster([], {forbidden: 'Kustomization'}), [old])).toHaveLength(1)
  })
})
