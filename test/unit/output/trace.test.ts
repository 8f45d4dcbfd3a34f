import {expect, it} from 'vitest'
import {renderTraces} from '../../../src/lib/output/trace.js'
import type {KubeObject} from '../../../src/lib/ports/kube.js'

const object = (kind: string, spec: KubeObject['spec']): KubeObject => ({
  ...{apiVersion: 'x/v1', kind, metadata: {name: 'web', namespace: 'apps'}, spec},
})

// as seen of CNCF's flux 2.9.5
it.each([
  [{kind: 'ArtifactGenerator', name: 'web', namespace: 'other'}, 'Source:          ArtifactGenerator/other/web\n'],
  [{kind: 'ArtifactGenerator', name: 'web'}, 'Source:          ArtifactGenerator//web\n'],
])('names the source of an ExternalArtifact as it is written: %j', (sourceRef, line) => {
  const target = {kind: 'ConfigMap', object: object('ConfigMap', undefined)}
  const source = object('ExternalArtifact', {sourceRef})
  const applier = object('Kustomization', {path: './', sourceRef: {kind: 'ExternalArtifact', name: 'web'}})
  expect(renderTraces([{target, applier, source} as never], {wide: false, zone: undefined})).toContain(line)
})
