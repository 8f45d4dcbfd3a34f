import {type Case, chart, sub} from './case.js'

const odd = (name: string, ...expressions: string[]): readonly Case[] =>
  expressions.map((expression, index) =>
    chart(`${name} ${index + 1}`, {'templates/t.yaml': `out: {{ ${expression} | quote }}\n`, 'f.txt': 'one\ntwo\n'}),
  )
const shown = (name: string, ...texts: string[]): readonly Case[] =>
  texts.map((text, index) => chart(`${name} ${index + 1}`, {'templates/t.yaml': `out: |\n  ${text}\n`, 'f.txt': 'one\ntwo\n'}))

/** Functions with arguments of types that nobody gives them (found by `fuzz-gotemplate RUNS SEED odd`). */
export const cases: readonly Case[] = [
  ...shown(
    'version of Kubernetes as it stands and as a copy',
    '{{ .Capabilities.KubeVersion }} {{ or .Capabilities.KubeVersion "x" }} {{ and 1 .Capabilities.KubeVersion }}',
    '{{ default .Capabilities.KubeVersion nil }} {{ ternary .Capabilities.KubeVersion "x" true }}',
    '{{ (default .Capabilities.KubeVersion nil).GitVersion }}',
    '{{ range list .Capabilities.KubeVersion }}{{ . }}{{ end }}{{ with dict "v" .Capabilities.KubeVersion }}{{ .v }}{{ end }}',
    '{{ with .Capabilities.KubeVersion }}{{ . }} {{ .Version }} {{ .GitVersion }} {{ .String }}{{ end }}',
    '{{ deepCopy .Capabilities.KubeVersion }} {{ print .Capabilities.KubeVersion }} {{ .Capabilities.KubeVersion | toString }}',
  ),
  ...shown(
    'what contains itself',
    '{{ $d := dict "a" 1 }}{{ $_ := set $d "d" $d }}{{ toRawJson $d }}',
    '{{ $d := dict "a" 1 }}{{ $_ := set $d "d" (list $d) }}{{ mustToYaml $d }}',
    '{{ $_ := set . "x" . }}{{ mustToJson . }}',
    '{{ $d := dict "a" 1 }}{{ range until 1500 }}{{ $d = dict "a" $d }}{{ end }}{{ toJson $d | len }} {{ toYaml $d | len }}',
  ),
  chart('types of subcharts', {
    ...sub('s', {'templates/t.yaml': 'x: {{ typeOf . }}\n'}),
    'templates/t.yaml':
      'a: {{ typeOf .Subcharts.s }} {{ printf "%q" .Subcharts.s.Chart.Name }} {{ typeOf .Subcharts.s.Values }}\n',
  }),
  ...odd(
    'TOML',
    'toToml (.Files.Glob "*.txt")',
    'toToml .Chart',
    'mustToToml .Capabilities.HelmVersion',
    'toToml (dict "v" .Capabilities.KubeVersion)',
    'toToml (dict "a" (list (dict "b" nil "c" 1) 2))',
    'toToml (dict "a" (list (list 1 nil)))',
    'toToml (dict "a" 2i)',
    'toToml 2i',
    'toToml (regexFindAll "b" "aa" -1)',
    'toToml (list (dict "a" 1))',
    'toToml (dict "v" (semver "1.2.3") "d" (mustToDuration 5) "t" (toDate "2006-01-02" "2020-01-02"))',
  ),
  ...odd(
    'printing',
    'js .Capabilities 1',
    'html .Capabilities.KubeVersion 1',
    'js (b64dec "/w==") 1',
    'eq .Values.list .',
    'toYamlPretty (index .Files "f.txt")',
    'toYamlPretty 2i',
    'mustToYaml 2i',
    'mustFromJson (b64dec "/w==")',
    'mustToDate "one\\ntwo" "x\\"y\\\\"',
    'mustToDate "2006é" "2020日"',
  ),
  chart('globs', {
    ...Object.fromEntries(
      ['a', 'b', 'ab', 'a-b', 'c]', '!', 'a}b', 'a,b', 'x/a', 'x/b', 'x/y/a', 'x/y/z.yml', 'x/w.yaml', '{a'].map((name) => [
        `f/${name}`,
        '1',
      ]),
    ),
    'templates/t.yaml': `{{- $patterns := list "f/[a/]*" "f/x\\\\/a" "f/x[/]a" "f[!a]b" "f/{a,b" "f/a}b" "f/\\\\{a" "f/[ab" "f/[b-a]" "f/[a-bx]" "f/[]" "f/[!]"
  "f/[\\\\]]" "f/c[]]" "f/[^a]" "f/[!-a]" "f/[a-]" "f/[-a]" "f/**.{yaml,yml}" "f/**/*.y?ml" "f/{x,z}/*" "f/x/**" "f/*" "f/***" "f/a\\\\" "f/{a,{b,ab}}" "f/a,b" }}
{{- range $i, $p := $patterns }}
p{{ $i }}: {{ range $k, $v := $.Files.Glob $p }}{{ $k | quote | b64enc }} {{ end }}
{{- end }}
`,
  }),
  ...[
    'templates[/]a.yaml',
    'template?/a.yaml',
    'templates\\/a.yaml',
    'templates[!x]a.yaml',
    '*/[a-b].yaml',
    '*',
    '*a.yaml',
    'templates/[a',
  ].map((pattern) =>
    chart(
      `only ${pattern}`,
      {'templates/a.yaml': 'a: 1\n', 'templates/b.yaml': 'b: 1\n', 'templates/c/a.yaml': 'c: 1\n'},
      '--show-only',
      pattern,
    ),
  ),
  ...['templates[/]a.yaml', 'f?a', '*/a.yaml', '/templates/a.yaml', '[^x]*a.yaml', 'templates/*/', 'a.yam[!l]'].map((line) =>
    chart(`left out by ${line}`, {
      ...{'.helmignore': `${line}\n`, 'templates/a.yaml': 'a: 1\n', 'templates/c/a.yaml': 'c: 1\n', 'f/a': 'x'},
      'templates/t.yaml': 'f: {{ range $k, $v := .Files }}{{ $k }} {{ end }}\n',
    }),
  ),
]
