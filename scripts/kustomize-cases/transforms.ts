import {based, type Case, configMap, OBJECTS, overlay, WORKLOADS, widget} from './case.js'

const EVERY = [...Object.values(WORKLOADS), ...Object.values(OBJECTS)]

/** Labels, annotations, images, replicas, order and build metadata. */
export function cases(): Case[] {
  return [...labels(), ...images(), ...replicas(), ...orders(), ...metadata()]
}

function labels(): Case[] {
  const list: Case[] = []
  for (const [kind, text] of Object.entries({...WORKLOADS, ...OBJECTS})) {
    list.push(overlay(`commonLabels on ${kind}`, [text], 'commonLabels:\n  a: b\n  app: z\n'))
    list.push(overlay(`commonAnnotations on ${kind}`, [text], 'commonAnnotations:\n  a: b\n  note: "1"\n'))
  }
  const pairs = 'labels:\n- pairs:\n    a: b\n    t: "true"\n'
  list.push(
    overlay('labels', EVERY, pairs),
    overlay('labels with selectors', EVERY, `${pairs}  includeSelectors: true\n`),
    overlay('labels with templates', EVERY, `${pairs}  includeTemplates: true\n`),
    overlay('labels with both', EVERY, `${pairs}  includeTemplates: true\n  includeSelectors: true\n`),
    overlay(
      'labels with fields',
      [widget('  size: 1\n')],
      `${pairs}  fields:\n  - path: spec/labels\n    create: true\n  - path: spec/other\n`,
    ),
    overlay('labels twice', [WORKLOADS.Deployment!], `${pairs}- pairs:\n    a: c\n    d: e\n  includeSelectors: true\n`),
    overlay('labels and commonLabels', [WORKLOADS.Deployment!], `${pairs}commonLabels:\n  c: d\n`),
    overlay('labels that are null', [configMap('x', '', '  labels:\n')], pairs),
    overlay('labels that are a list', [configMap('x', '', '  labels: []\n')], pairs),
    overlay('label named like a boolean', [configMap('x')], 'commonLabels:\n  y: b\n'),
    overlay('annotation named like a number', [configMap('x')], 'commonAnnotations:\n  "1": b\n'),
    overlay('label that is a boolean', [configMap('x')], 'commonLabels:\n  a: y\n'),
    overlay('label with a number', [configMap('x')], 'commonLabels:\n  a: 1\n'),
    overlay('annotation with a boolean', [configMap('x')], 'commonAnnotations:\n  a: yes\n'),
    overlay(
      'conflicting label fields',
      [configMap('x')],
      'labels:\n- pairs: {a: b}\n  fields:\n  - path: metadata/labels\n    create: false\n',
    ),
    based(
      'labels shared by fields',
      [WORKLOADS.Deployment!],
      'labels:\n- pairs: {env: base}\n  includeSelectors: true\n',
      'patches:\n- patch: |\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata:\n      name: x\n      labels:\n        env: patched\n',
    ),
  )
  return list
}

function images(): Case[] {
  const refs = [
    'nginx',
    'nginx:1.0',
    'nginx@sha256:aaa',
    'nginx:1.0@sha256:aaa',
    'reg.io/nginx:1.0',
    'reg.io:5000/nginx:1.0',
    'nginx-extra:1.0',
    'xnginx:1',
    '"nginx:1.0"',
    'nginx:$(TAG)',
    'NGINX:1',
  ]
  const pod = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n${refs.map((ref, i) => `  - name: c${i}\n    image: ${ref}\n`).join('')}`
  const options: Readonly<Record<string, string>> = {
    newTag: 'newTag: 2.0.0',
    'newTag that is a number': 'newTag: "1.10"',
    'newTag as number': 'newTag: 1.10',
    newName: 'newName: mirror.io/nginx',
    digest: 'digest: sha256:bbb',
    'newTag and digest': 'newTag: v2\n  digest: sha256:bbb',
    tagSuffix: 'tagSuffix: -alpine',
    'all of them': 'newName: n\n  newTag: v2\n  digest: sha256:bbb\n  tagSuffix: -x',
    nothing: '',
  }
  const list = Object.entries(options).map(([name, option]) =>
    overlay(`image ${name}`, [pod], `images:\n- name: nginx\n  ${option}\n`),
  )
  for (const name of ['reg.io/nginx', 'reg.io:5000/nginx', '.*', 'nginx|xnginx', 'ngin.', 'n(gin)x']) {
    list.push(overlay(`image named ${name}`, [pod], `images:\n- name: ${JSON.stringify(name)}\n  newTag: v9\n`))
  }
  for (const [kind, text] of Object.entries(WORKLOADS))
    list.push(overlay(`image in ${kind}`, [text], 'images:\n- name: nginx\n  newTag: v2\n- name: busybox\n  newName: box\n'))
  list.push(
    overlay(
      'image in custom kind and CRD',
      [OBJECTS.Widget!, OBJECTS.CustomResourceDefinition!],
      'images:\n- name: nginx\n  newTag: v2\n',
    ),
    overlay('image twice', [pod], 'images:\n- name: nginx\n  newName: other\n- name: other\n  newTag: v3\n'),
    overlay(
      'image null',
      [`apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: a\n    image:\n  initContainers:\n`],
      'images:\n- name: nginx\n  newTag: v2\n',
    ),
    overlay('imageTags', [pod], 'imageTags:\n- name: nginx\n  newTag: old-field\n'),
  )
  return list
}

function replicas(): Case[] {
  const list = Object.entries(WORKLOADS).map(([kind, text]) =>
    overlay(`replicas of ${kind}`, [text], 'replicas:\n- name: x\n  count: 5\n'),
  )
  list.push(
    overlay(
      'replicas quoted',
      [WORKLOADS.Deployment!.replace('replicas: 1', 'replicas: "1"')],
      'replicas:\n- name: x\n  count: 5\n',
    ),
    overlay('replicas zero', [WORKLOADS.Deployment!], 'replicas:\n- name: x\n  count: 0\n'),
    overlay('replicas after prefix', [WORKLOADS.Deployment!], 'namePrefix: p-\nreplicas:\n- name: x\n  count: 4\n'),
    overlay('replicas by new name', [WORKLOADS.Deployment!], 'namePrefix: p-\nreplicas:\n- name: p-x\n  count: 4\n'),
    overlay('replicas of nothing', [WORKLOADS.Deployment!], 'replicas:\n- name: nope\n  count: 4\n'),
    overlay('replicas as text', [WORKLOADS.Deployment!], 'replicas:\n- name: x\n  count: "4"\n'),
    overlay('replicas null', [WORKLOADS.Deployment!.replace('replicas: 1', 'replicas:')], 'replicas:\n- name: x\n  count: 4\n'),
  )
  return list
}

function orders(): Case[] {
  return [
    overlay('default order', [...EVERY].reverse(), ''),
    overlay('fifo', [...EVERY].reverse(), 'sortOptions:\n  order: fifo\n'),
    overlay('legacy', [...EVERY].reverse(), 'sortOptions:\n  order: legacy\n'),
    overlay(
      'legacy with own kinds',
      [...EVERY].reverse(),
      'sortOptions:\n  order: legacy\n  legacySortOptions:\n    orderFirst: [Secret, Deployment]\n    orderLast: [Namespace]\n',
    ),
    overlay('order unknown', EVERY.slice(0, 2), 'sortOptions:\n  order: up\n'),
    overlay('order missing', EVERY.slice(0, 2), 'sortOptions: {}\n'),
    overlay(
      'fifo with legacy options',
      EVERY.slice(0, 2),
      'sortOptions:\n  order: fifo\n  legacySortOptions:\n    orderFirst: [Secret]\n    orderLast: []\n',
    ),
    overlay(
      'same kind by namespace and name',
      [
        configMap('b', '', '  namespace: z\n'),
        configMap('a', '', '  namespace: z\n'),
        configMap('c'),
        configMap('a', '', '  namespace: a\n'),
      ],
      '',
    ),
  ]
}

function metadata(): Case[] {
  const fields =
    'namePrefix: p-\nnamespace: ns\ncommonLabels: {a: b}\nlabels:\n- pairs: {c: d}\nimages:\n- name: nginx\n  newTag: v2\nreplicas:\n- name: x\n  count: 2\nconfigMapGenerator:\n- name: gen\n  literals: [a=b]\nsecretGenerator:\n- name: gen\n  literals: [a=b]\npatches:\n- target:\n    kind: Deployment\n  patch: \'[{"op": "add", "path": "/spec/paused", "value": true}]\'\n'
  const list: Case[] = []
  for (const options of [
    'originAnnotations',
    'transformerAnnotations',
    'managedByLabel',
    'originAnnotations, transformerAnnotations',
    'originAnnotations, transformerAnnotations, managedByLabel',
    'unknown',
  ]) {
    list.push(
      based(
        `buildMetadata ${options}`,
        [WORKLOADS.Deployment!, OBJECTS.ConfigMap!],
        'nameSuffix: -s\n',
        `buildMetadata: [${options}]\n${fields}`,
      ),
    )
  }
  list.push(
    based('buildMetadata in the base only', [OBJECTS.ConfigMap!], 'buildMetadata: [originAnnotations]\n', ''),
    overlay(
      'local-config',
      [
        configMap('a', '', '  annotations:\n    config.kubernetes.io/local-config: "true"\n'),
        configMap('b', '', '  annotations:\n    config.kubernetes.io/local-config: "false"\n'),
        configMap('c', '', '  annotations:\n    config.kubernetes.io/local-config: anything\n'),
        configMap('d'),
      ],
      'namePrefix: p-\n',
    ),
    overlay(
      'annotations that are empty',
      [
        configMap('a', '', '  annotations: {}\n'),
        configMap('b', '', '  annotations:\n'),
        configMap('c', '', '  annotations:\n    a: 1\n    b: true\n    c:\n    d: 1.50\n'),
      ],
      '',
    ),
    overlay(
      'annotations that are empty, renamed',
      [
        configMap('a', '', '  annotations: {}\n'),
        configMap('b', '', '  annotations:\n'),
        configMap('c', '', '  annotations:\n    a: 1\n    b: true\n    c:\n'),
      ],
      'namePrefix: p-\n',
    ),
    overlay(
      'own internal annotations',
      [
        configMap(
          'a',
          '',
          '  annotations:\n    internal.config.kubernetes.io/index: "7"\n    config.kubernetes.io/path: x.yaml\n    keep: me\n',
        ),
      ],
      '',
    ),
    overlay(
      'origin annotation of its own',
      [
        configMap(
          'a',
          '',
          '  annotations:\n    config.kubernetes.io/origin: |\n      path: mine\n    alpha.config.kubernetes.io/transformations: x\n',
        ),
      ],
      '',
    ),
  )
  return list
}
