/** Documents of a chart that post-renderers read: written by hand, and random ones. */
export interface PostRenderCase {
  readonly name: string
  /** text by path of the template */
  readonly files: Readonly<Record<string, string>>
  /** `spec.postRenderers[].kustomize` of a HelmRelease */
  readonly kustomize?: readonly Record<string, unknown>[]
}

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n'
const one = (name: string, text: string, ...kustomize: Record<string, unknown>[]): PostRenderCase => ({
  name,
  files: {'templates/a.yaml': text},
  ...(kustomize.length > 0 && {kustomize}),
})
const data = (name: string, text: string, ...kustomize: Record<string, unknown>[]) =>
  one(name, `${HEAD}data:\n${text}`, ...kustomize)
const patch = (...operations: unknown[]) => ({patches: [{target: {kind: 'ConfigMap'}, patch: JSON.stringify(operations)}]})

const WORDS = '  s1: yes\n  s2: n\n  s3: Off\n  s4: on\n  s5: Y\n  "y": No\n  n: x\n'
const TIMES = '  a: 2001-01-01\n  b: 2001-12-14 21:59:43\n  c: 2001-12-14t21:59:43.10-05:00\n  d: 12:30\n  e: 2001-1-1\n'
const NUMBERS =
  '  a: 017\n  b: 0o17\n  c: 0x1f\n  d: 1e3\n  e: 1.0\n  f: 1_000\n  g: 12345678901234567890\n  h: 123456789012345678901234567890\n  i: 08\n  j: -0\n  k: .5\n  l: 1e400\n'
const LONG = 'word '.repeat(30).trim()

const WRITTEN: readonly PostRenderCase[] = [
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

/** mulberry32: the same cases every time */
function randomOf(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const VALUES =
  'abc|yes|n|On|5|1.0|1e3|017|12:30|0x1f|a b|http://x|{}|[]|{a: b}|[y, n, 1]|"y"|"a\\n b\\n"|12345678901234567890|1_000|0.1|null|~|true|"x # y"|a # c|{a: {b: [1, 1.0]}}|1e21|-0|0b11|.5|=|a#c|x:y|+1|(a)|$x|<a|"\\t a"|\'it\'\'s\'|2001-01-01|!!str 5|{a}|{a: , b: 2}|é|>\n    a\n      b\n\n    c|>-\n    a\n    b|\n    a'.split(
    '|',
  )
const BLOCKS = ['|\n    a\n    b', '|-\n    a\n\n      b\n', '|+\n    a\n\n\n', '|2\n      a\n']
const KEYS = 'a|b|c|y|n|yes|on|"y"|x|k3|a b|a.b/c|A|""|-x|é|"5"|\'null\'|off'.split('|')

function randomDocument(seed: number): string {
  const random = randomOf(seed)
  const pick = (list: readonly string[]) => list[random(list.length)]!
  const value = () => (random(9) === 0 ? pick(BLOCKS) : pick(VALUES))
  const map = (indent: string, depth: number): string => {
    let out = ''
    for (let i = random(3); i >= 0; i--) {
      const key = random(3) === 0 ? pick(KEYS) : `k${i}`
      if (random(8) === 0) out += pick([`${indent}# comment\n`, '\n', '# c\n'])
      const form = depth > 0 ? random(10) : 9
      if (form < 2) out += `${indent}${key}:\n${map(`${indent}  `, depth - 1)}`
      else if (form < 4) out += `${indent}${key}:\n${indent}- ${value()}\n${indent}- ${map(`${indent}  `, depth - 1).trimStart()}`
      else out += `${indent}${key}: ${value()}\n`
    }
    return out
  }
  return `apiVersion: ${pick(['v1', 'x/v1', 'apps/v1'])}\nkind: ${pick(['ConfigMap', 'Foo', 'Deployment'])}\nmetadata:\n  name: m\nspec:\n${map('  ', 2)}`
}

/** All of them. @param count of random ones */
export function postRenderCases(count: number): PostRenderCase[] {
  return [...WRITTEN, ...Array.from({length: count}, (_, seed) => one(`random ${seed}`, randomDocument(seed)))]
}
