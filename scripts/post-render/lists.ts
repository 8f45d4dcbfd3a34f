import {one, type PostRenderCase} from './case.js'
import {PLACES} from './list-places.js'
import {after, CRD, cm, DEPLOYMENT, HOOK, inner, list, METADATA} from './list-texts.js'

/** Documents that are no objects. */
const NOTHING = [
  '{}',
  '[]',
  'null',
  '~',
  '""',
  'text',
  '5',
  '- a',
  '[{}]',
  '# only a comment',
  '...',
  '--- # c',
  '{a: b}',
  '{kind: Foo}',
]

/** The kinds of lists, which are read in different ways. */
const KINDS = ['List', 'ResourceList', 'ConfigMapList', 'FooList']

/** What lists have in them, one at a time. */
const ITEMS: Readonly<Record<string, readonly string[]>> = {
  'two objects': [cm('a'), cm('b')],
  'an empty map': [cm('a'), '{}'],
  'only an empty map': ['{}'],
  nothing: [cm('a'), 'null'],
  'only nothing': ['null'],
  'an empty list': [cm('a'), '[]'],
  'a text': [cm('a'), 'text'],
  'a list': [cm('a'), `[${cm('b')}]`],
  'no head': [cm('a'), '{a: b}'],
  'no name': [cm('a'), '{apiVersion: v1, kind: ConfigMap}'],
  'one twice': [cm('a'), cm('a')],
  'a List': [cm('a'), inner('List', cm('b'), inner('List', cm('c'))), cm('d')],
  'a FooList': [cm('a'), inner('FooList', cm('b')), cm('d')],
  'a list without items': [cm('a'), '{apiVersion: v1, kind: FooList, metadata: {name: f}}'],
  'a hook, a CRD and a workload': [DEPLOYMENT, HOOK, CRD, cm('a')],
  'an anchor': [`&x ${cm('a')}`, '{<<: *x, metadata: {name: b}}'],
  'numbers and words': [
    '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: 1.0, b: 1e3, c: yes, d: 12345678901234567890}}',
  ],
}

/** Lists by all that stands beside `items`. */
const HEADS: Readonly<Record<string, string>> = {
  'without an apiVersion': `kind: List\nitems:\n- ${cm('a')}\n`,
  'with empty items': 'apiVersion: v1\nkind: List\nitems: []\n',
  'with items that are nothing': 'apiVersion: v1\nkind: List\nitems:\n',
  'with items that are a map': `apiVersion: v1\nkind: List\nitems: {a: ${cm('a')}}\n`,
  'with items that are a text': 'apiVersion: v1\nkind: List\nitems: a\n',
  'without items': 'apiVersion: v1\nkind: List\n',
  'without items, with a name': 'apiVersion: v1\nkind: List\nmetadata: {name: l}\n',
  'with a functionConfig alone': `apiVersion: v1\nkind: List\nmetadata: {name: l}\nfunctionConfig: ${cm('a')}\n`,
  'with empty metadata': list('List', [cm('a')], 'metadata: {}\n'),
  'with metadata that are nothing': list('List', [cm('a')], 'metadata:\n'),
  'with metadata that are a text': list('List', [cm('a')], 'metadata: a\n'),
  'with a resourceVersion': list('List', [cm('a')], 'metadata: {resourceVersion: "", selfLink: ""}\n'),
  'with annotations': list('List', [cm('a')], 'metadata: {name: l, annotations: {helm.sh/hook: pre-install}}\n'),
  'in quotes': list('"List"', [cm('a')]),
  'of JSON': `{"apiVersion": "v1", "kind": "List", "items": [${cm('a').replaceAll(/(\w+(?:\/\w+)?)/g, '"$1"')}]}\n`,
}

/** What comes of documents that are empty, none or lists. */
export const LISTS: readonly PostRenderCase[] = [
  ...NOTHING.flatMap((text) => [one(`only ${text}`, `${text}\n`), one(`${text} before an object`, after(`${text}\n`))]),
  ...KINDS.flatMap((kind) =>
    Object.entries(ITEMS).flatMap(([name, items]) => [
      one(`${kind} of ${name}`, list(kind, items)),
      one(`${kind} with metadata of ${name}, before an object`, after(list(kind, items, METADATA))),
    ]),
  ),
  ...Object.entries(HEADS).flatMap(([name, text]) => [
    one(`List ${name}`, text),
    one(`List ${name}, before an object`, after(text)),
  ]),
  ...PLACES,
]
