import {describe, expect, it} from 'vitest'
import {kustomizationFile} from '../../../src/lib/render/file/kustomization-file.js'
import {filesTree} from '../../fakes/files-tree.js'

const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`
const generate = (files: Record<string, string>, directory = '') => kustomizationFile(filesTree(files), directory, '/artifact')

// cases of the recordings ks-plain, ks-empty, ks-build-error and ks-invalid-yaml
describe('kustomizationFile', () => {
  it('lists manifests below the folder, and folders that have a file of their own', async () => {
    const file = await generate(
      {
        'apps/many.yaml': `${map('one')}---\n${map('two')}`,
        'apps/deep/a/list.yaml': 'apiVersion: v1\nkind: List\nitems: []\n',
        'apps/svc.yml': map('svc'),
        'apps/readme.md': '# no',
        'apps/skip.json': '{}',
        'apps/z/kustomization.yaml': 'resources: [c.yaml]',
        'apps/z/c.yaml': 'not: checked',
      },
      'apps',
    )
    expect(file).toEqual({
      path: 'apps/kustomization.yaml',
      content: {
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        resources: ['./deep/a/list.yaml', './many.yaml', './svc.yml', './z'],
      },
    })
  })

  it('gives an empty folder a placeholder', async () => {
    expect((await generate({'empty/readme.md': ''}, 'empty')).content).toMatchObject({namespace: '_placeholder'})
  })

  it('keeps a file, drops what kustomize does not know, asks for origins when it lists no resources', async () => {
    const files = {
      'a/kustomization.yml': 'resources: [x.yaml]\nnonsense: 1\nnamespace: ns\n',
      'b/Kustomization': 'namespace: ns\nbuildMetadata: [transformerAnnotations]\n',
    }
    expect(await generate(files, 'a')).toEqual({path: 'a/kustomization.yml', content: {resources: ['x.yaml'], namespace: 'ns'}})
    expect(await generate(files, 'b')).toEqual({
      path: 'b/Kustomization',
      content: {namespace: 'ns', buildMetadata: ['originAnnotations']},
    })
  })

  it.each([
    ['apiVersion: v1\nmetadata:\n  name: x\n', 'missing kind in object {{v1 } {{x } map[] map[]}}'],
    ['apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n', 'missing metadata.name in object {{v1 ConfigMap} {{ } map[] map[]}}'],
    ['replicas: 1\nimage: x\n', 'missing Resource metadata'],
    ['[a', "MalformedYAMLError: yaml: line 1: did not find expected ',' or ']'"],
  ])('refuses %j', async (text, message) => {
    const failure = generate({'a.yaml': text})
    await expect(failure).rejects.toThrow('failed to decode Kubernetes YAML from /artifact/a.yaml: ')
    await expect(failure).rejects.toThrow(message)
  })

  // CNCF's flux is silent about them; kustomize is not
  it.each(['vars: []', 'bases: []', 'commonLabels: {}', 'imageTags: []', 'patchesJson6902: []', 'patchesStrategicMerge: []'])(
    'drops old fields that say nothing: %s',
    async (line) => {
      const files = {'a/kustomization.yaml': `resources: [x.yaml]\n${line}\npatches: []\n`}
      expect((await generate(files, 'a')).content).toEqual({resources: ['x.yaml'], patches: []})
    },
  )

  it('looks into hidden files', async () => {
    await expect(generate({'.hidden.yaml': 'x: 1'})).rejects.toThrow('/artifact/.hidden.yaml: missing Resource metadata')
  })

  it('says which kustomization file is no YAML', async () => {
    await expect(generate({'kustomization.yaml': 'resources: [a.yaml\n'})).rejects.toThrow(
      "error converting YAML to JSON: yaml: line 1: did not find expected ',' or ']'",
    )
  })
})
