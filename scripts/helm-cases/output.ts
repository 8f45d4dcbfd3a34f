import {type Case, chart} from './case.js'

const one = (name: string, text: string, ...args: string[]) => chart(name, {'templates/t.yaml': text}, ...args)
const object = (kind: string, name: string, more = '') => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more}`
const hook = (name: string, annotations: string) =>
  `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: ${name}\n  annotations:\n${annotations}`

/** Splitting, sorting, hooks, notes. */
export const cases: readonly Case[] = [
  one('documents', 'a: 1\n---\nb: 2\n---\n---\n  \n---\nc: 3'),
  one('separator first', '---\na: 1\n---\nb: 2\n'),
  one('separator with text behind', 'a: 1\n--- # note\nb: 2\n'),
  one('glued separator', 'a: 1\n---b: 2\n'),
  one('dashes inside', 'a: |\n  ---\n  x\nb: "---"\n'),
  one('windows line ends', 'a: 1\r\n---\r\nb: 2\r\n'),
  one('comments only', '# nothing\n---\n# more\n'),
  one('leading blank lines', '\n\n\na: 1\n\n\n'),
  one('block scalars', 'a: |+\n  x\n\n---\nb: |-\n  y\n\n'),
  one('blank', '  \n\n'),
  one('no YAML', 'a: [\n'),
  one('tabs', 'a:\n\tb: 1\n'),
  one('scalar', 'just text\n'),
  one('list', '- a\n'),
  ...Object.entries({
    'metadata is a text': 'metadata: str',
    'metadata is a list': 'metadata: [a]',
    'metadata is a number': 'metadata: 5',
    'metadata is a date': 'metadata: 2020-01-01',
    'name is a list': 'metadata: {name: [x]}',
    'name is a map': 'metadata: {name: {a: 1}}',
    'name is a number': 'metadata: {name: 5}',
    'annotations are a list': 'metadata: {annotations: [a]}',
    'annotations are a text': 'metadata: {annotations: str}',
    'annotation is a list': 'metadata: {annotations: {z: {c: 1}, a: [1]}}',
    'annotation is null': 'metadata: {annotations: {helm.sh/hook: test, a: null}}',
    'hook is a list': 'metadata: {annotations: {helm.sh/hook: [pre-install]}}',
    'hook is true': 'metadata: {annotations: {a: 1, helm.sh/hook: true}}',
    'hook is a date': 'metadata: {annotations: {helm.sh/hook: 2020-01-01}}',
    'kind is a list': 'kind: [X]',
    'version is a list': 'apiVersion: [1]',
    'several faults': 'kind: [X]\nmetadata: 5\napiVersion: {a: b}',
    'capital letters': 'Kind: [X]',
    'both letters': 'kind: A\nKIND: [X]',
    'name in capitals': 'metadata: {NAME: [1]}',
    nulls: 'kind: null\nmetadata: null',
  }).map(([name, text]) => one(`head: ${name}`, `${text}\n`)),
  one(
    'head: kinds that are no texts',
    'kind: 5\nn: 1\n---\nkind: 1.0\n---\nkind: true\n---\nKind: Service\nn: 2\n---\nkind: Pod\n',
  ),
  one('head: fault before a fault of YAML', 'kind: [X]\n---\na: [\n'),
  one('many documents', Array.from({length: 12}, (_, i) => `n: ${i}\n`).join('---\n')),
  one(
    'kinds in order',
    ['Deployment', 'Zebra', 'Service', 'Namespace', 'Apple', 'ConfigMap', 'CustomResourceDefinition', 'Ingress']
      .map((kind, i) => object(kind, `n${i}`))
      .join('---\n'),
  ),
  chart('kinds over files', {
    'templates/b.yaml': object('Service', 'b'),
    'templates/a.yaml': `${object('Deployment', 'a')}---\n${object('Service', 'a')}`,
    'templates/c.yaml': object('Namespace', 'c'),
  }),
  one(
    'hooks',
    `${hook('one', '    helm.sh/hook: pre-install\n')}---\n${object('ConfigMap', 'm')}---\n${hook('two', '    helm.sh/hook: post-install, Pre-Upgrade\n    helm.sh/hook-weight: "-5"\n    helm.sh/hook-delete-policy: hook-succeeded\n')}`,
  ),
  one('hooks left out', `${hook('one', '    helm.sh/hook: pre-install\n')}---\n${object('ConfigMap', 'm')}`, '--no-hooks'),
  one('unknown hook', `${hook('one', '    helm.sh/hook: pre-instal\n')}---\n${object('ConfigMap', 'm')}`),
  one('unknown hook beside a known', `${hook('one', '    helm.sh/hook: pre-install,foo\n')}---\n${object('ConfigMap', 'm')}`),
  one(
    'hooks by weight',
    ['3', '-1', 'x', '10']
      .map((weight, i) => hook(`h${i}`, `    helm.sh/hook: pre-install\n    helm.sh/hook-weight: "${weight}"\n`))
      .join('---\n'),
  ),
  one('tests', `${hook('one', '    helm.sh/hook: test\n')}---\n${object('ConfigMap', 'm')}`),
  one('tests left out', `${hook('one', '    helm.sh/hook: test-success\n')}---\n${object('ConfigMap', 'm')}`, '--skip-tests'),
  chart('notes', {
    'templates/NOTES.txt': 'thanks {{ .Release.Name }}\n',
    'templates/a.yaml': 'a: 1\n',
    'templates/sub/NOTES.txt': 'more\n',
  }),
  chart('show only', {'templates/a.yaml': 'a: 1\n', 'templates/b.yaml': 'b: 1\n---\nc: 1\n'}, '--show-only', 'templates/b.yaml'),
  chart('show only nothing', {'templates/a.yaml': 'a: 1\n'}, '--show-only', 'templates/z.yaml'),
  chart('namespace', {'templates/a.yaml': 'a: {{ .Release.Namespace }}\n'}, '-n', 'other'),
  chart(
    'upgrade',
    {'templates/a.yaml': 'a: {{ .Release.IsUpgrade }} {{ .Release.IsInstall }} {{ .Release.Revision }}\n'},
    '--is-upgrade',
  ),
  chart('empty file', {'templates/a.yaml': '{{ if false }}a: 1{{ end }}\n', 'templates/b.yaml': 'b: 1\n'}),
  chart('not YAML but text', {'templates/a.txt': 'key: value\n', 'templates/b.json': '{"a": 1}\n'}),
]
