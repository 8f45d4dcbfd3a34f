import {based, build, type Case, configMap, overlay, WORKLOADS, widget} from './case.js'

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: s\nspec:\n  selector:\n    app: x\n'
const LISTS = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  template:\n    spec:\n      containers:\n'
const DEPLOYMENT = `${LISTS}      - name: main\n        image: x\n        args: [a]\n        ports: [{containerPort: 80}]\n`
const PATCH = `${LISTS}      - name: main\n        image: y\n      - name: z\n`
const WIDGET = widget('  items:\n  - id: a\n    v: 1\n')
const WIDGET_PATCH = widget('  items:\n  - id: b\n    v: 2\n')

/** A configuration beside a Deployment and a Service. */
function configured(name: string, config: string, fields: string): Case {
  return overlay(`review, ${name}`, [WORKLOADS.Deployment!, SERVICE], `configurations: [c.yaml]\n${fields}`, {'c.yaml': config})
}

/** Places that name a kind where the default names all. */
function narrowed(): Case[] {
  const kind = 'kind: Deployment'
  return [
    configured('prefix of one kind', `namePrefix: [{path: metadata/name, ${kind}}]\n`, 'namePrefix: p-\n'),
    configured('suffix of one kind', `nameSuffix: [{path: metadata/name, ${kind}}]\n`, 'nameSuffix: -s\n'),
    configured('prefix of one group', 'namePrefix: [{path: metadata/name, group: apps}]\n', 'namePrefix: p-\n'),
    configured('prefix of one version', 'namePrefix: [{path: metadata/name, version: v1}]\n', 'namePrefix: p-\n'),
    configured(
      'prefix of two kinds',
      `namePrefix: [{path: metadata/name, ${kind}}, {path: metadata/name, kind: X}]\n`,
      'namePrefix: p-\n',
    ),
    configured(
      'labels of one kind',
      `commonLabels: [{path: metadata/labels, create: true, ${kind}}]\n`,
      'commonLabels: {a: b}\n',
    ),
    configured('labels of one kind, not made', `commonLabels: [{path: metadata/labels, ${kind}}]\n`, 'commonLabels: {a: b}\n'),
    configured(
      'labels of one kind by labels',
      `labels: [{path: metadata/labels, create: true, ${kind}}]\n`,
      'labels: [{pairs: {a: b}}]\n',
    ),
    configured(
      'annotations of one kind',
      `commonAnnotations: [{path: metadata/annotations, create: true, ${kind}}]\n`,
      'commonAnnotations: {a: b}\n',
    ),
    configured(
      'annotations of one kind, not made',
      `commonAnnotations: [{path: metadata/annotations, ${kind}}]\n`,
      'commonAnnotations: {a: b}\n',
    ),
    configured(
      'images of one kind',
      `images: [{path: "spec/template/spec/containers[]/image", create: true, ${kind}}]\n`,
      'images: [{name: nginx, newTag: "2"}]\n',
    ),
    configured(
      'images of one kind, not made',
      `images: [{path: "spec/template/spec/containers[]/image", ${kind}}]\n`,
      'images: [{name: nginx, newTag: "2"}]\n',
    ),
    configured(
      'images of all kinds, not made',
      'images: [{path: "spec/containers[]/image"}]\n',
      'images: [{name: nginx, newTag: "2"}]\n',
    ),
    configured(
      'replicas of one group',
      `replicas: [{path: spec/replicas, create: true, ${kind}, group: apps}]\n`,
      'replicas: [{name: x, count: 3}]\n',
    ),
    configured('namespace of one kind', `namespace: [{path: metadata/name, ${kind}}]\n`, 'namespace: n\n'),
    configured(
      'reference of one kind twice',
      `nameReference: [{kind: Service, version: v1, fieldSpecs: [{path: spec/a, ${kind}}, {path: spec/a}]}]\n`,
      'namePrefix: p-\n',
    ),
    overlay(
      'review, vars in annotations of one kind',
      [
        configMap('m', 'data:\n  k: v\n', '  annotations:\n    a: $(V) $$(V)\n'),
        SERVICE.replace('name: s', 'name: s\n  annotations: {a: $(V) $$(V)}'),
      ],
      'configurations: [c.yaml]\nvars: [{name: V, objref: {kind: ConfigMap, name: m, apiVersion: v1}}]\n',
      {'c.yaml': 'varReference: [{path: metadata/annotations, kind: ConfigMap}]\n'},
    ),
    overlay(
      'review, two configurations of one place',
      [WORKLOADS.Deployment!, SERVICE],
      'configurations: [c.yaml, d.yaml]\nnamePrefix: p-\n',
      {
        'c.yaml': `namePrefix: [{path: metadata/name, ${kind}}]\n`,
        'd.yaml': 'namePrefix: [{path: metadata/name, kind: Service}]\n',
      },
    ),
    overlay('review, two configurations against each other', [SERVICE], 'configurations: [c.yaml, d.yaml]\n', {
      'c.yaml': 'namePrefix: [{path: a/b, kind: A}]\n',
      'd.yaml': 'namePrefix: [{path: a/b, create: true}]\n',
    }),
    build(
      'review, configuration of a base',
      {
        'base/kustomization.yaml': 'resources: [r.yaml, s.yaml]\nconfigurations: [c.yaml]\nnamePrefix: b-\n',
        'base/r.yaml': WORKLOADS.Deployment!,
        'base/s.yaml': SERVICE,
        'base/c.yaml': `namePrefix: [{path: metadata/name, ${kind}}]\n`,
        'top/kustomization.yaml': 'resources: [../base, m.yaml]\nnamePrefix: t-\n',
        'top/m.yaml': configMap('m'),
      },
      'top',
    ),
    build('review, configuration of a component', {
      'c/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nconfigurations: [c.yaml]\nnameSuffix: -c\n',
      'c/c.yaml': `nameSuffix: [{path: metadata/name, ${kind}}]\n`,
      'kustomization.yaml': 'resources: [r.yaml, s.yaml]\ncomponents: [c]\nnameSuffix: -t\n',
      'r.yaml': WORKLOADS.Deployment!,
      's.yaml': SERVICE,
    }),
  ]
}

/** Texts that a replacement creates: plain at first, in quotes after a merge. */
function created(): Case[] {
  const replaced = (value: string, path: string) =>
    `replacements:\n- sourceValue: '${value}'\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: ['${path}']\n    options: {create: true}\n`
  const patch =
    'patches:\n- patch: |\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: x}\n    spec: {replicas: 3}\n'
  const paths = [
    'metadata.labels.l',
    'metadata.annotations.[prometheus.io/port]',
    'spec.template.metadata.annotations.a',
    'spec.made',
    'spec.template.spec.containers.[name=main].env.[name=A].value',
  ]
  const values = [
    '80',
    'true',
    'null',
    '1e3',
    '0x1f',
    '0o17',
    'yes',
    '~',
    '',
    '1.0',
    '2001-01-01',
    'a',
    ' ',
    '0644',
    '.inf',
    '1_000',
    'off',
    '12:30',
  ]
  return [
    ...paths.map((path) => based(`review, created at ${path}`, [WORKLOADS.Deployment!], replaced('80', path), patch)),
    ...values.map((value) =>
      based(
        `review, created from '${value}'`,
        [WORKLOADS.Deployment!],
        replaced(value, 'spec.template.metadata.annotations.a'),
        patch,
      ),
    ),
    ...values.map((value) =>
      based(
        `review, created from '${value}' with nothing after it`,
        [WORKLOADS.Deployment!],
        replaced(value, 'metadata.annotations.a'),
        '',
      ),
    ),
    based(
      'review, created from a number of another object',
      [WORKLOADS.Deployment!],
      'replacements:\n- source: {kind: Deployment, fieldPath: spec.replicas}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: [metadata.annotations.a, spec.made]\n    options: {create: true}\n',
      patch,
    ),
    based(
      'review, created and labelled',
      [WORKLOADS.Deployment!],
      replaced('80', 'metadata.labels.l'),
      `${patch}labels: [{pairs: {l: '90', m: '1'}}]\n`,
    ),
    based(
      'review, created in a map with many keys',
      [configMap('m', `data:\n${Array.from({length: 40}, (_, i) => `  k${i}: v\n`).join('')}`)],
      "replacements:\n- sourceValue: '80'\n  targets:\n  - select: {kind: ConfigMap}\n    fieldPaths: [data.new]\n    options: {create: true}\n",
      'patches:\n- patch: |\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: m}\n    data: {other: x}\n',
    ),
  ]
}

const SCHEMA = JSON.stringify({
  definitions: {
    'com.example.v1.Widget': {
      type: 'object',
      'x-kubernetes-group-version-kind': [{group: 'example.com', kind: 'Widget', version: 'v1'}],
      properties: {
        spec: {
          type: 'object',
          properties: {
            items: {
              type: 'array',
              items: {type: 'object'},
              'x-kubernetes-patch-merge-key': 'id',
              'x-kubernetes-patch-strategy': 'merge',
            },
            template: {$ref: '#/definitions/io.k8s.api.core.v1.PodTemplateSpec'},
          },
        },
      },
    },
  },
})

/** A folder of the tree: its kustomization and the files that those here need. */
function schemas(name: string, folders: Record<string, string>, files: Record<string, string> = {}): Case {
  const all: Record<string, string> = {}
  for (const [folder, text] of Object.entries(folders)) {
    const path = folder === '' ? '' : `${folder}/`
    all[`${path}kustomization.yaml`] = text
    for (const [file, content] of Object.entries({
      'd.yaml': DEPLOYMENT,
      'w.yaml': WIDGET,
      'dp.yaml': PATCH,
      'wp.yaml': WIDGET_PATCH,
      's.json': SCHEMA,
    })) {
      if (text.includes(file)) all[path + file] = content
    }
  }
  return build(`review, ${name}`, {...all, ...files}, Object.keys(folders)[0])
}

const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n'
const BOTH = 'resources: [d.yaml, w.yaml]\n'
const PATCHES = 'patches: [{path: dp.yaml}, {path: wp.yaml}]\n'

/** Where in a build a schema is named decides what it replaces. */
function schemaScopes(): Case[] {
  return [
    schemas('types of the root', {top: `resources: [d.yaml, w.yaml]\nopenapi: {path: s.json}\n${PATCHES}`}),
    schemas('types of a component', {top: `${BOTH}components: [../c]\n`, c: `${COMPONENT}openapi: {path: s.json}\n${PATCHES}`}),
    schemas('types of a component, patched by the root', {
      top: `${BOTH}components: [../c]\n${PATCHES}`,
      c: `${COMPONENT}openapi: {path: s.json}\n`,
    }),
    schemas('types of a component of built-in types only', {
      top: `resources: [d.yaml]\ncomponents: [../c]\npatches: [{path: dp.yaml}]\n`,
      c: `${COMPONENT}openapi: {path: s.json}\n`,
    }),
    schemas('types of a component after a patch', {
      top: `resources: [../base]\ncomponents: [../c]\n${PATCHES}`,
      base: `${BOTH}${PATCHES}`,
      c: `${COMPONENT}openapi: {path: s.json}\n`,
    }),
    schemas('types of the second base', {
      top: `resources: [../a, ../b]\npatches: [{path: dp.yaml}, {path: wp.yaml}]\n`,
      a: 'resources: [d.yaml]\n',
      b: 'resources: [w.yaml]\nopenapi: {path: s.json}\n',
    }),
    schemas('types of the second base after a custom type', {
      top: `resources: [../a, ../b]\npatches: [{path: dp.yaml}, {path: wp.yaml}]\n`,
      a: 'resources: [w.yaml]\n',
      b: 'resources: [d.yaml]\nopenapi: {path: s.json}\n',
    }),
    schemas('types of the first base', {
      top: `resources: [../a, ../b]\npatches: [{path: dp.yaml}, {path: wp.yaml}]\n`,
      a: 'resources: [d.yaml]\nopenapi: {path: s.json}\n',
      b: 'resources: [w.yaml]\n',
    }),
    schemas('types of two bases', {
      top: `resources: [../a, ../b]\npatches: [{path: dp.yaml}, {path: wp.yaml}]\n`,
      a: 'resources: [d.yaml]\nopenapi: {version: v1.21.2}\n',
      b: 'resources: [w.yaml]\nopenapi: {path: s.json}\n',
    }),
    schemas(
      'types of a transformer',
      {top: `${BOTH}transformers: [../t]\n${PATCHES}`, t: 'resources: [t.yaml]\nopenapi: {path: s.json}\n'},
      {
        't/t.yaml':
          'apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: t}\nlabels: {a: b}\nfieldSpecs: [{path: metadata/labels, create: true}]\n',
      },
    ),
    ...['resources: [w.yaml]\n', 'resources: [d.yaml]\n'].map((first, i) =>
      schemas(
        `built-in definitions seen from others, ${i}`,
        {
          top: 'resources: [../a, ../b]\npatches: [{path: p.yaml}]\n',
          a: first,
          b: 'resources: [v.yaml]\nopenapi: {path: s.json}\n',
        },
        {
          'b/v.yaml': widget('  template:\n    spec:\n      containers:\n      - name: a\n        image: x\n', 'v'),
          'top/p.yaml': widget('  template:\n    spec:\n      containers:\n      - name: b\n', 'v'),
        },
      ),
    ),
    schemas(
      'a built-in definition of another kind',
      {
        top: 'resources: [../a, ../b]\npatches: [{path: dp.yaml}]\n',
        a: 'resources: [w.yaml]\n',
        b: 'resources: [d.yaml]\nopenapi: {path: o.json}\n',
      },
      {
        'b/o.json': JSON.stringify({
          definitions: {
            'io.k8s.api.core.v1.PodSpec': {type: 'object', properties: {containers: {type: 'array', items: {type: 'object'}}}},
          },
        }),
      },
    ),
    schemas(
      'a type with several names',
      {top: 'resources: [w.yaml]\nopenapi: {path: o.json}\npatches: [{path: wp.yaml}]\n'},
      {
        'top/o.json': SCHEMA.replace(
          '"version":"v1"}]',
          '"version":"v1"},{"group":"example.com","kind":"Gadget","version":"v1"}]',
        ),
      },
    ),
    schemas(
      'scopes of types read late',
      {
        top: 'resources: [../a, ../b]\nnamespace: n\n',
        a: 'resources: [w.yaml]\n',
        b: 'resources: [x.yaml]\nopenapi: {path: o.json}\n',
      },
      {
        'b/x.yaml': widget('  a: b\n', 'x'),
        'b/o.json': JSON.stringify({
          paths: {
            '/apis/example.com/v1/widgets': {
              get: {'x-kubernetes-group-version-kind': {group: 'example.com', kind: 'Widget', version: 'v1'}},
            },
          },
        }),
      },
    ),
  ]
}

/** What a review beside kustomize found: configurations, replacements, types. */
export function cases(): Case[] {
  return [...narrowed(), ...created(), ...schemaScopes()]
}
