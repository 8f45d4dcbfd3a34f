import {one, type PostRenderCase, patch} from './case.js'

type Marks = NonNullable<PostRenderCase['commonMetadata']>

const object = (metadata: string, more = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata: ${metadata}\n${more}`
const TEXTS: Readonly<Record<string, string>> = {
  'a plain object': object('{name: a}'),
  'labels and annotations': object('{name: a, labels: {x: old, z: z}, annotations: {x: old, z: z}}'),
  'labels that are no texts': object('{name: a, labels: {x: 5, y: yes}}'),
  'a hook and a FooList': `${object('{name: a, annotations: {helm.sh/hook: test}}')}---\nkind: FooList\nitems:\n- {kind: Foo, metadata: {name: f}}\n`,
  'empty labels and annotations': object('{name: a, labels: {}, annotations: {}}'),
  'local configuration': object('{name: a, annotations: {config.kubernetes.io/local-config: "true"}}'),
  'a Service of an Ingress': `${object('{name: s}').replace('ConfigMap', 'Service')}---\n${object('{name: i}', 'spec: {rules: [{http: {paths: [x]}}]}\n').replace('v1', 'networking.k8s.io/v1').replace('ConfigMap', 'Ingress')}`,
  'two of one name': `${object('{name: a}')}---\n${object('{name: a}')}`,
  'a folded text': object('{name: a}', 'data:\n  a: >\n    b\n\n      c\n'),
}

const MARKS: Readonly<Record<string, Marks>> = {
  nothing: {},
  'empty ones': {labels: {}, annotations: {}},
  labels: {labels: {x: 'new', y: 'yes', 'helm.toolkit.fluxcd.io/name': 'not this'}},
  annotations: {annotations: {x: 'new', y: '5', w: 'a: b'}},
  'a hook': {labels: {a: 'b'}, annotations: {'helm.sh/hook': 'pre-install'}},
  'keys that are no texts without quotes': {labels: {'5': 'a'}, annotations: {true: 'b', n: 'c'}},
  'empty texts': {labels: {x: ''}, annotations: {x: '', y: 'a\nb\n'}},
}

/** Common metadata on objects, with and without a renderer before it. */
export const COMMON: readonly PostRenderCase[] = Object.entries(TEXTS).flatMap(([text, value]) =>
  Object.entries(MARKS).flatMap(([marks, commonMetadata]) => [
    {...one(`${marks} on ${text}`, value), commonMetadata},
    {
      ...one(`${marks} on ${text}, after a renderer`, value, patch('ConfigMap', {op: 'add', path: '/p', value: 1})),
      commonMetadata,
    },
  ]),
)
