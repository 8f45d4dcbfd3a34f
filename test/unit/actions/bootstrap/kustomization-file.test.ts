import {describe, expect, it} from 'vitest'
import {kustomizationFile} from '../../../../src/lib/actions/bootstrap/kustomization-file.js'
import {filesTree} from '../../../fakes/files-tree.js'

const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'

describe('kustomizationFile', () => {
  it('lists what holds objects, and folders that are kustomizations', async () => {
    const tree = filesTree({
      'c/flux-system/gotk-sync.yaml': object,
      'c/flux-system/gotk-components.yaml': `${object}---\n${object}`,
      'c/flux-system/README.md': '# readme\n',
      'c/flux-system/values.yaml': 'a: 1\n',
      'c/flux-system/broken.yaml': 'a: [\n',
      'c/flux-system/extra/kustomization.yaml': 'resources: [x.yaml]\n',
      'c/flux-system/extra/x.yaml': object,
      'c/flux-system/more/deep/y.yaml': object,
      'c/other.yaml': object,
    })
    expect(await kustomizationFile(tree, 'c/flux-system')).toBe(
      [
        'apiVersion: kustomize.config.k8s.io/v1beta1',
        'kind: Kustomization',
        'resources:',
        ...['extra', 'gotk-components.yaml', 'gotk-sync.yaml', 'more/deep/y.yaml'].map((name) => `- ${name}`),
        '',
      ].join('\n'),
    )
  })
})
