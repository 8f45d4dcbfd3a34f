import {type Case, chart, sub} from './case.js'

const SHOW = 'shown: {{ .Values | toJson }}\n'
const NAME = 'name: {{ .Chart.Name }}\n'

function with2(name: string, declared: string, values = '', ...args: string[]): Case {
  return chart(
    name,
    {
      'Chart.yaml': `apiVersion: v2\nname: chart\nversion: 1.0.0\ndependencies:\n${declared}`,
      'values.yaml': values,
      'templates/p.yaml': SHOW,
      ...sub('one', {
        'values.yaml': 'v: 1\nexports: {data: {x: 1, n: null}, more: {y: 2}}\nt: {u: {w: 3}}\n',
        'templates/a.yaml': NAME,
      }),
      ...sub('two', {'values.yaml': 'v: 2\n', 'templates/b.yaml': NAME}),
    },
    ...args,
  )
}

const BOTH = '- {name: one, version: "0.x", repository: ""}\n- {name: two, version: "*", repository: ""}\n'
const entry = (more: string) =>
  `- {name: one, version: "0.x", repository: "", ${more}}\n- {name: two, version: "*", repository: ""}\n`

const SEEN = 'n: {{ .Template.Name }} {{ .Chart | toJson }}\nv: {{ .Values | toJson }}\n'

/** Charts three deep, of which the middle one declares the innermost under another name and imports from it. */
const nested = (declared: string) => ({
  'Chart.yaml': `apiVersion: v2\nname: chart\nversion: 1.0.0\n${declared}`,
  'templates/p.yaml': SHOW,
  ...sub('mid', {'templates/m.yaml': SHOW}),
  ...sub(
    'low',
    {
      'Chart.yaml':
        'apiVersion: v2\nname: low\nversion: 0.1.0\ndependencies:\n- {name: leaf, version: "*", repository: "", alias: twig, import-values: [{child: v, parent: w}]}\n',
      'templates/l.yaml': SHOW,
    },
    'charts/mid/charts/low',
  ),
  ...sub('leaf', {'values.yaml': 'v: {n: null, a: 1}\n', 'templates/l.yaml': SHOW}, 'charts/mid/charts/low/charts/leaf'),
})

export const cases: readonly Case[] = [
  with2('declared', BOTH),
  with2('only one declared', '- {name: one, version: "0.x", repository: ""}\n'),
  with2('version out of range', '- {name: one, version: "9.x", repository: ""}\n'),
  with2('missing', '- {name: three, version: "1", repository: ""}\n'),
  with2('condition true', entry('condition: one.enabled'), 'one: {enabled: true}\n'),
  with2('condition false', entry('condition: one.enabled'), 'one: {enabled: false}\n'),
  with2('condition missing', entry('condition: one.enabled')),
  with2('condition no boolean', entry('condition: one.enabled'), 'one: {enabled: "false"}\n'),
  with2('conditions in order', entry('condition: "a.b,one.enabled"'), 'one: {enabled: false}\n'),
  with2('conditions first wins', entry('condition: "a.b,one.enabled"'), 'a: {b: true}\none: {enabled: false}\n'),
  with2('conditions with a blank', entry('condition: "a.b, one.enabled"'), 'one: {enabled: false}\n'),
  with2('condition by set', entry('condition: one.enabled'), 'one: {enabled: true}\n', '--set', 'one.enabled=false'),
  with2('tag false', entry('tags: [front]'), 'tags: {front: false}\n'),
  with2('tags one true', entry('tags: [front, back]'), 'tags: {front: false, back: true}\n'),
  with2('tag unset', entry('tags: [front]')),
  with2('tag no boolean', entry('tags: [front]'), 'tags: {front: "x"}\n'),
  with2('condition beats tag', entry('tags: [front], condition: one.enabled'), 'tags: {front: false}\none: {enabled: true}\n'),
  with2('tag by set', entry('tags: [front]'), '', '--set', 'tags.front=false'),
  with2('alias', entry('alias: uno'), 'uno: {v: 5}\n'),
  with2(
    'alias twice',
    '- {name: one, version: "*", repository: "", alias: a1}\n- {name: one, version: "*", repository: "", alias: a2}\n',
    'a1: {v: 7}\n',
  ),
  with2('alias and condition', entry('alias: uno, condition: uno.on'), 'uno: {on: false}\n'),
  with2('bad alias', entry('alias: "a b"')),
  with2('same name twice', '- {name: one, version: "*", repository: ""}\n- {name: one, version: "*", repository: ""}\n'),
  with2('import by name', entry('import-values: [data]')),
  with2('import several', entry('import-values: [data, more]')),
  with2('import child parent', entry('import-values: [{child: t.u, parent: mine.here}]'), 'mine: {here: {w: 9, z: 1}}\n'),
  with2('import to the top', entry('import-values: [{child: t, parent: .}]')),
  with2('import missing', entry('import-values: [nothing]')),
  with2('import loses to parent', entry('import-values: [data]'), 'x: 5\n'),
  with2('import loses to user', entry('import-values: [data]'), '', '--set', 'x=6'),
  with2('import of disabled', entry('import-values: [data], condition: one.enabled'), 'one: {enabled: false}\n'),
  with2('import with alias', entry('alias: uno, import-values: [data]')),
  with2('null dependency', '- null\n- {name: one, version: "*", repository: ""}\n'),
  chart('grandchildren', {
    'Chart.yaml':
      'apiVersion: v2\nname: chart\nversion: 1.0.0\ndependencies:\n- {name: mid, version: "*", repository: "", import-values: [up]}\n',
    'templates/p.yaml': SHOW,
    'values.yaml': 'mid: {leaf: {on: true}}\nglobal: {g: 1}\n',
    ...sub('mid', {
      'Chart.yaml':
        'apiVersion: v2\nname: mid\nversion: 0.1.0\ndependencies:\n- {name: leaf, version: "*", repository: "", condition: leaf.on, import-values: [{child: exports.deep, parent: exports.up}]}\n',
      'templates/m.yaml': SHOW,
    }),
    ...sub('leaf', {'values.yaml': 'exports: {deep: {d: 1}}\n', 'templates/l.yaml': SHOW}, 'charts/mid/charts/leaf'),
  }),
  chart('grandchild off by default of the middle', {
    'Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\ndependencies:\n- {name: mid, version: "*", repository: ""}\n',
    'templates/p.yaml': NAME,
    ...sub('mid', {
      'Chart.yaml':
        'apiVersion: v2\nname: mid\nversion: 0.1.0\ndependencies:\n- {name: leaf, version: "*", repository: "", condition: leaf.on, tags: [x]}\n',
      'values.yaml': 'leaf: {on: false}\n',
      'templates/m.yaml': NAME,
    }),
    ...sub('leaf', {'templates/l.yaml': NAME}, 'charts/mid/charts/leaf'),
  }),
  chart('library chart lends', {
    'templates/p.yaml': 'a: {{ include "lib.name" . }}\n',
    ...sub('lib', {
      'Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 0.1.0\ntype: library\n',
      'templates/_names.tpl': '{{- define "lib.name" -}}{{ .Chart.Name }}-{{ .Release.Name }}{{- end -}}',
      'templates/not.yaml': 'never: 1\n',
    }),
  }),
  chart('library alone', {'Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\ntype: library\n', 'templates/_a.tpl': ''}),
  with2('import of a number', entry('import-values: [5, data, null]')),
  with2('import without a parent', entry('import-values: [{child: t}]')),
  with2('import to an empty name', entry('import-values: [{child: t, parent: ""}]')),
  with2('import twice into one map', entry('import-values: [{child: t, parent: x}, {child: exports, parent: x.u}]')),
  chart('empty list of dependencies', nested('dependencies: []\n')),
  chart('no list of dependencies', nested('')),
  chart(
    'alias twice, and what lies below',
    nested(
      'dependencies:\n- {name: mid, version: "*", repository: "", alias: m1}\n- {name: mid, version: "*", repository: "", alias: m2}\n',
    ),
  ),
  chart('requirements of v1', {
    'Chart.yaml': 'apiVersion: v1\nname: chart\nversion: 1.0.0\n',
    'requirements.yaml': 'dependencies:\n- {name: one, version: "*", repository: "", condition: one.on}\n',
    'values.yaml': 'one: {on: false}\n',
    'templates/p.yaml': 'files: {{ range $k, $v := .Files }}{{ $k }} {{ end }}\n',
    ...sub('one', {'templates/a.yaml': NAME}),
  }),
  chart('alias twice, what nobody declares below has charts and imports', {
    'Chart.yaml':
      'apiVersion: v2\nname: chart\nversion: 1.0.0\ndependencies:\n- {name: mid, version: "*", repository: "", alias: m1}\n- {name: mid, version: "*", repository: "", alias: m2}\n',
    'values.yaml': 'm1: {low: {twig: {n: 1}}}\nm2: {low: {twig: {n: 2, on: false}}}\n',
    ...sub('mid', {'Chart.yaml': 'apiVersion: v2\nname: mid\nversion: 0.1.0\ndependencies: []\n', 'templates/a.yaml': SEEN}),
    ...sub(
      'low',
      {
        'Chart.yaml':
          'apiVersion: v2\nname: low\nversion: 0.1.0\ndependencies:\n- {name: leaf, version: "*", repository: "", alias: twig, condition: twig.on, import-values: [{child: v, parent: w}]}\n',
        'templates/a.yaml': SEEN,
      },
      'charts/mid/charts/low',
    ),
    ...sub('leaf', {'values.yaml': 'v: {x: 1}\n', 'templates/a.yaml': SEEN}, 'charts/mid/charts/low/charts/leaf'),
    ...sub('free', {'values.yaml': 'f: 1\n', 'templates/a.yaml': SEEN}, 'charts/mid/charts/low/charts/free'),
    ...sub('inner', {'templates/a.yaml': SEEN}, 'charts/mid/charts/low/charts/free/charts/inner'),
  }),
  chart('a template sets globals below a chart with two aliases', {
    'Chart.yaml':
      'apiVersion: v2\nname: chart\nversion: 1.0.0\ndependencies:\n- {name: top, version: "*", alias: one}\n- {name: top, version: "*", alias: two}\n',
    'values.yaml': 'global: {a: {b: {c: 1}}}\n',
    'templates/t.yaml': 'v: {{ .Values | toJson }}\n',
    ...sub('top', {'templates/t.yaml': 'v: {{ .Values | toJson }}\n'}),
    ...sub(
      'middle',
      {
        'Chart.yaml': 'apiVersion: v2\nname: middle\nversion: 0.1.0\ndependencies:\n- {name: deep, version: "*"}\n',
        'templates/t.yaml': 'v: {{ .Values | toJson }}\n',
      },
      'charts/top/charts/middle',
    ),
    ...sub(
      'deep',
      {
        'templates/t.yaml': 'v: {{ .Values | toJson }}\n',
        'templates/s.yaml':
          'x: 1\n{{ $_ := set .Values.global.a "by" .Template.Name }}{{ $_ := set .Values.global.a.b "by" .Template.Name }}',
      },
      'charts/top/charts/middle/charts/deep',
    ),
  }),
]
