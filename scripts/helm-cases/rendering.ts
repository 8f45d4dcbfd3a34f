import {type Case, chart, sub} from './case.js'

const t = (name: string, text: string, values = '', ...args: string[]) =>
  chart(name, {'templates/t.yaml': text, 'values.yaml': values}, ...args)
const withTpl = (name: string, helpers: string, text: string, values = '') =>
  chart(name, {'templates/_h.tpl': helpers, 'templates/t.yaml': text, 'values.yaml': values})

/** A template whose output is any text at all. */
const text = (name: string, template: string, values = '') => t(name, `out: |\n  {{- ${template} | nindent 2 }}\n`, values)
const all = (name: string, templates: readonly string[]) =>
  t(name, `out: |\n${templates.map((template) => `  {{ ${template} | quote }}\n`).join('')}`)

/** The scope of templates and Helm's own functions. */
export const cases: readonly Case[] = [
  t(
    'types of the scope',
    'a: {{ typeOf . }} {{ typeOf .Values }} {{ typeOf .Release }} {{ typeOf .Chart }} {{ typeOf .Files }} {{ typeOf .Capabilities }} {{ typeOf .Template }} {{ typeOf .Subcharts }}\n',
  ),
  t('release', 'a: {{ .Release | toJson }}\n'),
  t(
    'capabilities',
    'a: {{ .Capabilities.KubeVersion }} {{ .Capabilities.KubeVersion.Version }} {{ .Capabilities.KubeVersion.Major }} {{ .Capabilities.KubeVersion.Minor }} {{ .Capabilities.KubeVersion.GitVersion }} {{ .Capabilities.HelmVersion.Version }}\n',
  ),
  t(
    'capabilities given',
    'a: {{ .Capabilities.KubeVersion }} {{ .Capabilities.KubeVersion.Minor }} {{ .Capabilities.APIVersions.Has "foo/v1" }} {{ .Capabilities.APIVersions.Has "apps/v1" }} {{ .Capabilities.APIVersions.Has "apps/v1/Deployment" }}\n',
    '',
    '--kube-version',
    '1.29.3',
    '--api-versions',
    'foo/v1,bar/v1',
  ),
  t('api versions', 'a: {{ .Capabilities.APIVersions | toJson }}\n'),
  t(
    'methods of values',
    'a: {{ .Values.AsMap | typeOf }}\nb: {{ .Values.YAML | quote }}\nc: {{ .Values.Table "m" | toJson }}\nd: {{ .Values.PathValue "m.x" }}\n',
    'm: {x: 1}\n',
  ),
  t('table that is none', 'a: {{ .Values.Table "z" }}\n', 'm: {x: 1}\n'),
  t('dig on values', 'a: {{ dig "m" "x" "d" .Values.AsMap }}\n', 'm: {x: 1}\n'),
  t('dig on values itself', 'a: {{ dig "m" "x" "d" .Values }}\n', 'm: {x: 1}\n'),
  t('missing key', 'a: {{ .Values.nothing }}|\nb: {{ .Values.m.nothing }}|\n', 'm: {x: 1}\n'),
  t('through a missing key', 'a: {{ .Values.nothing.deep }}\n'),
  t('through a missing key in brackets', 'a: {{ ((.Values.nothing).deep).er }}|\n'),
  t('through a scalar', 'a: {{ .Values.s.deep }}\n', 's: text\n'),
  t('literal no value', 'a: "<no value>"\nb: {{ printf "%v" nil }}\n'),
  t('required', 'a: {{ required "say a name" .Values.name }}\n'),
  t('required met', 'a: {{ required "say a name" .Values.n }} {{ required "x" false }} {{ required "y" 0 }}\n', 'n: x\n'),
  t('required empty', 'a: {{ required "say: a\\nname" "" }}\n'),
  t('fail', '{{ fail "never: do this" }}\n'),
  t('fail inside', '{{ if .Values.a }}{{ else }}{{ fail (printf "no %s" "a") }}{{ end }}\n'),
  withTpl(
    'include',
    '{{ define "x" }}<{{ .Release.Name }} {{ .Values.a }}>{{ end }}',
    'a: {{ include "x" . }}\nb: {{ include "x" . | upper | quote }}\n',
    'a: 1\n',
  ),
  withTpl('include missing', '', 'a: {{ include "nope" . }}\n'),
  withTpl('template missing', '', 'a: {{ template "nope" . }}\n'),
  withTpl('error in include', '{{ define "x" }}\n{{ .Values.a.b.c }}{{ end }}', 'x: 1\na: {{ include "x" . }}\n'),
  withTpl(
    'error in include of include',
    '{{ define "x" }}{{ include "y" . }}{{ end }}\n{{ define "y" }}{{ required "need q" .Values.q }}{{ end }}',
    'a: {{ include "x" . }}\n',
  ),
  withTpl(
    'other error two deep',
    '{{ define "x" }}{{ include "y" . }}{{ end }}\n{{ define "y" }}{{ .Values.q.r }}{{ end }}',
    'a: {{ include "x" . }}\n',
  ),
  withTpl('endless include', '{{ define "x" }}{{ include "x" . }}{{ end }}', 'a: {{ include "x" . }}\n'),
  withTpl(
    'includes in a circle',
    '{{ define "x" }}{{ include "y" (dict "n" .n) | trim }}{{ end }}{{ define "y" }}{{ with .n }}{{ include "x" $ }}{{ end }}{{ end }}',
    'a: {{ include "x" (dict "n" .) }}\n',
  ),
  withTpl(
    'includes in a circle with tpl',
    '{{ define "x" }}{{ tpl .t . }}{{ end }}',
    'a: {{ include "x" (dict "t" "{{ include `x` . }}") }}\n',
  ),
  withTpl(
    'includes in a circle with templates',
    '{{ define "x" }}{{ template "y" . }}{{ end }}{{ define "y" }}{{ include "x" . }}{{ end }}',
    'a: {{ include "x" . }}\n',
  ),
  withTpl(
    'templates in a circle in an include',
    '{{ define "x" }}{{ template "y" . }}{{ end }}{{ define "y" }}{{ template "x" . }}{{ end }}',
    'a: {{ include "x" . }}\n',
  ),
  withTpl('many includes', '{{ define "x" }}1{{ end }}', 'a: {{ range until 2000 }}{{ include "x" . }}{{ end }}\n'),
  withTpl('redefined', '{{ define "x" }}helper{{ end }}', '{{ define "x" }}file{{ end }}a: {{ include "x" . }}\n'),
  chart('last definition wins', {
    'templates/_a.tpl': '{{ define "x" }}a{{ end }}',
    'templates/_b.tpl': '{{ define "x" }}b{{ end }}',
    'templates/t.yaml': 'a: {{ include "x" . }}\n',
    ...sub('s', {'templates/_a.tpl': '{{ define "x" }}sub{{ end }}', 'templates/t.yaml': 'a: {{ include "x" . }}\n'}),
  }),
  chart('empty definition does not win', {
    'templates/_a.tpl': '{{ define "x" }}  {{/* nothing */}} {{ end }}',
    'templates/_b.tpl': '{{ define "x" }}b{{ end }}',
    'templates/t.yaml': 'a: {{ include "x" . }}\n',
  }),
  t(
    'tpl',
    'a: {{ tpl .Values.t . }}\nb: {{ tpl "{{ .x }}" (dict "x" 1) }}\n',
    't: "{{ .Release.Name }}-{{ .Values.u }}"\nu: 5\n',
  ),
  t('tpl nested', 'a: {{ tpl .Values.t . }}\n', 't: "{{ tpl .Values.u . }}"\nu: "{{ .Template.Name }}"\n'),
  t('tpl defines', 'a: {{ tpl `{{ define "l" }}in{{ end }}{{ include "l" . }}` . }}\n'),
  t('tpl define stays inside', 'a: {{ tpl `{{ define "l" }}in{{ end }}` . }}{{ include "l" . }}\n'),
  t('tpl broken', 'a: {{ tpl "{{ .x " . }}\n'),
  t('tpl failing', 'a: {{ tpl "{{ .Values.a.b }}" . }}\n'),
  t('tpl required', 'a: {{ tpl "{{ required `r` .Values.a }}" . }}\n'),
  t('tpl missing key', 'a: {{ tpl "{{ .Values.zz }}" . }}|\n'),
  withTpl('tpl sees helpers', '{{ define "x" }}X{{ end }}', 'a: {{ tpl "{{ include \\"x\\" . }}" . }}\n'),
  t('unknown function', 'a: {{ nope 1 }}\n'),
  t('broken action', 'a: {{ if }}\n'),
  t('unclosed', 'a: {{ if true }}x\n'),
  t('unclosed on line three', 'a: 1\nb: 2\nc: {{ .Values.x \n'),
  t('bad pipeline', 'a: {{ "x" | .Values.y }}\n'),
  t('wrong type', 'a: {{ upper 5 }}\n'),
  t('index out of range', 'a: {{ index .Values.l 5 }}\n', 'l: [1]\n'),
  t('number against literal', 'a: {{ if eq .Values.p 80 }}x{{ end }}\n', 'p: 80\n'),
  all('lookup', ['lookup "v1" "Secret" "ns" "n" | toJson', '(lookup "v1" "Pod" "" "").items | toJson']),
  t('host names', 'a: {{ getHostByName "example.com" | quote }}\n'),
  t('strict by missing map', 'a: {{ .Values.x.y | default "d" }}\n'),
  chart('files', {
    'templates/t.yaml':
      'a: {{ .Files.Get "x.txt" | quote }}\nb: {{ .Files.GetBytes "x.txt" | typeOf | quote }}\nc: {{ .Files.Lines "l.txt" | toJson }}\nd: {{ .Files.Get "none" | quote }}\ne: {{ .Files.Lines "none" | toJson }}\n',
    'x.txt': 'hello\n',
    'l.txt': 'a\nb\n\nc\n',
  }),
  chart('files glob', {
    'templates/t.yaml':
      '{{ range $p := list "*.txt" "**.txt" "dir/*" "dir/**" "{x,y}.*" "[xy].txt" "?.txt" "dir/[!a]*" "nothing" }}\n{{ $p | quote }}: x {{ range $k, $v := $.Files.Glob $p }}{{ $k }} {{ end }}\n{{- end }}\n',
    'x.txt': '1',
    'y.md': '2',
    'y.txt': '2',
    'dir/a.txt': '3',
    'dir/b.txt': '3',
    'dir/deep/c.txt': '4',
  }),
  chart('files as', {
    'templates/t.yaml':
      'a:\n{{ (.Files.Glob "dir/*").AsConfig | indent 2 }}\nb:\n{{ (.Files.Glob "dir/*").AsSecrets | indent 2 }}\nc: {{ (.Files.Glob "zz").AsConfig }}\n',
    'dir/a.txt': 'one\ntwo\n',
    'dir/b.txt': 'x: 1',
  }),
  t(
    'toYaml',
    'a:\n{{ toYaml .Values | indent 2 }}\n',
    'z: 1\na: {b: [1, two, {c: d}], e: {}, f: [], g: null}\nt: "yes"\nn: 1e21\nbig: 12345678\ns: |\n  x\n  y\n',
  ),
  t(
    'toYaml of scalars',
    'a: {{ toYaml 1 }} {{ toYaml "x" }} {{ toYaml nil }} {{ toYaml true }} {{ toYaml (list) }} {{ toYaml (dict) }} {{ toYaml 1.5 }}\n',
  ),
  t(
    'toYaml of texts',
    'a:\n{{ toYaml .Values.l | indent 2 }}\n',
    'l: ["true", "1", "1.0", "null", "~", "", "a: b", "a #b", "- x", "x", "2020-01-01", "0x1", "1e3", "é", "a\\nb", " lead", "trail ", "@x", "%y", "12:30", "{a}", "*x", "&y", "!z", "|", ">", "\\"q\\"", "yes", "No", "=", "<<"]\n',
  ),
  t('toYaml of long text', 'a:\n{{ toYaml .Values.l | indent 2 }}\n', `l:\n- ${'word '.repeat(30)}end\n- "${'x'.repeat(120)}"\n`),
  all('fromYaml', [
    '(fromYaml "x: 1\\ny: [a]").y | toJson',
    'fromYaml "" | toJson',
    'typeOf (fromYaml "x: 1").x',
    'fromYaml "- a" | toJson',
    'fromYamlArray "- a\\n- 1" | toJson',
    'fromYamlArray "a: 1" | toJson',
    'fromYaml "a: 1\\n---\\nb: 2" | toJson',
  ]),
  t('fromYaml broken', 'b: {{ fromYaml "a: [" | toJson }}\n'),
  all('fromJson', [
    'fromJson "{\\"x\\":1}" | toJson',
    'fromJsonArray "[1,2]" | toJson',
    'fromJson "[1]" | toJson',
    'hasKey (fromJson "{") "Error"',
    'typeOf (fromJson "{\\"x\\":1}").x',
    'fromJson "null" | toJson',
  ]),
  all('toJson', [
    'dict "b" 1 "a" "<&>" "c" (list 1.5 nil true) | toJson',
    'toJson "\\u2028"',
    'toPrettyJson (dict "a" 1)',
    'toRawJson "<"',
    'toJson 1e21',
    'toJson 0.0000001',
  ]),
  text(
    'toToml',
    'toToml .Values',
    'a: 1\nb: x\nc: {d: 1.5, e: [1, 2], f: {g: true, h: {i: "q\\"\\n"}}}\nl: [{a: 1, b: {c: 2}}, {a: 2}]\nm: []\nn: {}\no: null\n"p q": 1\nr.s: 1e21\nt: [[1, 2], [a]]\nv: 1e6\nx: [{}, {z: [{w: 1}]}]\n',
  ),
  all('toToml of other things', [
    'toToml (dict "a" 1 "b" (list 1 2) "t" (dict "x" (int64 3)))',
    'toToml (list 1)',
    'toToml "x"',
    'toToml (dict "l" (list nil))',
    'toToml (dict "" 1 "é" "\\u0001")',
  ]),
  all('fromToml', [
    'fromToml "x = 1\\n[y]\\nz = \\"t\\"\\nf=1.0\\nd=2020-01-01T00:00:00Z\\nl=[1,2]\\nld=2020-01-01\\n[[q]]\\na=1\\n" | toJson',
    'typeOf (fromToml "x = 1").x',
    '(fromToml "").x',
    'hasKey (fromToml "x = ") "Error"',
  ]),
  text(
    'toYamlPretty',
    'toYamlPretty .Values',
    'z: 1\na: {b: [1, two, {c: d, e: [f]}], "y": "y", "on": "off", "null": "null"}\nf: 1000000\ng: 1.5\nh: ""\ni: []\nj: {}\nk: null\nl: "multi\\nline\\n"\nm: "a: b"\nn: "- x"\no: "true"\np: "12"\nq: " lead"\nr: [[1, 2], [3]]\ns: "#c"\nt: "2020-01-01"\nu: "@x"\nv: "é\\t"\n"a b": "x # y"\n',
  ),
  all('toYamlPretty of scalars', [
    'toYamlPretty 1',
    'toYamlPretty "x"',
    'toYamlPretty nil',
    'toYamlPretty true',
    'toYamlPretty (list)',
    'toYamlPretty (list 1 (dict "a" 1 "b" 2))',
    'toYamlPretty "a\\nb"',
    'toYamlPretty ""',
    'toYamlPretty "0x1"',
    'toYamlPretty "1e3"',
  ]),
  text('toYamlPretty of long text', 'toYamlPretty .Values', `a: ${'word '.repeat(40)}end\n`),
  all('mustToYaml', ['mustToYaml (dict "a" 1)', 'mustToJson (list 1)']),
  chart('subcharts in scope', {
    'templates/t.yaml':
      'a: {{ .Subcharts.s.Values | toJson }}\nb: {{ .Subcharts.s.Chart.Name }} {{ .Subcharts.s.Chart.IsRoot }} {{ .Chart.IsRoot }}\n',
    ...sub('s', {'values.yaml': 'v: 1\n'}),
  }),
  chart('template name in include', {
    'templates/_h.tpl': '{{ define "x" }}{{ .Template.Name }}{{ end }}',
    'templates/a.yaml': 'a: {{ include "x" . }}\n',
    'templates/b.yaml': 'b: {{ include "x" . }}\n',
  }),
  t('changed values', '{{ $_ := set .Values "a" 5 }}a: {{ .Values.a }}\n', 'a: 1\n'),
  t(
    'variables and with',
    '{{ $x := .Values.m }}{{ with $x }}a: {{ .k }} {{ $.Release.Name }}{{ else }}no{{ end }}\n',
    'm: {k: v}\n',
  ),
  chart('capabilities printed and passed on', {
    'templates/t.yaml':
      'a: "{{ .Capabilities.KubeVersion }}"\nb: "{{ .Capabilities.KubeVersion | toString }}"\nc: {{ .Capabilities.KubeVersion | quote }}\nd: "{{ printf "%s %v" .Capabilities.KubeVersion .Capabilities.KubeVersion }}"\ne: "{{ print .Capabilities.KubeVersion }}"\nf: "{{ $x := .Capabilities.KubeVersion }}{{ $x }}"\ng: "{{ (.Capabilities.KubeVersion) }}"\nh: "{{ with .Capabilities.KubeVersion }}{{ . }}{{ . | toString }}{{ end }}"\ni: "{{ default "x" .Capabilities.KubeVersion }}"\nj: {{ .Capabilities.KubeVersion | toYaml | quote }}\nk: {{ .Capabilities.KubeVersion | toJson }}\nl: "{{ .Capabilities }}"\nm: "{{ .Capabilities.HelmVersion | toString | trunc 3 }}"\nn: {{ .Capabilities.KubeVersion.String }}\n',
  }),
]
