import {type Case, chart} from './case.js'

/** Texts that Go's reader of YAML takes by rules of its own: merges, aliases, tags, keys, later documents. */
const TEXTS = [
  'a: 1\n<<: {a: 2}',
  '<<: {a: 2}\na: 1',
  '<<: [{a: 1},{a: 2, b: 3}]',
  'a: &a {x: 1}\nb: {<<: *a, x: 2}\nc: {x: 3, <<: *a}',
  'a: &a 1\nb: {<<: *a}',
  'null: 1\n<<: {a: 1}',
  'a: 1\n<<:\n  null: x',
  '!!str 2: a\nnull: !!null ""',
  'null: !!null ""',
  'a: !!int "1"',
  'a: !!float 1',
  'a: !!int x',
  'a: !!float x',
  'a: !!bool yes',
  'a: !!bool x',
  'a: !!null x',
  'a: !!null ""',
  'a: !!timestamp 2001-01-01',
  'a: !!timestamp x',
  'a: !!str 1',
  'a: ! 1',
  'a: ! "1"',
  '! <<: {a: 1}',
  '"<<": {a: 1}',
  '!!str <<: {a: 1}',
  '!!merge <<: {a: 1}',
  'a: !!map {}',
  'a: !!seq {}',
  'a: !!str {}',
  'a: !!binary aGk=',
  '!!binary aGk=: x',
  '!!int "1": x',
  '!!float 1: x',
  'a: !!foo x',
  'a: !foo [x]',
  'a: !!int 1.5',
  'a: !!float 0x10',
  'a: !!int 0o7',
  'a: 0o7',
  'a: !!int 1_000',
  'a: [*x]\nb: &x 1',
  'a: &x 1\nb: &x 2\nc: *x',
  '*x : 1',
  '&a a: 1\nb: *a',
  '? &a [x]\n: 1',
  'a: *a',
  'a: &a {b: &b {c: *a, d: *b}}',
  'a: &a {b: &b {d: *b, c: *a}}',
  'a: &a [*a]',
  'a: |\n x\n---\n*z',
  '!!str x\n---\n*z',
  '- c\n---\n*z',
  'a: -0.0',
  '- -0.0\n- -0\n- !!float -0',
  'a: -0\n',
  '1: a\n"1": b',
  '1.0: a',
  '1e3: a',
  '0x10: a',
  '1.5: a',
  '-0.0: a',
  '-0: b',
  '.inf: a',
  '.nan: b',
  'true: a',
  'yes: b',
  '18446744073709551615: a',
  'a: 18446744073709551615',
  'a: 18446744073709551616',
  '9223372036854775808: a',
  '123456789012345678901234567890: a',
  '{1: a}: b',
  '? {null: 1}\n: x',
  '? [null, 1.5, x, true, 18446744073709551615]\n: x',
  'a: !!binary "aGk= aGk="',
  'a: !!binary |\n aG\n k=',
  '<<: null',
  '<<: [1]',
  '<<: [[]]',
  '<<: []',
  '<<: {}',
  '<<: *a',
  'a: &a [{x: 1}]\n<<: *a',
  'a: &a {x: 1}\n<<: [*a, {y: 2}]',
  '<<: {<<: {a: 1}, b: 2}',
  'a: <<',
  '- <<',
  'a: !!str',
  'a: !!null',
  '!!null : a',
  '!!str : a',
  '? \n: a',
  'a: &x\nb: *x',
  '2001-01-01: x',
  'a: 2001-01-01',
  'a: 2001-1-1 1:2:3',
  '"a": !!int "0x1F"',
  "a: !!float '.inf'",
  'a: !!float 1e999',
  'a: 1e999',
  'a: !!int 99999999999999999999',
  'a: !!float 99999999999999999999',
  'a: !<tag:yaml.org,2002:int> "3"',
  '%TAG ! tag:yaml.org,2002:\n---\na: !int "3"',
  '%TAG !e! tag:yaml.org,2002:\n---\na: !e!int "3"',
  '&k z: # c\n\ufeff ',
  'a: ~\n<<: {a: 3}',
  'a: {<<: {b: 1}, <<: {b: 2, c: 3}}',
  'a: [&x {y: 1}, *x, *x]',
  '- &a a\n- *a',
  '- &a {x: 1}\n- <<: *a\n  y: 2',
]

/** Lines of a template. */
const LINES = [
  ...[
    '{\\"a\\":1e999,\\"b\\":2}',
    '[1e999]',
    '1e999',
    '{\\"a\\":[{\\"b\\":1e999}],\\"b\\":1e888,\\"Error\\":3}',
    '{\\"a\\":1e999',
  ].flatMap((text) => [`{{ fromJson "${text}" | toJson | quote }}`, `{{ fromJsonArray "${text}" | toJson | quote }}`]),
  '{{ toYaml (fromYamlArray "- -0.0\\n- -0\\n- 1e21\\n-  \\n  - 08") | quote }}',
  '{{ mustRegexFind "(?P<n>a)(?P<n>b)" "ab" }} {{ regexReplaceAll "(?<n>a)|(?<n>b)" "ab" "<${n}>" }}',
  '{{ regexReplaceAll "(?<n>a)(?<m>b)(?P<n>c)[(?<n>]?" "abc" "<$n$m>" }} {{ regexReplaceAll `\\(?<n>(?<n>a)[\\]]` "(<n>a]" "x" }}',
  '{{ .Capabilities.Copy.KubeVersion.Major }} {{ (semver "v1.2.3-a+b").Value }} {{ (semver "v1.2.3-a+b").MarshalText }}',
  '{{ (semver "v1.2.3-a+b").MarshalJSON | toString | quote }}',
  '{{ ((semver "1.2.3").SetMetadata "x").String }} {{ ((semver "1.2.3").SetPrerelease "x.1").String }}',
]

/** Methods of durations and times, over all that is near a half, an end or zero. */
const DURATIONS = ['1h31m', '-1h31m30s', '1.5s', '0s', '-1ns', '2562047h47m16s'].flatMap((text) =>
  ['1h', '7s', '0s', '-1s', '2ns', '2562047h'].map((unit) => {
    const [of, by] = [`(mustToDuration "${text}")`, `(mustToDuration "${unit}")`]
    return `{{ ${of}.Round ${by} }} {{ ${of}.Truncate ${by} }} {{ ${of}.Abs }}`
  }),
)
const TIMES = ['1h', '7s', '0s', '-1s', '24h', '168h'].flatMap((unit) =>
  ['1924-05-06T13:31:29', '2024-05-06T12:00:00', '0001-01-01T00:00:00'].map((text) => {
    const [of, by] = [`(toDate "2006-01-02T15:04:05" "${text}").UTC`, `(mustToDuration "${unit}")`]
    return `{{ ${of}.Round ${by} }} {{ ${of}.Truncate ${by} }} {{ ${of}.Compare (toDate "2006" "2024") }} {{ ${of}.Month.String }} {{ ${of}.Weekday.String }}`
  }),
)

const NO_BYTES = [
  ...[
    '{{ .Files.Foo }}',
    '{{ .Files.Foo | quote }}',
    '{{ .Files.Foo | toString | len }}',
    '{{ printf "%v %s %q %x %#v" .Files.Foo .Files.Foo .Files.Foo .Files.Foo .Files.Foo }}',
  ],
  ...[
    '{{ list .Files.Foo | printf "%v %#v" (list .Files.Foo) | quote }}',
    '{{ .Files.Foo | toJson }}',
    '{{ .Files.Foo | toYaml }}',
    '{{ .Files.Foo | squote }}',
    '{{ cat .Files.Foo "x" }}',
  ],
  ...[
    '{{ .Files.Foo | kindOf }} {{ .Files.Foo | typeOf }} {{ .Files.Foo | empty }} {{ len .Files.Foo }}',
    '{{ if .Files.Foo }}a{{ else }}b{{ end }}',
    '{{ .Files.Foo | default "d" }}',
  ],
  ...[
    '{{ printf "%#v" (.Files.GetBytes "templates/t.yaml") | trunc 30 | quote }}',
    '{{ join "," (list .Files.Foo 1) }}',
    '{{ toStrings (list .Files.Foo) | len }}',
  ],
  ...[
    '{{ .Files.GetBytes "none" | quote }}',
    '{{ (toDate "2006" "2024").Weekday | toYamlPretty }} {{ (toDate "2006" "2024").Month | toYamlPretty }} {{ mustToDuration "5s" | toYamlPretty }}',
    '{{ .Files.Foo | toYamlPretty }} {{ dict "a" .Files.Foo "b" (.Files.GetBytes "none") | toYamlPretty | quote }}',
    '{{ printf "%#v" (.Files.GetBytes "none") | quote }}',
    '{{ eq (.Files.GetBytes "none" | toString) "" }}',
  ],
]

const FAILING = {
  ...{Encode: '.Values.Encode', 'Encode to a text': '.Values.Encode "x"', 'Encode to a number': '.Values.Encode 1'},
  ...{'Encode to nothing': '.Values.Encode nil', 'Encode to values': '.Values.Encode .Values'},
  ...{
    'bad metadata': '((semver "1.2.3").SetMetadata "_").String',
    'zero in front': '((semver "1.2.3").SetPrerelease "01").String',
  },
}

const BYTES = 'base64:YTogYv/+Yw=='

export const cases: readonly Case[] = [
  chart('YAML by rules of Go', {
    ...Object.fromEntries(TEXTS.map((text, index) => [`texts/${String(index).padStart(3, '0')}`, text])),
    'templates/t.yaml':
      '{{ range $path, $_ := .Files.Glob "texts/*" }}\n{{ $path }}: {{ $.Files.Get $path | fromYaml | toJson | quote }}\n{{ $path }}.list: {{ $.Files.Get $path | fromYamlArray | toJson | quote }}\n{{ end }}\n',
  }),
  chart('JSON, patterns and versions by rules of Go', {'templates/t.yaml': LINES.map((line) => `- ${line}\n`).join('')}),
  chart('files that are not there', {'templates/t.yaml': `a: |\n${NO_BYTES.map((line) => `  ${line}\n`).join('')}`}),
  chart('values and names that are no good', {
    'Chart.yaml':
      'apiVersion: v2\nname: chart\nversion: 1.0.0\ndependencies: [{name: a, version: 1.x}, {name: a, version: 1.x}]\n',
    'values.yaml': 'a: {<<: null}\n',
    'templates/t.yaml': 'a: 1\n',
  }),
  chart('durations and times', {'templates/t.yaml': [...DURATIONS, ...TIMES].map((line) => `- ${line}\n`).join('')}),
  ...['a.b', 'a', 'a.b.c', 'x.y', 'x', '', '.', 'a.', 'l.0', 'a.n', 's.t'].flatMap((path) =>
    ['PathValue', 'Table'].map((method) =>
      chart(`${method} ${path}`, {
        'values.yaml': 'a: {b: 1, n: null, m: {z: 1}}\nl: [1]\ns: t\n',
        'templates/t.yaml': `a: {{ .Values.${method} "${path}" | toJson }}\n`,
      }),
    ),
  ),
  ...Object.entries(FAILING).map(([name, text]) => chart(`refused: ${name}`, {'templates/t.yaml': `a: {{ ${text} }}`})),
  chart('values that are no UTF-8', {'values.yaml': BYTES, 'templates/t.yaml': 'a: {{ .Values.a }}\n'}),
  chart('template that is no UTF-8', {'templates/t.yaml': BYTES}),
  chart('template with a comment that is no UTF-8', {'templates/t.yaml': 'base64:e3svKiD/ICovfX1hOiAx'}),
  ...[
    'yesterday',
    5,
    'null',
    '""',
    '2024-01-01',
    '"2024-13-01T00:00:00Z"',
    '{}',
    '"2024-01-01T0:00:00,5Z"',
    '"2024-01-01T00:00:00+25:00"',
  ].map((time) => chart(`lock of ${time}`, {'Chart.lock': `digest: x\ngenerated: ${time}\n`, 'templates/t.yaml': 'a: 1\n'})),
  chart('values that merge', {
    'values.yaml': 'b: &b {x: 1, y: 2}\na: {x: 3, <<: *b, y: 4}\n',
    'templates/t.yaml': 'a: {{ toJson .Values }}\n',
  }),
]
