import {type PostRenderCase, patch} from './case.js'

type Files = PostRenderCase['files']

const object = (kind: string, name: string, hook = '') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name} # kept\n${hook && `  annotations: {"helm.sh/hook": ${hook}}\n`}`
const HOOK = object('ConfigMap', 'h', 'pre-install')
const MANIFEST = object('ConfigMap', 'm')
const JOB = object('Job', 'j', 'post-install,test')
const FOOS = `apiVersion: v1\nkind: FooList\nitems:\n- {apiVersion: v1, kind: Job, metadata: {name: i}}\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: g, annotations: {helm.sh/hook: test}}}\n`
const LIST = FOOS.replace('FooList', 'List')
const file = (...documents: string[]): Files => ({'templates/a.yaml': documents.join('---\n')})
const data = patch('ConfigMap', {op: 'add', path: '/data', value: {p: '1'}})
const hooks = (value: string | undefined) =>
  patch(
    'ConfigMap',
    value
      ? {op: 'add', path: '/metadata/annotations', value: {'helm.sh/hook': value}}
      : {op: 'remove', path: '/metadata/annotations'},
  )

const FILES: Readonly<Record<string, readonly [Files, ...object[]]>> = {
  'a hook and a manifest': [file(MANIFEST, HOOK)],
  'only hooks': [file(HOOK, JOB)],
  'only manifests': [file(MANIFEST, object('Service', 's'), object('Namespace', 'n'))],
  'nothing at all': [{'templates/a.yaml': '\n# comment\n', 'templates/_b.yaml': 'x'}],
  'several of each in one file, with a patch': [
    file(MANIFEST, HOOK, object('Service', 's'), JOB, object('Namespace', 'n')),
    data,
  ],
  'a hook and a manifest of one name': [file(MANIFEST, object('ConfigMap', 'm', 'pre-install'))],
  'two manifests of one name': [file(MANIFEST, HOOK, MANIFEST)],
  'two hooks of one name': [file(MANIFEST, HOOK, HOOK)],
  'an unknown hook of a name that is there': [file(MANIFEST, object('ConfigMap', 'm', 'pre-lunch'))],
  'a renderer makes hooks of manifests': [file(MANIFEST, JOB, object('Service', 's')), hooks('pre-install')],
  'a renderer makes manifests of hooks': [file(object('ConfigMap', 'm', 'test'), JOB, object('Service', 's')), hooks(undefined)],
  'a FooList': [file(object('Job', 'k'), FOOS, HOOK, MANIFEST)],
  'a FooList that is a hook': [
    file(MANIFEST, FOOS.replace('items', 'metadata: {annotations: {helm.sh/hook: pre-install}}\nitems')),
  ],
  'a List': [file(object('Job', 'k'), LIST, HOOK, MANIFEST)],
  'a List that is a hook': [file(MANIFEST, LIST.replace('items', 'metadata: {annotations: {helm.sh/hook: pre-install}}\nitems'))],
  'kinds that Helm does not order': [
    file(object('Zoo', 'z'), object('Bar', 'b'), FOOS, object('Zoo', 'y', 'test'), object('Bar', 'a', 'test')),
  ],
  'a text that ends with empty lines': [file(`${HOOK}data:\n  a: |+\n    x\n\n`, `${MANIFEST}data:\n  a: |+\n    x\n\n`, JOB)],
  'what is no YAML': [file(MANIFEST, 'a: [\n')],
  'an empty map': [file(MANIFEST, '{}\n', HOOK)],
  'an empty list': [file(MANIFEST, '[]\n', HOOK)],
  'an empty map that is a hook': [file(MANIFEST, 'metadata: {annotations: {helm.sh/hook: test}}\n')],
  'an anchor out of reach in a List that is a hook': [
    file(
      `kind: List\nmetadata: {annotations: {helm.sh/hook: test}}\nitems:\n- &a ${JSON.stringify({kind: 'A'})}\n- *a\n`,
      MANIFEST,
    ),
  ],
  'a key that is no text, in a hook': [file(`${HOOK}data: {5: a}\n`, MANIFEST)],
  'a version that is no text': [file(MANIFEST.replace('v1', '{a: b}'), HOOK)],
  'files of both': [
    {
      'templates/c.yaml': [HOOK, MANIFEST].join('---\n'),
      'templates/a.yaml': [object('Service', 's'), JOB, object('Secret', 't')].join('---\n'),
      'templates/b.yaml': FOOS,
      'templates/_d.yaml': MANIFEST,
    },
    data,
  ],
}

/** Hooks and the others through the post-renderers together, one after the other, and hooks not at all. */
export const STRATEGIES: readonly PostRenderCase[] = Object.entries(FILES).flatMap(([name, [files, ...kustomize]]) =>
  (['combined', 'separate', 'nohooks'] as const).map((strategy) => ({
    ...{name: `${strategy}: ${name}`, files, strategy},
    ...(kustomize.length > 0 && {kustomize}),
  })),
)
