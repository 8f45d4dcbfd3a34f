import {archive} from './archive.js'
import {type Case, chart, shows, sub} from './case.js'

const CHART = 'apiVersion: v2\nname: sub\nversion: 0.1.0\n'
const T = 'a: {{ .Values | toJson }}\n'
/** A chart with an archive in `charts/`. */
const packed = (name: string, files: Record<string, string>, file = 'sub.tgz') =>
  chart(`archive: ${name}`, {[`charts/${file}`]: archive(files), 'templates/t.yaml': T})
const braces = (name: string, text: string) => chart(name, {'templates/t.yaml': text})
const mismatch = (name: string, value: string) =>
  chart(`subchart values: ${name}`, {...sub('s', {}), 'values.yaml': `s: ${value}\n`, 'templates/t.yaml': T})

const broken = (name: string, spoil: (bytes: Buffer) => Buffer) => {
  const whole = Buffer.from(
    archive({'sub/Chart.yaml': CHART, 'sub/templates/t.yaml': 'b: 1\n'}).slice('base64:'.length),
    'base64',
  )
  return [
    chart(`archive: ${name}`, {'charts/sub.tgz': `base64:${spoil(whole).toString('base64')}`, 'templates/t.yaml': 'a: 1\n'}),
  ]
}

/** What random charts brought to light, and archives. */
export const cases: readonly Case[] = [
  braces('braces that nobody rendered', 'a: {{ "{{ .Values.x }}" }}\n'),
  braces('braces in a list', 'a: [{{ "{{ .Values.x }}" }}]\n'),
  braces('a list is a key', 'a:\n  ? [1, 2.5, "x", null, true]\n  : x\n'),
  braces('a map is a key', 'a:\n  {b: 1}: x\n'),
  braces('braces in quotes', 'a: "{{ "{{ .Values.x }}" }}"\n'),
  chart('braces in values', {'values.yaml': 'v: {{ .Values.x }}\n', 'templates/t.yaml': T}),
  chart('braces in a values file', {'/v.yaml': 'v: {{ x }}\n', 'templates/t.yaml': T}, '-f', 'v.yaml'),
  braces(
    'capabilities as pretty YAML',
    'a: {{ .Capabilities | toYamlPretty | quote }}\nb: {{ dict "v" .Capabilities.KubeVersion | toYamlPretty | quote }}\n',
  ),
  braces(
    'capabilities as pretty JSON',
    'a: {{ dict "h" .Capabilities.HelmVersion "k" .Capabilities.KubeVersion | toPrettyJson | quote }}\n',
  ),
  braces(
    'long keys and keys of several lines',
    [
      'a:{{ range $f := list "toYaml" "toYamlPretty" }}{{ range $k := list "a\\nb" "\\na\\n" "a\\rb" "a\\u2028b" (repeat 64 "é") (repeat 65 "é")',
      ' (repeat 130 ":") (printf "%s\\u0001" (repeat 130 "a")) (repeat 129 "1") (cat (repeat 200 "word ") "\\n" "x") }}',
      '{{ range $v := list 1 (list 1 (list 2)) (dict "b" (dict "c" "m\\nn")) dict "m\\nn\\n" }}{{ $d := dict "x" (dict $k $v "zz" 1) }}\n',
      '- {{ ternary (toYaml $d) (toYamlPretty $d) (eq $f "toYaml") | toJson }}{{ end }}{{ end }}{{ end }}\n',
    ].join(''),
  ),
  braces(
    'bytes that are no UTF-8 as pretty YAML',
    [
      '{{ $x := b64dec "/w==" }}a:{{ range $n := list 1 51 52 53 105 300 }}{{ $s := repeat $n $x }}\n- {{ $s | toYamlPretty | toJson }}\n',
      '- {{ dict "k" (dict "l" (list $s (list $s))) $s 1 | toYamlPretty | toJson }}{{ end }}\n',
    ].join(''),
  ),
  mismatch('number', '5'),
  mismatch('text', 'x'),
  mismatch('boolean', 'true'),
  mismatch('list', '[1, x, [true]]'),
  mismatch('null', 'null'),
  chart('subchart values: null of a user', {...sub('s', {}), 'templates/t.yaml': T}, '--set', 's=null'),
  chart(
    'declared subchart values: null of a user',
    {
      ...sub('s', {}),
      'Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\ndependencies: [{name: s, version: "*"}]\n',
      'templates/t.yaml': T,
    },
    '--set',
    's=null',
  ),
  shows('set below a number', 'a: 1', '.Values', '-f', 'chart/values.yaml', '--set', 'a.b=1'),
  shows('set below a list', 'a: [1]', '.Values', '-f', 'chart/values.yaml', '--set-string', 'a.b=1'),
  shows('set below nothing', 'a: null', '.Values', '-f', 'chart/values.yaml', '--set', 'a.b=1'),
  shows('set an index of a map', 'a: {b: 1}', '.Values', '-f', 'chart/values.yaml', '--set', 'a[0]=1'),
  shows('set an index of nothing', 'a: null', '.Values', '-f', 'chart/values.yaml', '--set', 'a[0]=1'),
  shows('set an index below a number', 'a: [1]', '.Values', '-f', 'chart/values.yaml', '--set', 'a[0][0]=1'),
  shows('set a key below an item', 'a: [1]', '.Values', '-f', 'chart/values.yaml', '--set', 'a[0].b=1'),
  chart('TOML of nil', {'templates/t.yaml': 'a: {{ .Values.none | toToml }}\n'}),
  chart('TOML of nil, must', {'templates/t.yaml': 'a: {{ .Values.none | mustToToml }}\n'}),
  chart('dependencies as templates see them', {
    ...sub('s', {'values.yaml': 'exports: {data: {x: 1}}\n'}),
    'Chart.yaml':
      'apiVersion: v2\nname: chart\nversion: 1.0.0\ndependencies: [{name: s, version: "*", alias: t, import-values: [data, {child: exports.data, parent: y}]}]\n',
    'templates/t.yaml': 'a: {{ .Chart.Dependencies | toJson }}\nv: {{ .Values | toJson }}\n',
  }),
  packed('subchart', {'sub/Chart.yaml': CHART, 'sub/values.yaml': 'b: 2\n', 'sub/templates/t.yaml': T}),
  packed('folder of another name', {'x/Chart.yaml': CHART, 'x/templates/t.yaml': T}),
  packed('backslashes', {'sub\\Chart.yaml': CHART, 'sub\\templates\\t.yaml': T}),
  packed('a backslash in the name of a template', {'sub/Chart.yaml': CHART, 'sub/templates/a\\t.yaml': T}),
  packed('a backslash before the name of a template', {'sub/Chart.yaml': CHART, 'sub/templates\\t.yaml': T}),
  packed('a backslash after the folder', {'sub\\Chart.yaml': CHART, 'sub\\templates/t.yaml': T}),
  packed('backslashes and a parent folder', {'sub\\Chart.yaml': CHART, 'sub\\..\\t.yaml': T}),
  packed('backslashes in a row', {'sub\\Chart.yaml': CHART, 'sub\\\\templates\\t.yaml': T}),
  packed('there and back', {'sub/Chart.yaml': CHART, 'sub/templates/./c/../t.yaml': T}),
  packed('to the folder itself', {'sub/Chart.yaml': CHART, 'sub/x/..': T}),
  packed('a name of dots', {'sub/Chart.yaml': CHART, 'sub/..t.yaml': T}),
  packed('files of two folders', {'sub/Chart.yaml': CHART, 'other/templates/t.yaml': T}),
  packed('.helmignore is a file', {'sub/Chart.yaml': CHART, 'sub/.helmignore': 'templates\n', 'sub/templates/t.yaml': T}),
  packed('archive in the archive', {
    'sub/Chart.yaml': CHART,
    'sub/charts/inner/Chart.yaml': CHART.replace('sub', 'inner'),
    'sub/charts/inner/templates/t.yaml': T,
  }),
  packed('name with an underscore', {'sub/Chart.yaml': CHART, 'sub/templates/t.yaml': T}, '_sub.tgz'),
  packed('parent folder', {'sub/Chart.yaml': CHART, 'sub/../../evil.yaml': 'x: 1\n'}),
  packed('parent folder first', {'../sub/Chart.yaml': CHART}),
  packed('absolute', {'sub/Chart.yaml': CHART, 'sub//etc/passwd': 'x'}),
  packed('root file', {'Chart.yaml': CHART}),
  packed('root file beside', {'sub/Chart.yaml': CHART, 'loose.yaml': 'x: 1\n'}),
  packed('drive', {'sub/Chart.yaml': CHART, 'sub/c:/x.yaml': 'x: 1\n'}),
  packed('empty', {}),
  packed('no chart in it', {'sub/values.yaml': 'a: 1\n'}),
  packed('a file of 6 MB', {'sub/Chart.yaml': CHART, 'sub/files/zeros': '\0'.repeat(6 * 1024 * 1024)}),
  chart('archive: no gzip', {'charts/sub.tgz': 'plain text', 'templates/t.yaml': T}),
  chart('archive: cut off', {
    'charts/sub.tgz': `base64:${Buffer.from(archive({'sub/Chart.yaml': CHART}).slice(7), 'base64')
      .subarray(0, 60)
      .toString('base64')}`,
    'templates/t.yaml': T,
  }),
  ...broken('a wrong sum', (bytes) => Buffer.concat([bytes.subarray(0, -8), Buffer.alloc(4), bytes.subarray(-4)])),
  ...broken('a wrong length', (bytes) => Buffer.concat([bytes.subarray(0, -4), Buffer.alloc(4)])),
  ...broken('something behind', (bytes) => Buffer.concat([bytes, Buffer.from('garbage')])),
  ...broken('no sum', (bytes) => bytes.subarray(0, -8)),
  ...broken('nothing in it', () => Buffer.alloc(0)),
  ...Object.entries({
    'null is a key': 'null: 1',
    'null is a key in a map': 'm: {~: {a: [x]}}',
    'infinity is a key': '.inf: 1\n.nan: 2',
    'infinity is a value': 'a: -.inf',
    'fractions are keys': '1.50: a\n3.14159265358979: b\n1e9: c\n0x10: d',
    'slash that is escaped': 'a: "x\\/y"',
    'byte that is escaped': 'a: "\\xff"',
    'half a character': 'a: "\\ud83d"',
    'version 1.2': '%YAML 1.2\n---\na: 1',
    'version 1.1': '%YAML 1.1\n---\na: 1',
    'unknown directive': '%FOO bar\n---\na: 1',
    'end of a document': 'a: 1\n...\nb: 2',
    'end of a document and another one': 'a: 1\n...\n---\nb: 2',
    'end at the start': '...\na: 1',
    'two maps': '{a: 1}\n{b: 2}',
    'two maps in a line': '{a: 1} {b: 2}',
    'tag with an ampersand': 'a: !&!str x',
    'separator with text': 'a: 1\n--- b: 2\n',
    'separator with text first': '--- {a: 1}\n',
    'separator with a comment': 'a: 1\n--- # x\nb: 2\n---\n---\nc: 3\n',
  }).flatMap(([name, text]) => [
    chart(`YAML of values: ${name}`, {'values.yaml': `${text}\n`, 'templates/t.yaml': T}),
    chart(`YAML of a manifest: ${name}`, {'templates/t.yaml': `${text}\n`}),
  ]),
  chart('fromYaml of what JSON cannot hold', {
    'templates/t.yaml': [
      'all:',
      ...[
        'a: .inf',
        'a: &x .inf',
        'a: &x {b: .nan}\\nc: *x',
        '<<: 1',
        '<<: [1]',
        'a: &x 1\\n<<: *x',
        'a: &a [*a]',
        'a: &b {c: &d [*b, *d]}',
      ].map((text) => `- {{ fromYaml "${text}" | toJson }}`),
      '- {{ fromYamlArray "[&a 1, {<<: 1}]" | toJson }}',
      ...['x?', 'aGk=', 'aGk', 'a', '\\"aG\\\\nk=\\"'].map((text) => `- {{ fromYaml "a: !!binary ${text}" | toJson }}`),
      '- {{ ago (toDate "2006-01-02" "x") }}',
    ].join('\n'),
  }),
]
