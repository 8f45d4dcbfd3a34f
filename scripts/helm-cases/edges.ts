import {type Case, chart} from './case.js'

/** One line per expression, base64 of what it prints. */
const lines = (name: string, expressions: readonly string[]) =>
  chart(name, {'templates/t.yaml': expressions.map((text, index) => `l${index}: "{{ ${text} | toString | b64enc }}"\n`).join('')})
/** A chart for every expression that fails. */
const faults = (name: string, expressions: readonly string[]) =>
  expressions.map((text) => chart(`${name}: ${text}`, {'templates/t.yaml': `a: {{ ${text} }}\n`}))

const ODD_CODES = [
  ...[0, 1, 8, 9, 12, 27, 127, 128, 132, 133, 134, 159, 160, 0x2028, 0x2029, 0xd7ff, 0xd800, 0xdfff, 0xe000],
  ...[0xfdd0, 0xfeff, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x1fffe, 0x1ffff, 0xe0001, 0x10ffff],
]
const PLACES = [
  '$s',
  '(dict $s 1)',
  '(dict "a" (list $s))',
  '(printf "a%sb" $s)',
  '(printf "a\\n%sb" $s)',
  '(printf "\'%s: " $s)',
]
const KEY_LENGTHS = [170, 171, 1021, 1022, 1023]

const BIG = [
  ...['99999999999999999999', '-99999999999999999999', '+99999999999999999999', '9223372036854775807', '9223372036854775808'],
  ...['-9223372036854775808', '-9223372036854775809', '18446744073709551615x', '18446744073709551616x', '99999999999999999999.5'],
  ...['0x1ffffffffffffffff', '077777777777777777777777', '1e99', '1e400', '-1e400', '99999999999999999999_', '', '-', '+-5'],
]
const READERS = ['atoi', 'int', 'int64', 'toDecimal', 'float64', 'duration', 'add 1', 'max 1']

const DATES = [
  ...['1979-05-27T07:32:00', '1979-05-27T07:32:00.5', '1979-05-27', '07:32:00', '07:32:00.25', '1979-05-27 07:32:00', '07:32'],
  ...[
    '1979-05-27T07:32',
    '[1979-05-27, 07:32:00]',
    '0001-01-01',
    '{b = 1979-05-27}',
    '1979-05-27T07:32:00Z',
    '1979-05-27t07:32:00z',
  ],
  ...['1979-05-27T07:32:00-07:00', '1979-05-27T07:32:00.100+05:30', '1979-05-27T07:32:00+00:00', '1979-05-27T07:32:00-00:00'],
]
/** The other faults of TOML are told in our reader's words. */
const BROKEN_TOML = [
  ...[
    'a = ',
    'x',
    'a = "abc',
    "a = 'abc",
    'a = """abc',
    'a = 1\na = 2',
    '[a]\n[a]',
    '[a]\nb=1\nb=2',
    '[[a]]\n[a]',
    'a = \nb = 1',
  ],
  ...[
    'a = 1 2',
    'a = tru',
    'a = @',
    'a = 01',
    'a = _1',
    'a = #',
    'a b = 1',
    'key: value',
    '{',
    '- a',
    'a = inf1',
    '"a"',
    'a = "x\ny"',
  ],
  ...['a = 1979-13-01', 'a = 1979-05-27T24:00:00', 'a = 23:59:60', '= 1', '[]', '[a.]', 'a. = 1', 'a = [1, 2', 'a = [1 2]'],
  ...['a = 99999999999999999999', '[t]\na = -9223372036854775809', 'a = 9223372036854775807'],
]
const SHOWN = [
  'toToml $v',
  'toString $v.a',
  'toJson $v',
  'toYaml $v',
  'toYamlPretty $v',
  'toToml (dict "a" (dict "b" $v) "c" (list $v))',
]
const MOVED = [
  '(dateModify "1h" $v)',
  '$v.UTC',
  '($v.AddDate 0 0 1)',
  '($v.Equal $v.UTC)',
  '(eq $v $v.UTC)',
  '($v.Format "15:04Z07:00 MST")',
]

/** Texts at the edges of what functions take. */
export const cases: readonly Case[] = [
  chart('toYaml of odd characters', {
    'templates/t.yaml': `{{ range $n := list ${ODD_CODES.join(' ')} }}{{ $s := printf "%c" $n }}
n{{ $n }}: "${PLACES.map((place) => `{{ toYaml ${place} | b64enc }}`).join(' ')} {{ toYamlPretty $s | b64enc }}"
{{- end }}`,
  }),
  chart('toYaml of long keys', {
    'templates/t.yaml': `{{ range $n := list ${KEY_LENGTHS.join(' ')} }}
n{{ $n }}: "${['a', 'é', '<', '\\u2028', '\\"'].map((char) => `{{ toYaml (dict (repeat $n "${char}") 1) | len }}`).join(' ')}"
{{- end }}`,
  }),
  chart('toYaml of odd files', {
    'files/a.txt': 'a\u007fb',
    'files/b\u007fc.txt': 'x',
    'templates/t.yaml': 'a: {{ (.Files.Glob "files/*").AsConfig | quote }}\nb: {{ (.Files.Glob "files/*").AsSecrets | quote }}\n',
  }),
  ...faults('mustToYaml', [
    'mustToYaml "\\u007f"',
    'mustToYaml (dict "\\u0085" 1)',
    'mustToYaml (dict "a" "\\u0085\\u0085" "b\\u0085" 1)',
    'mustToYaml (dict (repeat 1023 "a") 1)',
  ]),
  ...faults('regular expressions', [
    'mustRegexFind "\\\\" "a"',
    'regexFind "a\\\\" "a"',
    'mustRegexSplit "[a\\\\" "a" 1',
    'mustRegexReplaceAll "(?P<n>\\\\" "a" "b"',
    'mustRegexMatch "(" "a"',
  ]),
  ...faults(
    'methods of times',
    ['ISOWeek', 'Date', 'Clock', 'Zone', 'ZoneBounds', 'ISOWeek 1', 'MarshalJSON', 'MarshalText', 'MarshalJSON 1'].map(
      (method) => `(toDate "2006-01-02" "2020-01-01").${method}`,
    ),
  ),
  ...faults(
    'methods of times, of a variable',
    ['ISOWeek', 'Zone'].map((method) => `$d := now }}{{ $d.${method}`),
  ),
  chart('a template in itself', {'templates/t.yaml': 'a: {{ define "a" }}{{ template "a" }}{{ end }}{{ template "a" . }}\n'}),
  chart('a template in itself, below another', {
    'templates/t.yaml':
      'a: {{ define "a" }}{{ if true }}x{{ template "a" . }}{{ end }}{{ end }}{{ define "m" }}{{ template "a" . }}{{ end }}{{ template "m" . }}\n',
  }),
  ...[2, 3].map((count) =>
    chart(`templates in a circle: ${count}`, {
      'templates/t.yaml': `a: ${Array.from({length: count}, (_, at) => `{{ define "${at}" }}{{ template "${(at + 1) % count}" . }}{{ end }}`).join('')}{{ template "0" . }}\n`,
    }),
  ),
  chart('TOML that is none', {
    'values.yaml': JSON.stringify({texts: BROKEN_TOML}),
    'templates/t.yaml':
      '{{ range $i, $t := .Values.texts }}\nl{{ $i }}: {{ printf "%s => %s" $t (toJson (fromToml $t)) | quote }}{{ end }}\n',
  }),
  chart('TOML dates', {
    'templates/t.yaml': DATES.map((text) => {
      const values = SHOWN.map((shown) => `{{ ${shown} | b64enc }}`).join(' ')
      return `- {{ $v := fromToml "a = ${text}" }}"${values}"\n`
    }).join(''),
  }),
  chart('TOML dates that move', {
    'templates/t.yaml': ['1979-05-27T07:32:00', '1979-05-27', '07:32:00', '1979-05-27T07:32:00+05:30']
      .map(
        (text) =>
          `- {{ $v := (fromToml "a = ${text}").a }}"${MOVED.map((moved) => `{{ toToml (dict "a" ${moved}) | b64enc }}`).join(' ')}"\n`,
      )
      .join(''),
  }),
  lines(
    'numbers beyond 64 bits',
    BIG.flatMap((text) => READERS.map((name) => `${name} "${text}"`)),
  ),
]
