import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {partMade} from '../../../../src/lib/actions/recovery/made-objects.js'
import {inRestoreOrder} from '../../../../src/lib/actions/recovery/restore-order.js'
import {savedObject} from '../../../../src/lib/actions/recovery/saved-object.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'

const GROUPS: Readonly<Record<string, string>> = {
  ...{Kustomization: 'kustomize.toolkit.fluxcd.io/v1', HelmRelease: 'helm.toolkit.fluxcd.io/v2'},
  ...{GitRepository: 'source.toolkit.fluxcd.io/v1', HelmChart: 'source.toolkit.fluxcd.io/v1'},
  ExternalArtifact: 'source.toolkit.fluxcd.io/v1',
  ...{ArtifactGenerator: 'source.extensions.fluxcd.io/v1beta1', Deployment: 'apps/v1'},
}
const object = (
  kind: string,
  name: string,
  spec: JsonObject = {},
  metadata: Partial<KubeObject['metadata']> = {},
): KubeObject => ({
  ...{apiVersion: GROUPS[kind] ?? 'v1', kind, metadata: {name, namespace: 'apps', ...metadata}},
  spec,
})
const names = (objects: readonly KubeObject[]) => objects.map(({kind, metadata}) => `${kind}/${metadata.name}`)
const ordered = (objects: readonly KubeObject[]) => names(inRestoreOrder(objects, (one) => one))
const needs = (...list: string[]) => ({dependsOn: list.map((name) => ({name}))})

const ALL = [
  object('Namespace', 'apps'),
  object('Secret', 's'),
  object('ConfigMap', 'c'),
  object('Deployment', 'd'),
  object('GitRepository', 'b', {}),
  object('GitRepository', 'a', {include: [{repository: {name: 'b'}}]}),
  object('Kustomization', 'z', {}),
  object('Kustomization', 'a', needs('z', 'elsewhere')),
  object('Kustomization', 'c', {dependsOn: [{name: 'd', namespace: 'apps'}]}),
  object('Kustomization', 'd', needs('c')),
  object('HelmRelease', 'h', needs('a')),
]

describe('inRestoreOrder', () => {
  it('is the same for every order of the input, what others need first, in spite of circles', () => {
    const expected = [
      ...['Namespace/apps', 'Secret/s', 'ConfigMap/c', 'Deployment/d', 'GitRepository/b', 'GitRepository/a'],
      ...['Kustomization/z', 'Kustomization/a', 'Kustomization/d', 'Kustomization/c', 'HelmRelease/h'],
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(ALL, {minLength: ALL.length}), (objects) => {
        expect(ordered(objects)).toEqual(expected)
      }),
      {numRuns: 50},
    )
  })

  it('takes chains as long as a fleet', () => {
    const chain = Array.from({length: 20_000}, (_, index) => object('Kustomization', `k${index}`, needs(`k${index + 1}`)))
    expect(ordered(chain)[0]).toBe('Kustomization/k19999')
  })
})

describe('partMade', () => {
  const labels = {'helm.toolkit.fluxcd.io/name': 'web', 'helm.toolkit.fluxcd.io/namespace': 'apps'}
  const owner = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', name: 'k', uid: 'u', controller: true}
  it.each<[string, KubeObject, KubeObject | undefined, boolean]>([
    ['a chart of a release', object('HelmChart', 'apps-web', {}, {labels}), object('HelmRelease', 'web'), true],
    ['a chart of a release that is gone', object('HelmChart', 'apps-web', {}, {labels}), undefined, false],
    ['a copy of such a chart', object('HelmChart', 'mine', {}, {labels}), object('HelmRelease', 'web'), false],
    [
      'a chart without labels that the release names',
      object('HelmChart', 'apps-web'),
      {...object('HelmRelease', 'web'), status: {helmChart: 'apps/apps-web'}},
      true,
    ],
    [
      'an artifact of a generator',
      object('ExternalArtifact', 'a', {sourceRef: {kind: 'ArtifactGenerator', name: 'g'}}),
      object('ArtifactGenerator', 'g'),
      true,
    ],
    ['what a controller owns', object('GitRepository', 'g', {}, {ownerReferences: [owner]}), object('Kustomization', 'k'), true],
    [
      'what a Kustomization applied',
      object(
        'GitRepository',
        'g',
        {},
        {labels: {'kustomize.toolkit.fluxcd.io/name': 'k', 'kustomize.toolkit.fluxcd.io/namespace': 'apps'}},
      ),
      object('Kustomization', 'k'),
      false,
    ],
  ])('%s', (_, one, maker, expected) => {
    expect(partMade([one, ...(maker ? [maker] : [])]).made).toEqual(expected ? [one] : [])
  })

  it('takes makers of other namespaces to be there when only one is looked at', () => {
    const chart = object(
      'HelmChart',
      'web-one',
      {},
      {labels: {...labels, 'helm.toolkit.fluxcd.io/name': 'one', 'helm.toolkit.fluxcd.io/namespace': 'web'}},
    )
    expect(partMade([chart], 'apps').made).toEqual([chart])
    expect(partMade([chart]).kept).toEqual([chart])
  })
})

describe('savedObject', () => {
  it('keeps what is the same in every cluster', () => {
    const live = object(
      'GitRepository',
      'g',
      {url: 'x'},
      {
        ...{uid: 'u', resourceVersion: '1', generation: 2, creationTimestamp: 't', managedFields: [], finalizers: ['f']},
        ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'v'}],
        labels: {a: 'b'},
        annotations: {'kubectl.kubernetes.io/last-applied-configuration': '{}', 'reconcile.fluxcd.io/forceAt': 'then'},
      },
    )
    expect(savedObject({...live, status: {x: 1}})).toEqual(object('GitRepository', 'g', {url: 'x'}, {labels: {a: 'b'}}))
  })

  it('leaves out what namespaces and accounts get from their cluster', () => {
    const namespace = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {name: 'a', labels: {'kubernetes.io/metadata.name': 'a'}},
      spec: {finalizers: []},
    }
    expect(savedObject(namespace)).toEqual({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'a'}})
    const account = {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'a', namespace: 'b'}, secrets: [{name: 'token'}]}
    expect(savedObject(account)).not.toHaveProperty('secrets')
  })
})
