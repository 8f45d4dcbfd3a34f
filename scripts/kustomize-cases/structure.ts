import {based, build, type Case, configMap, OBJECTS, overlay, WORKLOADS, widget} from './case.js'

const DEPLOYMENT = WORKLOADS.Deployment!
const CM = OBJECTS.ConfigMap!

/** How kustomizations find each other, what they may say, and how they go wrong. */
export function cases(): Case[] {
  return [...folders(), ...components(), ...fields(), ...configurations(), ...plugins()]
}

function folders(): Case[] {
  const base = {'base/kustomization.yaml': 'resources: [cm.yaml]\n', 'base/cm.yaml': CM}
  const top = (resources: string, more: Record<string, string> = {}, rest = '') => ({
    ...base,
    ...more,
    'top/kustomization.yaml': `resources:\n${resources}${rest}`,
  })
  return [
    build('a base', top('- ../base\n'), 'top'),
    build('a base with a slash', top('- ../base/\n'), 'top'),
    build('a base and its file', top('- ../base\n- ../base/cm.yaml\n'), 'top'),
    build('a file of a base', top('- ../base/cm.yaml\n'), 'top'),
    build('a base twice', top('- ../base\n- ../base\n'), 'top'),
    build(
      'a base twice by two ways',
      {
        ...base,
        'a/kustomization.yaml': 'namePrefix: a-\nresources: [../base]\n',
        'b/kustomization.yaml': 'namePrefix: b-\nresources: [../base]\n',
        'top/kustomization.yaml': 'resources: [../a, ../b]\n',
      },
      'top',
    ),
    build('a missing file', top('- nope.yaml\n'), 'top'),
    build('a missing folder', top('- ../nope\n'), 'top'),
    build('a folder without kustomization', top('- ../empty\n', {'empty/x.txt': ''}), 'top'),
    build(
      'a folder with two kustomizations',
      top('- ../two\n', {'two/kustomization.yaml': 'resources: []\n', 'two/kustomization.yml': 'resources: []\n'}),
      'top',
    ),
    build('kustomization.yml', {'kustomization.yml': 'resources: [cm.yaml]\n', 'cm.yaml': CM}),
    build('Kustomization', {Kustomization: 'resources: [cm.yaml]\n', 'cm.yaml': CM}),
    build('a folder below', {
      'kustomization.yaml': 'resources: [sub]\n',
      'sub/kustomization.yaml': 'resources: [cm.yaml]\n',
      'sub/cm.yaml': CM,
    }),
    build('a file below', {
      'kustomization.yaml': 'resources: [sub/cm.yaml, ./sub/../d.yaml]\n',
      'sub/cm.yaml': CM,
      'd.yaml': DEPLOYMENT,
    }),
    build('itself', {'kustomization.yaml': 'resources: [.]\n'}),
    build('its parent', {'kustomization.yaml': 'resources: [sub]\n', 'sub/kustomization.yaml': 'resources: [..]\n'}),
    build('each other', {'a/kustomization.yaml': 'resources: [../b]\n', 'b/kustomization.yaml': 'resources: [../a]\n'}, 'a'),
    build('an absolute path', {'kustomization.yaml': 'resources: [/etc/nope.yaml]\n'}),
    build('a kustomization as a resource', {'kustomization.yaml': 'resources: [base/kustomization.yaml]\n', ...base}),
    build('an empty name', {'kustomization.yaml': 'resources: [""]\n'}),
    build('the same id twice', {'kustomization.yaml': 'resources: [a.yaml, b.yaml]\n', 'a.yaml': CM, 'b.yaml': CM}),
    build('the same id twice in a file', {'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': `${CM}---\n${CM}`}),
    build('the same id in another namespace', {
      'kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
      'a.yaml': CM,
      'b.yaml': CM.replace('name: cm\n', 'name: cm\n  namespace: b\n'),
    }),
    build('the same id in default', {
      'kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
      'a.yaml': CM,
      'b.yaml': CM.replace('name: cm\n', 'name: cm\n  namespace: default\n'),
    }),
    build('the same id of two bases', {
      'kustomization.yaml': 'resources: [a, b]\n',
      'a/kustomization.yaml': 'resources: [cm.yaml]\n',
      'a/cm.yaml': CM,
      'b/kustomization.yaml': 'resources: [cm.yaml]\n',
      'b/cm.yaml': CM,
    }),
    build('the same kind in other groups', {
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml': `${widget('  a: 1\n')}---\n${widget('  a: 2\n').replace('example.com', 'other.com')}`,
    }),
    build('nothing to build', {'x.yaml': CM}),
    build(
      'broken in a base',
      top('- ../base\n- ../broken\n', {'broken/kustomization.yaml': 'resources: [x.yaml]\n', 'broken/x.yaml': 'a: b: c\n'}),
      'top',
    ),
    build('unknown field in a base', top('- ../broken\n', {'broken/kustomization.yaml': 'resource: [x.yaml]\n'}), 'top'),
    build(
      'three layers',
      {
        'a/kustomization.yaml': 'namePrefix: a-\nresources: [cm.yaml, d.yaml]\n',
        'a/cm.yaml': CM,
        'a/d.yaml': DEPLOYMENT,
        'b/kustomization.yaml': 'nameSuffix: -b\nresources: [../a]\n',
        'c/kustomization.yaml': 'namePrefix: c-\nnamespace: c\nresources: [../b]\n',
      },
      'c',
    ),
  ]
}

function components(): Case[] {
  const part = (fields: string) => `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${fields}`
  const one = (name: string, fields: string, more: Record<string, string> = {}, top = '') =>
    build(`component ${name}`, {
      'kustomization.yaml': `resources: [d.yaml, cm.yaml]\ncomponents: [part]\n${top}`,
      'd.yaml': DEPLOYMENT,
      'cm.yaml': CM,
      'part/kustomization.yaml': part(fields),
      ...more,
    })
  return [
    one('patches', "patches:\n- target: {kind: Deployment}\n  patch: '[{op: replace, path: /spec/replicas, value: 9}]'\n"),
    one('resources', 'resources: [s.yaml]\n', {'part/s.yaml': OBJECTS.Service!}),
    one('prefix', 'namePrefix: c-\n'),
    one('generator', 'configMapGenerator:\n- name: cm\n  behavior: merge\n  literals: [x=y]\n'),
    one('generator new', 'configMapGenerator:\n- name: new\n  literals: [x=y]\n', {}, 'namePrefix: p-\n'),
    one(
      'and top generator',
      'patches:\n- patch: |\n    apiVersion: v1\n    kind: ConfigMap\n    metadata:\n      name: top\n    data:\n      from: component\n',
      {},
      'configMapGenerator:\n- name: top\n  literals: [a=b]\n',
    ),
    one('labels', 'labels:\n- pairs: {c: d}\n  includeSelectors: true\n', {}, 'labels:\n- pairs: {t: u}\n'),
    one('images', 'images:\n- name: nginx\n  newTag: c\n', {}, 'images:\n- name: nginx\n  newTag: t\n'),
    one(
      'replacements',
      'replacements:\n- source: {kind: ConfigMap, name: cm, fieldPath: data.k}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: [metadata.labels.k]\n    options: {create: true}\n',
    ),
    one('that is no component', '', {'part/kustomization.yaml': 'resources: []\n'}),
    one('of a component', 'components: [../more]\n', {'more/kustomization.yaml': part('nameSuffix: -m\n')}),
    build('component twice', {
      'kustomization.yaml': 'resources: [cm.yaml]\ncomponents: [part, part]\n',
      'cm.yaml': CM,
      'part/kustomization.yaml': part('namePrefix: c-\n'),
    }),
    build('component missing', {'kustomization.yaml': 'components: [nope]\n'}),
    build('component that is a file', {'kustomization.yaml': 'components: [cm.yaml]\n', 'cm.yaml': CM}),
    build('component as a resource', {
      'kustomization.yaml': 'resources: [part]\n',
      'part/kustomization.yaml': part('namePrefix: c-\n'),
    }),
    build('component built alone', {'kustomization.yaml': part('resources: [cm.yaml]\nnamePrefix: c-\n'), 'cm.yaml': CM}),
    build('component with wrong version', {
      'kustomization.yaml': 'components: [part]\n',
      'part/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Component\n',
    }),
    build('component empty', {
      'kustomization.yaml': 'resources: [cm.yaml]\ncomponents: [part]\n',
      'cm.yaml': CM,
      'part/kustomization.yaml': part(''),
    }),
    build(
      'component in a base',
      {
        'base/kustomization.yaml': 'resources: [d.yaml]\ncomponents: [../part]\n',
        'base/d.yaml': DEPLOYMENT,
        'part/kustomization.yaml': part('nameSuffix: -c\n'),
        'top/kustomization.yaml': 'namePrefix: t-\nresources: [../base]\n',
      },
      'top',
    ),
  ]
}

function fields(): Case[] {
  const one = (name: string, text: string) => build(`field ${name}`, {'kustomization.yaml': text, 'cm.yaml': CM})
  const list: Case[] = []
  const types: Readonly<Record<string, string>> = {
    'resources text': 'resources: cm.yaml',
    'resources map': 'resources: {a: b}',
    'resources numbers': 'resources: [1]',
    'resources null': 'resources:',
    'resources empty': 'resources: []',
    'prefix number': 'namePrefix: 1',
    'prefix list': 'namePrefix: [a]',
    'labels map': 'labels: {a: b}',
    'labels text': 'labels: [a]',
    'labels pairs text': 'labels:\n- pairs: a',
    'commonLabels list': 'commonLabels: [a]',
    'images text': 'images: [nginx]',
    'images tag number': 'images:\n- name: nginx\n  newTag: 1.0',
    'replicas text': 'replicas: x',
    'replicas count text': 'replicas:\n- name: x\n  count: many',
    'replicas count fraction': 'replicas:\n- name: x\n  count: 1.5',
    'patches text': 'patches: [p.yaml]',
    'patches target text': 'patches:\n- target: x',
    'patches options text': 'patches:\n- options: x',
    'generator text': 'configMapGenerator: [x]',
    'generator literals text': 'configMapGenerator:\n- name: a\n  literals: a=b',
    'generator literals numbers': 'configMapGenerator:\n- name: a\n  literals: [1]',
    unknown: 'foo: bar',
    'unknown two': 'foo: bar\nbaz: 1',
    'unknown in an image': 'images:\n- name: a\n  tag: b',
    'unknown in a patch': 'patches:\n- file: b',
    'unknown in replacements': 'replacements:\n- from: b',
    'unknown case': 'Resources: [cm.yaml]',
    NAMEPREFIX: 'resources: [cm.yaml]\nNAMEPREFIX: x-',
    metadata: 'metadata:\n  name: x\nresources: [cm.yaml]',
    'metadata unknown': 'metadata:\n  foo: x',
    'kind wrong': 'kind: Foo',
    'version wrong': 'apiVersion: v1\nresources: [cm.yaml]',
    'version v1': 'apiVersion: kustomize.config.k8s.io/v1\nkind: Kustomization\nresources: [cm.yaml]',
    'only kind': 'kind: Kustomization',
    'only version': 'apiVersion: kustomize.config.k8s.io/v1beta1',
    empty: '',
    comment: '# nothing',
    null: 'null',
    list: '- a',
    text: 'hello',
    'empty map': '{}',
    'empty prefix': 'namePrefix: ""',
    'two documents': 'resources: [cm.yaml]\n---\nresources: [nope.yaml]',
    'double key': 'resources: [cm.yaml]\nresources: [cm.yaml]',
    helmCharts: 'helmCharts:\n- name: x\n  repo: https://example.com',
    'openapi text': 'openapi: x',
    'vars text': 'vars: x',
    'crds missing': 'crds: [nope.json]',
    'configurations missing': 'configurations: [nope.yaml]',
    'sortOptions text': 'sortOptions: x',
  }
  for (const [name, text] of Object.entries(types)) list.push(one(name, text === '' ? '' : `${text}\n`))
  list.push(
    one('all deprecated', 'bases: []\ncommonLabels: {a: b}\nimageTags: []\nresources: [cm.yaml]\n'),
    one('namespace bool', 'namespace: true\nresources: [cm.yaml]\n'),
    one('annotations number', 'commonAnnotations: {a: 1}\nresources: [cm.yaml]\n'),
    one('json kustomization', '{"resources": ["cm.yaml"], "namePrefix": "j-"}'),
    one('anchors', 'x: &a\n'),
    one('anchors used', 'namePrefix: &p a-\nnameSuffix: *p\nresources: [cm.yaml]\n'),
  )
  return list
}

function configurations(): Case[] {
  const wid = widget(
    '  ref: cm\n  refs: [cm, other]\n  nested:\n  - name: cm\n  image: nginx:1\n  replicas: 1\n  containers:\n  - image: nginx:1\n',
  )
  const one = (name: string, config: string, rest: string) =>
    overlay(`configuration ${name}`, [wid, CM], `configurations: [c.yaml]\n${rest}`, {'c.yaml': config})
  return [
    one(
      'nameReference',
      'nameReference:\n- kind: ConfigMap\n  fieldSpecs:\n  - path: spec/ref\n    kind: Widget\n',
      'namePrefix: p-\n',
    ),
    one(
      'nameReference in a list',
      'nameReference:\n- kind: ConfigMap\n  version: v1\n  fieldSpecs:\n  - path: spec/refs\n    kind: Widget\n  - path: spec/nested/name\n    kind: Widget\n',
      'namePrefix: p-\n',
    ),
    one('namePrefix', 'namePrefix:\n- path: spec/ref\n  kind: Widget\n', 'namePrefix: p-\nnameSuffix: -s\n'),
    one('nameSuffix', 'nameSuffix:\n- path: spec/ref\n  kind: Widget\n', 'namePrefix: p-\nnameSuffix: -s\n'),
    one('namespace', 'namespace:\n- path: spec/namespace\n  kind: Widget\n  create: true\n', 'namespace: n\n'),
    one('commonLabels', 'commonLabels:\n- path: spec/labels\n  create: true\n  kind: Widget\n', 'commonLabels: {a: b}\n'),
    one('labels', 'labels:\n- path: spec/labels\n  create: true\n  kind: Widget\n', 'labels:\n- pairs: {a: b}\n'),
    one(
      'commonAnnotations',
      'commonAnnotations:\n- path: spec/annotations\n  create: true\n  kind: Widget\n',
      'commonAnnotations: {a: b}\n',
    ),
    one('images', 'images:\n- path: spec/image\n  kind: Widget\n', 'images:\n- name: nginx\n  newTag: v2\n'),
    one('replicas', 'replicas:\n- path: spec/replicas\n  kind: Widget\n', 'replicas:\n- name: w\n  count: 3\n'),
    one('unknown field', 'foo: bar\n', ''),
    one('conflict', 'commonLabels:\n- path: metadata/labels\n  create: false\n', ''),
    one('broken', 'a: [b\n', ''),
    one('path of a scalar', 'namespace:\n- path: spec/ref/x\n  kind: Widget\n  create: true\n', 'namespace: n\n'),
    one('path of a map', 'namespace:\n- path: spec\n  kind: Widget\n', 'namespace: n\n'),
    one(
      'escaped path',
      'commonAnnotations:\n- path: spec/a\\/b\n  create: true\n  kind: Widget\n',
      'commonAnnotations: {a: b}\n',
    ),
    based('configuration in the base', [wid, CM], 'configurations: [c.yaml]\n', 'namePrefix: p-\n', {
      'base/c.yaml': 'nameReference:\n- kind: ConfigMap\n  fieldSpecs:\n  - path: spec/ref\n    kind: Widget\n',
    }),
    overlay('crds', [wid, CM], 'namePrefix: p-\ncommonAnnotations: {a: b}\ncommonLabels: {l: m}\ncrds: [crd.json]\n', {
      'crd.json':
        '{"example.com/v1.Widget": {"Schema": {"properties": {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}, "spec": {"$ref": "example.com/v1.Spec"}}}}, "example.com/v1.Spec": {"Schema": {"properties": {"ref": {"x-kubernetes-identity": ""}, "nested": {"x-kubernetes-object-ref-api-version": "v1", "x-kubernetes-object-ref-kind": "ConfigMap"}, "sel": {"x-kubernetes-label-selector": ""}, "ann": {"x-kubernetes-annotation": ""}}}}}',
    }),
    overlay('crds broken', [CM], 'crds: [crd.json]\n', {'crd.json': '{"a": '}),
  ]
}

function plugins(): Case[] {
  const builtin = (kind: string, fields: string) => `apiVersion: builtin\nkind: ${kind}\nmetadata:\n  name: t\n${fields}`
  const specs = (path: string) => `fieldSpecs:\n- path: ${path}\n  create: true\n`
  const transform = (name: string, kind: string, config: string, more: Record<string, string> = {}) =>
    overlay(`transformer ${name}`, [DEPLOYMENT, CM], 'transformers: [t.yaml]\n', {'t.yaml': builtin(kind, config), ...more})
  return [
    transform('labels', 'LabelTransformer', `labels: {a: b}\n${specs('metadata/labels')}`),
    transform('annotations', 'AnnotationsTransformer', `annotations: {a: "1"}\n${specs('metadata/annotations')}`),
    overlay('transformer namespace', [DEPLOYMENT, CM], 'transformers: [t.yaml]\n', {
      't.yaml': 'apiVersion: builtin\nkind: NamespaceTransformer\nmetadata:\n  name: t\n  namespace: ns\nunsetOnly: true\n',
    }),
    overlay('transformer namespace, all accounts', [OBJECTS.RoleBinding!], 'transformers: [t.yaml]\n', {
      't.yaml':
        'apiVersion: builtin\nkind: NamespaceTransformer\nmetadata:\n  name: t\n  namespace: ns\nsetRoleBindingSubjects: allServiceAccounts\n',
    }),
    overlay('transformer namespace, no accounts', [OBJECTS.RoleBinding!], 'transformers: [t.yaml]\n', {
      't.yaml':
        'apiVersion: builtin\nkind: NamespaceTransformer\nmetadata:\n  name: t\n  namespace: ns\nsetRoleBindingSubjects: none\n',
    }),
    overlay('transformer namespace, bad mode', [OBJECTS.RoleBinding!], 'transformers: [t.yaml]\n', {
      't.yaml':
        'apiVersion: builtin\nkind: NamespaceTransformer\nmetadata:\n  name: t\n  namespace: ns\nsetRoleBindingSubjects: foo\n',
    }),
    transform('prefix', 'PrefixTransformer', `prefix: p-\n${specs('metadata/name')}`),
    transform('prefix without places', 'PrefixTransformer', 'prefix: p-\n'),
    transform(
      'prefix elsewhere',
      'PrefixTransformer',
      'prefix: p-\nfieldSpecs:\n- path: spec/template/spec/serviceAccountName\n',
    ),
    transform('suffix', 'SuffixTransformer', `suffix: -s\n${specs('metadata/name')}`),
    transform('prefix and suffix', 'PrefixSuffixTransformer', `prefix: p-\nsuffix: -s\n${specs('metadata/name')}`),
    transform('image', 'ImageTagTransformer', 'imageTag:\n  name: nginx\n  newTag: v2\n'),
    transform(
      'replicas',
      'ReplicaCountTransformer',
      'replica:\n  name: x\n  count: 3\nfieldSpecs:\n- path: spec/replicas\n  kind: Deployment\n',
    ),
    transform(
      'patch',
      'PatchTransformer',
      "target: {kind: Deployment}\npatch: '[{op: replace, path: /spec/replicas, value: 3}]'\n",
    ),
    transform('patch from a file', 'PatchTransformer', 'target: {kind: Deployment}\npath: p.yaml\n', {
      'p.yaml': '- op: replace\n  path: /spec/replicas\n  value: 3\n',
    }),
    transform('strategic merge', 'PatchStrategicMergeTransformer', 'paths: [p.yaml]\n', {
      'p.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: x\nspec:\n  replicas: 4\n',
    }),
    transform(
      'strategic merge inline',
      'PatchStrategicMergeTransformer',
      'patches: |\n  apiVersion: apps/v1\n  kind: Deployment\n  metadata:\n    name: x\n  spec:\n    replicas: 4\n',
    ),
    transform(
      'json patch',
      'PatchJson6902Transformer',
      'target: {kind: Deployment, name: x}\njsonOp: \'[{"op": "replace", "path": "/spec/replicas", "value": 5}]\'\n',
    ),
    transform(
      'replacements',
      'ReplacementTransformer',
      'replacements:\n- source: {kind: ConfigMap, name: cm, fieldPath: data.k}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: [metadata.labels.k]\n    options: {create: true}\n',
    ),
    transform(
      'value',
      'ValueAddTransformer',
      'value: added\ntargets:\n- selector: {kind: Deployment}\n  fieldPath: metadata/labels/v\n- fieldPath: spec/path\n  filePathPosition: 1\n',
    ),
    transform('value of the folder', 'ValueAddTransformer', 'value: v\ntargets:\n- fieldPath: metadata/namespace\n'),
    transform('hash', 'HashTransformer', ''),
    transform('unknown', 'FooTransformer', ''),
    transform('generator as transformer', 'ConfigMapGenerator', ''),
    overlay('transformer external', [CM], 'transformers: [t.yaml]\n', {
      't.yaml': 'apiVersion: example.com/v1\nkind: Foo\nmetadata:\n  name: t\n',
    }),
    overlay(
      'transformer inline',
      [DEPLOYMENT],
      `transformers:\n- |-\n  ${builtin('LabelTransformer', `labels: {a: b}\n${specs('metadata/labels')}`)
        .trim()
        .replaceAll('\n', '\n  ')}\n`,
    ),
    overlay('transformer in a folder', [DEPLOYMENT], 'transformers: [tr]\n', {
      'tr/kustomization.yaml': 'resources: [t.yaml]\n',
      'tr/t.yaml': builtin('LabelTransformer', `labels: {a: b}\n${specs('metadata/labels')}`),
    }),
    overlay('transformer missing', [CM], 'transformers: [nope.yaml]\n'),
    overlay(
      'transformer with metadata',
      [DEPLOYMENT],
      'buildMetadata: [transformerAnnotations, originAnnotations]\ntransformers: [t.yaml]\n',
      {'t.yaml': builtin('LabelTransformer', `labels: {a: b}\n${specs('metadata/labels')}`)},
    ),
    overlay('generator config map', [CM], 'namePrefix: p-\ngenerators: [g.yaml]\n', {
      'g.yaml':
        'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata:\n  name: made\n  namespace: ns\nliterals: [a=b]\nfiles: [x.txt]\n',
      'x.txt': 'x\n',
    }),
    overlay('generator secret', [], 'generators: [g.yaml]\n', {
      'g.yaml':
        'apiVersion: builtin\nkind: SecretGenerator\nmetadata:\n  name: any\nname: made\nliterals: [a=b]\noptions:\n  disableNameSuffixHash: true\n',
    }),
    overlay('generator iam', [], 'generators: [g.yaml]\n', {
      'g.yaml':
        'apiVersion: builtin\nkind: IAMPolicyGenerator\nmetadata:\n  name: any\ncloud: gke\nkubernetesService:\n  namespace: k\n  name: ksa\nserviceAccount:\n  name: gsa\n  projectId: proj\n',
    }),
    overlay('generator iam elsewhere', [], 'generators: [g.yaml]\n', {
      'g.yaml': 'apiVersion: builtin\nkind: IAMPolicyGenerator\nmetadata:\n  name: any\ncloud: aws\n',
    }),
    overlay('generator external', [CM], 'generators: [g.yaml]\n', {
      'g.yaml': 'apiVersion: example.com/v1\nkind: Foo\nmetadata:\n  name: t\n',
    }),
    overlay(
      'generator inline with metadata',
      [],
      'buildMetadata: [originAnnotations]\ngenerators:\n- |-\n  apiVersion: builtin\n  kind: ConfigMapGenerator\n  metadata:\n    name: made\n  literals: [a=b]\n',
    ),
    overlay('validator', [CM], 'validators: [v.yaml]\n', {
      'v.yaml': builtin('LabelTransformer', `labels: {validated-by: me}\n${specs('metadata/labels')}`),
    }),
    overlay('validator that changes', [CM], 'validators: [v.yaml]\n', {
      'v.yaml': builtin('LabelTransformer', `labels: {a: b}\n${specs('metadata/labels')}`),
    }),
    overlay(
      'crd and its objects',
      [configMap('z'), OBJECTS.CustomResourceDefinition!, OBJECTS.Widget!],
      'namePrefix: p-\nnamespace: n\n',
    ),
  ]
}
