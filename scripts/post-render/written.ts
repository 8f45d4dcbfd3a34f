import {one, type PostRenderCase, patch as patchOf} from './case.js'

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n'
const data = (name: string, text: string, ...kustomize: object[]) => one(name, `${HEAD}data:\n${text}`, ...kustomize)
const patch = (...operations: unknown[]) => patchOf('ConfigMap', ...operations)

const WORDS = '  s1: yes\n  s2: n\n  s3: Off\n  s4: on\n  s5: Y\n  "y": No\n  n: x\n'
const TIMES = '  a: 2001-01-01\n  b: 2001-12-14 21:59:43\n  c: 2001-12-14t21:59:43.10-05:00\n  d: 12:30\n  e: 2001-1-1\n'
const NUMBERS =
  '  a: 017\n  b: 0o17\n  c: 0x1f\n  d: 1e3\n  e: 1.0\n  f: 1_000\n  g: 12345678901234567890\n  h: 123456789012345678901234567890\n  i: 08\n  j: -0\n  k: .5\n  l: 1e400\n'
const LONG = 'word '.repeat(30).trim()

/** How texts, numbers, times and heads are read and written, each in a case of its own. */
export const WRITTEN: readonly PostRenderCase[] = [
  data('old words', WORDS),
  data('old words and a patch', WORDS, patch({op: 'add', path: '/data/p', value: 'yes'})),
  data('times', TIMES),
  data('times and a patch', TIMES, patch({op: 'add', path: '/data/p', value: 1})),
  data('numbers', NUMBERS),
  data(
    'numbers and two patches',
    NUMBERS,
    patch({op: 'remove', path: '/data/a'}),
    patch({op: 'replace', path: '/data/b', value: 'n'}),
  ),
  data('long texts', `  a: ${LONG}\n  b: "${LONG}: x"\n  c: "'${LONG}: \\t"\n  d: |\n    ${LONG}\n`),
  data('folded texts', '  a: >\n    a\n      b\n\n    c\n  b: >-\n    a\n    b\n'),
  data('anchors and merges', '  a: &a {x: 1, y: yes}\n  b:\n    <<: *a\n    y: no\n  c: *a\n'),
  data('tags', '  a: !!str 5\n  b: !foo x\n  c: !!binary aGk=\n  d: !!float 3\n'),
  data('comments and blank lines', '  # before\n  a: b # beside\n\n  c: |+\n    x\n\n\n# end\n'),
  data('flow', '  a: {b: , c: [y, 2001-01-01, 1e3]}\n  d: []\n  e: {}\n'),
  data('a key on more lines', '  ? |\n    multi\n    key\n  : v\n'),
  data('two equal keys', '  a: 1\n  a: 2\n'),
  data('a number as a key', '  5: a\n'),
  data('an old word as a key', '  n: a\n  "y": b\n  on: c\n'),
  data('truth as a key', '  true: a\n'),
  data('nothing as a key', '  ~: a\n'),
  data('a control', '  a: "\\x7f"\n'),
  data('a tab before a text', '  a: |\n    \tx\n'),
  data('no end', '  a: {b\n'),
  one('an old word as a name', HEAD.replace('m}', 'y}')),
  one('a number as a name', HEAD.replace('m}', '5}')),
  one('labels that are no texts', HEAD.replace('m}', 'm, labels: {a: 5, b: yes, y: 1.0}, annotations: {c: .5}}')),
  one('no metadata', 'apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n'),
  one('empty annotations', HEAD.replace('m}', 'm, annotations: }')),
  one('a list', '- a\n'),
  one('a version that is no text', HEAD.replace('v1', '{a: b}')),
  one('List', `apiVersion: v1\nkind: List\nitems:\n- ${HEAD.replaceAll('\n', '\n  ').trim()}\n---\n${HEAD.replace('m}', 'b}')}`),
  one('ConfigMapList', `apiVersion: v1\nkind: ConfigMapList\nitems:\n- ${HEAD.replaceAll('\n', '\n  ').trim()}\n`),
  one('separators', `# c\n---\n${HEAD}---${HEAD.replace('m}', 'b}')}--- # c\n${HEAD.replace('m}', 'c}')}...\n---\n---\n`),
  one(
    'a hook and a manifest',
    `${HEAD}---\n${HEAD.replace('m}', 'h, annotations: {helm.sh/hook: pre-install}}')}data: {a: yes}\n`,
  ),
  one('a hook and a manifest of one name', `${HEAD}---\n${HEAD.replace('m}', 'm, annotations: {helm.sh/hook: test}}')}`),
  {
    name: 'files',
    files: {
      'templates/b.yaml': HEAD,
      'templates/a.yaml': HEAD.replace('m}', 'n}'),
      'templates/_c.yaml': 'x',
      'templates/d.yaml': '',
    },
  },
]
