import {type Case, chart, sub} from './case.js'

const T = 'a: {{ .Values | toJson }}\n'
const depending = (dependency: string) => `apiVersion: v2\nname: chart\nversion: 1.0.0\ndependencies:\n- ${dependency}\n`
const declared = (name: string, dependency: string, values: string, own = 'x: 1\n') =>
  chart(name, {
    'Chart.yaml': depending(dependency),
    'values.yaml': values,
    'templates/t.yaml': T,
    ...sub('s', {'values.yaml': own, 'templates/t.yaml': T}),
  })
const over = (name: string, below: string, above: string) =>
  chart(name, {'values.yaml': below, '/v.yaml': above, 'templates/t.yaml': T}, '-f', 'v.yaml')
const hooked = (name: string, events: string) =>
  chart(name, {'templates/t.yaml': `kind: Job\nmetadata: {name: j, annotations: {helm.sh/hook: ${events}}}\n`})

/** What Helm logs beside its output. */
export const cases: readonly Case[] = [
  over('map under a text', 'a: {b: {c: 1, d: [x, null], e: "q\\"uo"}}\n', 'a: {b: text}\n'),
  over('text under a map', 'a: {b: "two\\nlines\\t\\"quoted\\" \\\\ é ☃"}\n', 'a: {b: {c: 1}}\n'),
  over('text under a map at the top', 'a: text\n', 'a: {c: 1}\n'),
  over('map under a text, then a fault', 'a: {b: {c: 1}}\nx: {{ fail }}', 'a: {b: text}\n'),
  over('a rendering that fails', 'a: {b: {c: 1}}\n', 'a: {b: {}}\n'),
  chart(
    'warned, then a fault in a template',
    {'values.yaml': 'a: {b: {c: 1.5}}\n', '/v.yaml': 'a: {b: 5}\n', 'templates/t.yaml': '{{ fail "no" }}'},
    '-f',
    'v.yaml',
  ),
  chart(
    'warned, then against the schema',
    {
      'values.yaml': 'a: {b: {c: 1}}\n',
      '/v.yaml': 'a: {b: 5}\n',
      'values.schema.json': '{"required": ["z"]}',
      'templates/t.yaml': T,
    },
    '-f',
    'v.yaml',
  ),
  declared('condition that is a text', '{name: s, version: "*", condition: "s.on,s.off"}', 's: {on: "yes", off: null}\n'),
  declared('condition that is a map', '{name: s, version: "*", condition: s.on}', 's: {on: {a: b}}\n'),
  declared('conditions one of which counts', '{name: s, version: "*", condition: "s.a, s.b,s.c"}', 's: {a: 1, b: 2, c: false}\n'),
  declared('tags that are no booleans', '{name: s, version: "*", tags: [one, "t w o"]}', 'tags: {one: 1, "t w o": null}\n'),
  declared('tag and condition', '{name: s, version: "*", tags: [one], condition: c}', 'c: x\ntags: {one: 1}\n'),
  declared('export that is not there', '{name: s, version: "*", import-values: [data]}', '', 'exports: {other: {a: 1}}\n'),
  declared('exports that are no map', '{name: s, version: "*", import-values: [data]}', '', 'exports: 5\n'),
  declared('import that is not there', '{name: s, version: "*", import-values: [{child: a.b, parent: c}]}', '', 'a: {c: 1}\n'),
  declared(
    'import into a text',
    '{name: s, version: "*", import-values: [{child: a, parent: c.d}]}',
    'c: {d: 5}\n',
    'a: {c: 1}\n',
  ),
  declared('globals that are no map', '{name: s, version: "*"}', 'global: text\n'),
  declared('globals of a subchart that are no map', '{name: s, version: "*"}', 'global: {a: 1}\ns: {global: text}\n'),
  declared('global map over a text', '{name: s, version: "*"}', 'global: {a: {b: 1}}\ns: {global: {a: text}}\n'),
  declared('global text over a map', '{name: s, version: "*"}', 'global: {"a\\"": text}\ns: {global: {"a\\"": {b: 1}}}\n'),
  declared(
    'global map over a map with a text',
    '{name: s, version: "*"}',
    'global: {a: {b: {c: 1}}}\ns: {global: {a: {b: 5}}}\n',
  ),
  declared(
    'global map with a text over a map',
    '{name: s, version: "*"}',
    'global: {a: {b: 5}}\ns: {global: {a: {b: {c: 1}}}}\n',
  ),
  chart('requirements of version 2', {
    'requirements.yaml': 'dependencies: [{name: s, version: "*"}]\n',
    'requirements.lock': 'digest: x\n',
    'templates/t.yaml': T,
    ...sub('s', {}),
  }),
  chart('requirements of version 1', {
    'Chart.yaml': 'apiVersion: v1\nname: chart\nversion: 1.0.0\n',
    'requirements.yaml': 'dependencies: [{name: s, version: "*"}]\n',
    'templates/t.yaml': T,
    ...sub('s', {}),
  }),
  chart('requirements of a subchart', {'templates/t.yaml': T, ...sub('s', {'requirements.yaml': 'dependencies: []\n'})}),
  chart('deprecated', {'Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\ndeprecated: true\n', 'templates/t.yaml': T}),
  hooked('unknown hook', 'pre-instal'),
  chart('unknown hook before a fault', {
    'templates/a.yaml': 'kind: Job\nmetadata: {name: j, annotations: {helm.sh/hook: nope}}\n---\na: [\n',
    'templates/b.yaml': 'kind: Job\nmetadata: {name: k, annotations: {helm.sh/hook: never}}\n',
  }),
  hooked('unknown hook among others', '"pre-install, post-x=y"'),
  hooked('unknown hook with odd signs', '"pre\\"install\\n\\\\é"'),
  hooked('hook without a name', '""'),
]
