import {expect, it} from 'vitest'
import {build, load} from '../../../../src/lib/engines/kustomize/index.js'
import {memoryTree} from './memory-tree.js'

const files = {
  'two/kustomization.yaml': 'resources: [a.yaml]\n',
  'two/kustomization.yml': 'resources: [a.yaml]\n',
  'nested/kustomization.yaml': 'resources: [sub]\n',
  'nested/sub/kustomization.yaml': 'nonsense: true\n',
  'missing/kustomization.yaml': 'resources: [nope.yaml]\n',
  'kind/kustomization.yaml': 'apiVersion: v1\nkind: Nonsense\nresources: [a.yaml]\n',
  'component/kustomization.yaml': 'resources: [./c]\n',
  'component/c/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [a.yaml]\n',
  'escape/kustomization.yaml': 'resources: [../../../../etc/passwd]\n',
  'components/kustomization.yaml': 'components: [../nope]\n',
  'components-escape/kustomization.yaml': 'components: [../../../etc]\n',
  'twice/kustomization.yaml': 'resources: [./a.yaml, ./b.yaml]\n',
  'twice/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: y}\n',
  'twice/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: y}\n',
}

/** As recorded from kustomize-controller 1.9, after `kustomize build failed: `. */
const MESSAGES: Record<string, string> = {
  two: 'Found multiple kustomization files under: /tmp/k/two\n',
  nested:
    "accumulating resources: accumulation err='accumulating resources from 'sub': read /tmp/k/nested/sub: is a directory': couldn't make target for path '/tmp/k/nested/sub': invalid Kustomization: json: unknown field \"nonsense\"",
  missing:
    "accumulating resources: accumulation err='accumulating resources from 'nope.yaml': open /tmp/k/missing/nope.yaml: no such file or directory': must build at directory: not a valid directory: evalsymlink failure on '/tmp/k/missing/nope.yaml' : lstat /tmp/k/missing/nope.yaml: no such file or directory",
  kind: 'Failed to read kustomization file under /tmp/k/kind:\nkind should be Kustomization or Component\napiVersion for Nonsense should be kustomize.config.k8s.io/v1beta1',
  component:
    "accumulating resources: accumulation err='accumulating resources from './c': read /tmp/k/component/c: is a directory': expected kind != 'Component' for path '/tmp/k/component/c'",
  escape:
    "accumulating resources: accumulation err='accumulating resources from '../../../../etc/passwd': fs-security-constraint read /etc/passwd: path '/etc/passwd' is not in or below '/tmp/k'': must build at directory: not a valid directory: evalsymlink failure on '/etc/passwd' : lstat /etc: no such file or directory",
  components:
    'accumulating components: loader.New "must build at directory: not a valid directory: evalsymlink failure on \'/tmp/k/nope\' : lstat /tmp/k/nope: no such file or directory"',
  'components-escape':
    'accumulating components: loader.New "must build at directory: not a valid directory: evalsymlink failure on \'/etc\' : lstat /etc: no such file or directory"',
  twice:
    "accumulating resources: accumulation err='merging resources from './b.yaml': may not add resource with an already registered id: ConfigMap.v1.[noGrp]/x.y': must build at directory: '/tmp/k/twice/b.yaml': file is not directory",
}

for (const [folder, message] of Object.entries(MESSAGES)) {
  it(`refuses ${folder} in the words of Flux`, async () => {
    const outcome = await load(memoryTree(files), folder, {root: '/tmp/k'})
      .then((input) => build(input))
      .catch((error: Error) => error.message)
    expect(outcome).toBe(message)
  })
}

it('refuses remote bases where there is no way to them', async () => {
  const tree = memoryTree({'kustomization.yaml': 'resources: ["https://example.com/org/repo.git//deploy?ref=main"]\n'})
  await expect(load(tree, '').then((input) => build(input))).rejects.toThrow('remote bases are not allowed')
})
