import {describe, expect, it} from 'vitest'
import {typedKustomization} from '../../../../src/lib/actions/build/typed-kustomization.js'
import {messageOf} from '../../../../src/lib/errors/flux-error.js'
import {parseYaml} from '../../../../src/lib/formats/yaml/parse.js'

/** A document, and what flux 2.9.5 says of it behind `error unmarshaling JSON: while decoding JSON: `. */
const FAULTS: readonly (readonly [string, string])[] = [
  ['spec: {prune: x}', 'json: cannot unmarshal string into Go struct field KustomizationSpec.spec.prune of type bool'],
  ['spec: {Prune: x}', 'json: cannot unmarshal string into Go struct field KustomizationSpec.spec.prune of type bool'],
  ['spec: {suspend: 1}', 'json: cannot unmarshal number into Go struct field KustomizationSpec.spec.suspend of type bool'],
  ['spec: {path: {a: b}}', 'json: cannot unmarshal object into Go struct field KustomizationSpec.spec.path of type string'],
  ['spec: {interval: 5x}', 'time: unknown unit "x" in duration "5x"'],
  ['spec: {interval: 5}', 'json: cannot unmarshal number into Go struct field KustomizationSpec.spec.interval of type string'],
  ['spec: {prune: x, timeout: abc}', 'time: invalid duration "abc"'],
  [
    'spec: {sourceRef: x}',
    'json: cannot unmarshal string into Go struct field KustomizationSpec.spec.sourceRef of type v1.CrossNamespaceSourceReference',
  ],
  [
    'spec: {sourceRef: {kind: [a]}}',
    'json: cannot unmarshal array into Go struct field CrossNamespaceSourceReference.spec.sourceRef.kind of type string',
  ],
  [
    'spec: {patches: {a: b}}',
    'json: cannot unmarshal object into Go struct field KustomizationSpec.spec.patches of type []kustomize.Patch',
  ],
  [
    'spec: {patches: [a]}',
    'json: cannot unmarshal string into Go struct field KustomizationSpec.spec.patches of type kustomize.Patch',
  ],
  [
    'spec: {patches: [{patch: a, target: x}]}',
    'json: cannot unmarshal string into Go struct field Patch.spec.patches.target of type kustomize.Selector',
  ],
  [
    'spec: {postBuild: {substitute: {a: [b]}}}',
    'json: cannot unmarshal array into Go struct field PostBuild.spec.postBuild.substitute of type string',
  ],
  [
    'spec: {postBuild: {substituteFrom: [{optional: x}]}}',
    'json: cannot unmarshal string into Go struct field SubstituteReference.spec.postBuild.substituteFrom.optional of type bool',
  ],
  [
    'spec: {components: [[a]]}',
    'json: cannot unmarshal array into Go struct field KustomizationSpec.spec.components of type string',
  ],
  [
    'spec: {buildMetadata: x}',
    'json: cannot unmarshal string into Go struct field KustomizationSpec.spec.buildMetadata of type []v1.BuildMetadataOption',
  ],
  [
    'spec: {kubeConfig: {secretRef: x}}',
    'json: cannot unmarshal string into Go struct field KubeConfigReference.spec.kubeConfig.secretRef of type meta.SecretKeyReference',
  ],
  [
    'spec: {healthCheckExprs: [x]}',
    'json: cannot unmarshal string into Go struct field KustomizationSpec.spec.healthCheckExprs of type kustomize.CustomHealthCheck',
  ],
  [
    'spec: {ignore: [{paths: x}]}',
    'json: cannot unmarshal string into Go struct field IgnoreRule.spec.ignore.paths of type []string',
  ],
  ['spec: x', 'json: cannot unmarshal string into Go struct field Kustomization.spec of type v1.KustomizationSpec'],
  [
    'status: {observedGeneration: x}',
    'json: cannot unmarshal string into Go struct field KustomizationStatus.status.observedGeneration of type int64',
  ],
  ['metadata: x', 'json: cannot unmarshal string into Go struct field Kustomization.metadata of type v1.ObjectMeta'],
  [
    'metadata: {labels: x}',
    'json: cannot unmarshal string into Go struct field ObjectMeta.metadata.labels of type map[string]string',
  ],
  ['kind: 5', 'json: cannot unmarshal number into Go struct field Kustomization.TypeMeta.kind of type string'],
  ['- a', 'json: cannot unmarshal array into Go value of type v1.Kustomization'],
  ['hello', 'json: cannot unmarshal string into Go value of type v1.Kustomization'],
]

describe('typedKustomization', () => {
  it.each(FAULTS)('refuses %s', (text, message) => {
    const failure = (() => {
      try {
        return typedKustomization(parseYaml(text))
      } catch (error) {
        return messageOf(error)
      }
    })()
    expect(failure).toBe(`error unmarshaling JSON: while decoding JSON: ${message}`)
  })

  it('reads numbers and booleans as texts where texts are wanted, nothing as an empty one', () => {
    const text = 'metadata: {name: 5, labels: {a: 1, b: null}}\nspec: {path: true, postBuild: {substitute: {num: 1.5}}, other: 7}'
    expect(typedKustomization(parseYaml(text))).toEqual({
      metadata: {name: '5', labels: {a: '1', b: ''}},
      spec: {path: 'true', postBuild: {substitute: {num: '1.5'}}, other: 7},
    })
  })

  it('takes an empty document', () => {
    expect(typedKustomization(null)).toEqual({spec: {}})
  })
})
