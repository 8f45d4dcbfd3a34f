import {build, type Case, overlay, widget} from './case.js'
import {CRD_FILES} from './crd-files.js'

const ROLE = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r\nrules: 1.0\n'
const BINDING =
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: b\nsubjects:\n- kind: ServiceAccount\n  name: a\n  namespace: null\n'
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\ndata:\n  k: v\n'

/** Byte order marks: two are one too many, or not. */
const MARKED = ['\ufeff', '\ufeff\ufeff', '\ufeff\ufeff\ufeff', '\ufeff\n\ufeff', ' \ufeff']

/** Spaces, single digits, commas and zones at the edge of what Go takes. */
const DATES = [
  '2001-12-14  21:59:43',
  '2001-1-4   1:5:43,5',
  '2001-12-14t1:2:3Z',
  '2001-12-14T21:59:43+23:59',
  '2001-12-14T21:59:43+05:60',
  '2001-12-14T21:59:43+05:61',
  '2001-12-14T21:59:43-25:00',
  '2001-12-14T21:59:60Z',
  '2001-02-29',
]

/** More than a double can hold. */
const LARGE = '1234567890123456789'

const VAR_NUMBERS = [
  ...[
    '0x50',
    '-0x1',
    '0b1',
    '0o17',
    '017',
    '-017',
    '08',
    '+5',
    '1_000',
    '!!int "0x1"',
    '9223372036854775807',
    '9223372036854775808',
  ],
  ...['12345678901234567890', '1e-5', '1e3', '1e6', '1e20', '1e21', '123456.5', '123456789.125', '1_0.5', '-0.0', 'True'],
]

/** What random trees and readings have shown to differ once. */
export function cases(): Case[] {
  return [
    overlay('found, malformed reference without a rename', [ROLE], ''),
    overlay('found, malformed reference with a rename', [ROLE, MAP], 'namePrefix: p-\n'),
    ...['2024-01-02', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43.123456789'].map((date) =>
      overlay(`found, a time in what cannot be printed, ${date}`, [widget(`  t: ${date}\n  inf: .inf\n`)], ''),
    ),
    overlay(
      'found, large integers in flow style',
      [widget(`  ids: {a: ${LARGE}, b: [${LARGE}, 0xFFFFFFFFFFFFFFFF], c: &x ${LARGE}, d: *x, e: 1e30}\n`)],
      '',
    ),
    overlay(
      'found, large integers in generated data',
      [],
      `configMapGenerator:\n- name: g\n  literals: [a=b]\npatches:\n- patch: |\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: g}\n    data: {z: ${LARGE}, y: 3, x: 1.5, v: 18446744073709551615}\n`,
    ),
    overlay('found, subject without namespace', [BINDING], ''),
    overlay('found, mark after document start', [`---\n\ufeff${MAP}`], ''),
    overlay('found, mark at the start', [`\ufeff${MAP}`], ''),
    overlay(
      'found, annotations are text',
      [MAP.replace('name: m', 'name: m\n  annotations: a')],
      'buildMetadata: [originAnnotations]\n',
    ),
    overlay('found, tagged number as prefix', [MAP], 'namePrefix: !!float 3\n'),
    overlay('found, tagged text as prefix', [MAP], 'namePrefix: !!str 3-\n'),
    overlay('found, tagged int in quotes', [MAP], 'namePrefix: !!int "3"\n'),
    overlay(
      'found, tagged bool in quotes',
      [MAP],
      'configMapGenerator:\n- name: g\n  options:\n    disableNameSuffixHash: !!bool "true"\n',
    ),
    overlay('found, tag that does not fit', [MAP], 'namePrefix: !!int x\n'),
    overlay('found, binary prefix', [MAP], 'namePrefix: !!binary cC0=\n'),
    overlay('found, order of another type', [MAP], 'sortOptions: {order: 3}\n'),
    overlay('found, targets of another type', [MAP], 'replacements:\n- source: {kind: ConfigMap}\n  targets: x\n'),
    overlay('found, field with a mark', [MAP], '"\\ufeffa": b\n'),
    overlay('found, merge key as labels', [MAP.replace('name: m', 'name: m\n  labels: <<')], 'labels:\n- pairs: {a: b}\n'),
    overlay(
      'found, validator and infinity',
      [MAP.replace('k: v', 'k: .inf')],
      'validators:\n- |-\n  apiVersion: builtin\n  kind: LabelTransformer\n  metadata: {name: x}\n  labels: {a: b}\n',
    ),
    overlay(
      'found, generator with two matches',
      [MAP, MAP.replace('name: m', 'name: m\n  namespace: n')],
      'namePrefix: p-\nconfigMapGenerator:\n- name: m\n  behavior: merge\n  literals: [a=b]\n',
    ),
    overlay('found, spelling of dates', [widget(DATES.map((date, i) => `  d${i}: ${date}\n`).join(''))], ''),
    overlay('found, texts like dates', [widget(DATES.map((date, i) => `  d${i}: "${date}"\n`).join(''))], ''),
    overlay('found, empty targets', [MAP], 'replacements:\n- source: {kind: ConfigMap}\n  targets: []\n'),
    build('found, generator in a folder', {
      'kustomization.yaml': 'generators: [g]\n',
      'f.txt': 'from the top\n',
      'g/kustomization.yaml': 'resources: [g.yaml]\n',
      'g/g.yaml': 'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: m}\nfiles: [f.txt]\n',
    }),
    build('found, patch of a transformer in a folder', {
      'kustomization.yaml': 'resources: [r.yaml]\ntransformers: [t]\n',
      'r.yaml': MAP,
      'p.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {x: y}\n',
      't/kustomization.yaml':
        'resources: [t.yaml]\npatches:\n- patch: |-\n    apiVersion: builtin\n    kind: PatchTransformer\n    metadata: {name: t}\n    path: p.yaml\n',
      't/t.yaml': 'apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: t}\npath: q.yaml\ntarget: {kind: ConfigMap}\n',
    }),
    build('found, transformers in a list', {
      'kustomization.yaml': 'resources: [r.yaml]\ntransformers: [t.yaml]\n',
      'r.yaml': MAP,
      'p.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {x: y}\n',
      't.yaml':
        'apiVersion: v1\nkind: List\nitems:\n- apiVersion: builtin\n  kind: PatchTransformer\n  metadata: {name: t}\n  path: p.yaml\n  target: {kind: ConfigMap}\n',
    }),
    build('found, env entry without a name', {
      'kustomization.yaml': 'configMapGenerator: [{name: x, envs: [e.env]}]\n',
      'e.env': 'A=b\n=1\n',
    }),
    build('found, only an env entry without a name', {
      'kustomization.yaml': 'configMapGenerator: [{name: x, envs: [e.env]}]\n',
      'e.env': '=1\n',
    }),
    overlay('found, negative zero', [widget('  a: -0.0\n  b: -0\n  c: "-0"\n')], ''),
    overlay('found, CRDs that are real ones', [MAP], 'crds: [c.yaml]\n', {
      'c.yaml': 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: foos.example.com}\n',
    }),
    overlay('found, CRDs that are a list', [MAP], 'crds: [c.yaml]\n', {'c.yaml': '- a\n'}),
    ...[
      'commonAnnotations: {"<<": x, b: ""}',
      'commonLabels: {"<<": ""}',
      'labels: [{pairs: {"<<": x}, fields: [{path: a/b, create: true}]}]',
      'labels: [{pairs: {a: b}}, {pairs: {"<<": x}, includeTemplates: true}]',
      'configMapGenerator: [{name: x, literals: [a=b], options: {labels: {"<<": x}, immutable: true}}]',
      'secretGenerator: [{name: x, literals: [a=b], type: t, behavior: create, options: {annotations: {"<<": "", a: b}}}]',
      'generatorOptions: {annotations: {"<<": x}}\nconfigMapGenerator: [{name: x, namespace: n}]',
    ].map((fields, i) => overlay(`found, a label that is a merge ${i + 1}`, [MAP], `${fields}\n`)),
    ...MARKED.flatMap((text, i) => [
      build(`found, marks in kustomization ${i + 1}`, {'kustomization.yaml': `${text}resources: [r.yaml]\n`, 'r.yaml': MAP}),
      build(`found, marks in one line ${i + 1}`, {
        'kustomization.yaml': `${text}{resources: [r.yaml],\nnamePrefix: p-}\n`,
        'r.yaml': MAP,
      }),
      build(`found, marks in lines ${i + 1}`, {
        'kustomization.yaml': `${text}resources: [r.yaml]\nnamePrefix: p-\n`,
        'r.yaml': MAP,
      }),
      build(`found, marks in a resource ${i + 1}`, {'kustomization.yaml': 'resources: [r.yaml]\n', 'r.yaml': `${text}${MAP}`}),
      build(`found, marks in a resource in one line ${i + 1}`, {
        'kustomization.yaml': 'resources: [r.yaml]\n',
        'r.yaml': `${text}{apiVersion: v1, kind: A, metadata: {name: b}}\n---\n${text}{apiVersion: v1, kind: B, metadata: {name: b}}\n`,
      }),
    ]),
    ...CRD_FILES.map((text, i) =>
      overlay(`found, CRDs of shape ${i + 1}`, [MAP], 'namePrefix: p-\ncrds: [c.json]\n', {'c.json': text}),
    ),
    ...VAR_NUMBERS.flatMap((value, i) =>
      ['"p-$(P)"', '$(P)', '[$(P), "x$(P)"]'].map((use, j) =>
        build(`found, a var of number ${i + 1}, use ${j + 1}`, {
          'kustomization.yaml':
            'resources: [r.yaml]\nconfigurations: [c.yaml]\nvars:\n- {name: P, objref: {kind: A, name: b, apiVersion: v1}, fieldref: {fieldPath: spec.v}}\n',
          'c.yaml': 'varReference: [{path: spec/u}]\n',
          'r.yaml': `apiVersion: v1\nkind: A\nmetadata: {name: b}\nspec:\n  v: ${value}\n  u: ${use}\n`,
        }),
      ),
    ),
    overlay('found, broken types that nobody needs', [MAP], 'openapi: {path: s.json}\n', {'s.json': '[1,2\n'}),
  ]
}
