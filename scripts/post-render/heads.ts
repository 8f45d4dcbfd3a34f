import {one, type PostRenderCase, patch} from './case.js'

const data = (metadata: string, more = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata: ${metadata}\n${more}`
const inItem = (text: string) => `kind: List\nitems:\n- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`

/** Metadata that an annotation is added to, and anchors, which a text keeps on its way to kustomize. */
const TEXTS: Readonly<Record<string, string>> = {
  'no metadata but a kind': 'kind: ConfigMap\n',
  'metadata that are nothing': data(''),
  'metadata that are a text': data('a'),
  'metadata that are an empty text': data('""'),
  'metadata that are a list': data('[a]'),
  'annotations that are nothing': data('{name: a, annotations: }'),
  'annotations that are a text': data('{name: a, annotations: x}'),
  'annotations that are a list': data('{name: a, annotations: [x]}'),
  'annotations that are an empty list': data('{name: a, annotations: []}'),
  'an annotation that is a map': data('{name: a, annotations: {x: {y: z}}}'),
  'an annotation that is a number': data('{name: a, annotations: {x: 1.50, y: yes}}'),
  'the annotation of Helm itself': data('{name: a, annotations: {postrenderer.helm.sh/postrender-filename: x.yaml}}'),
  'the empty annotation of Helm itself': data('{name: a, annotations: {postrenderer.helm.sh/postrender-filename: ""}}'),
  'annotations of readers': data(
    '{name: a, annotations: {config.kubernetes.io/index: "7", internal.config.kubernetes.io/seqindent: wide, x: y}}',
  ),
  'an annotation of readers alone': data('{name: a, annotations: {config.kubernetes.io/index: "7"}}'),
  'local configuration': data('{name: a, annotations: {config.kubernetes.io/local-config: "true"}}'),
  'labels that are a list': data('{name: a, labels: [x]}'),
  'a name that is a map': data('{name: {a: b}}'),
  'an anchor of metadata': data('&m {name: a}', 'spec: {template: {metadata: *m}}\n'),
  'an anchor of annotations': data('{name: a, annotations: &a {x: y}}', 'spec: {template: {metadata: {annotations: *a}}}\n'),
  'an anchor of empty annotations': data('{name: a, annotations: &a {}}', 'spec: {template: {metadata: {annotations: *a}}}\n'),
  'an anchor of labels': data(
    '{name: a, labels: &l {x: y}}',
    'spec:\n  selector: {matchLabels: *l}\n  template: {metadata: {labels: *l}}\n',
  ),
  'metadata that are an alias': `x: &m {name: a}\n${data('*m')}`,
  'annotations that are an alias': `x: &a {x: y}\n${data('{name: a, annotations: *a}')}`,
  'a kind that is an alias': 'x: &k ConfigMap\napiVersion: v1\nkind: *k\nmetadata: {name: a}\n',
  'an anchor twice': data('{name: a}', 'data: {a: &a x, b: *a, c: &a y, d: *a}\n'),
  'anchors of lists, blocks and keys': data(
    '{name: a}',
    'data:\n  l: &l\n  - &m\n    a: b\n  - &s |\n    x\n  - &n\n  &k key: &t !!str 5\n  again: [*l, *m, *s, *n, *k, *t]\n  *t : x\n',
  ),
  'a merge': data('{name: a}', 'x: &x {a: b, c: d}\ndata: {<<: *x, a: e}\n'),
  'a merge of two': data('{name: a}', 'x: &x {a: b, c: d}\ny: &y {a: f}\ndata:\n  <<: [*x, *y]\n  g: h\n'),
  'a merge into metadata': `x: &x {labels: {a: b}}\n${data('{<<: *x, name: a}')}`,
  'an anchor that is not there': data('{name: a}', 'data: *x\n'),
  'a comment before a second document': `${data('{name: a}')}...\n# c\n${data('{name: b}')}`,
}

/** Each alone, before another object, in a `List`, and through a renderer. */
export const HEADS: readonly PostRenderCase[] = [
  ...Object.entries(TEXTS).flatMap(([name, text]) => [
    one(name, text),
    one(`${name}, in a List`, inItem(text)),
    one(`${name}, through a renderer`, `${text}---\n${data('{name: z}')}`, patch('ConfigMap', {op: 'add', path: '/p', value: 1})),
  ]),
  one('a path of readers', data('{name: a, annotations: {config.kubernetes.io/path: a/b.yaml, x: y}}')),
  one('a new path of readers', data('{name: a, annotations: {internal.config.kubernetes.io/path: a/b.yaml, x: y}}')),
  one('an id of readers', data('{name: a, annotations: {config.k8s.io/id: "1"}}')),
]
