import {type Case, chart} from './case.js'

const list = (name: string, values: string, lines: readonly string[]) =>
  chart(name, {
    'values.yaml': values,
    'templates/t.yaml': `a:\n{{- range $v := .Values.list }}\n${lines.map((line) => `- {{ ${line} | printf "%+q" }}\n`).join('')}{{- end }}\n`,
  })

const EVERYWHERE = '(dict "a" $v "b" (list $v (list $v) (dict "c" $v "d" (dict (toString $v) $v))))'
const WRITERS = [
  'toYamlPretty $v',
  `toYamlPretty ${EVERYWHERE}`,
  `toYaml ${EVERYWHERE}`,
  'toToml (dict "a" $v "b" (dict (toString $v) (list $v)))',
]
const READERS = [
  'dict "k" $v | toYamlPretty | fromYaml | toJson',
  'dict "k" $v | toToml | fromToml | toJson',
  '$v | quote | fromYaml | toJson',
  'list $v | toYaml | fromYamlArray | toJson',
  'printf "%#v %v %x %8v|%-8v|%q %T" $v $v $v $v $v $v $v',
]

/** Texts that YAML has more than one way to write, with every kind of break, blank and sign. */
const LINES =
  'list: ["", " ", "a ", " a", "a\\n", "a\\n\\n", "\\n", "\\na", " a\\nb", "a\\n b\\n", "a \\nb", "\\ta", "a\\tb", "a\\t\\nb", "\\ta\\nb", "\\t\\n", "\\n\\t", "a\\n\\tb\\n", "a \\t\\nb", "a\\t \\nb", "a\\n\\t\\n", " \\ta\\nb", "a\\n b\\t", "a\\r\\nb", "a\\rb", "\\r", "a\\t\\r\\nb", "a\\u2028b", "\\u0085", "a\\n\\u0001\\t", "---", "...", "a\\n---\\nb", "#\\n#", "key: |\\n  x\\n", "  indented\\nless", "trail \\n  \\nx", "\\n\\n  x\\n", "a #b", "a: b", ":", "-", "- a", "? a", "\\"a\\"", "a\'b: ", "\\\\", "\\u007f", "\\ufeffa", "😀\\n", "\\u200b"]\n'
const SCALARS =
  'list: ["null", "~", "True", "y", "NO", "on", "0o7", "0x1F", "1_000", "1e3", ".5", "5.", "+1", "-0", "-.INF", ".nan", "1:20", "1:20.5", "2001-01-01", "2001-01-01T00:00:00Z", "2001-1-1", "=", "<<", "00", "08", "0b2", "1__0", "1.2.3", "1e", "inf", 1, -1, 0, 1.5, 1e6, 1e20, 1e21, 1e22, 123456789012, 0.1, 1e-5, 1e-7, 9007199254740993, -0.0, 5e-324, 1.7976931348623157e308, true, null]\n'

/** Values in all the forms that they may have, through what writes and reads them. */
export const cases: readonly Case[] = [
  list('texts of lines written', LINES, WRITERS),
  list('texts of lines read', LINES, READERS),
  list('scalars written', SCALARS, WRITERS.slice(0, 3)),
  list('scalars read', SCALARS, [READERS[0]!, ...READERS.slice(2)]),
]
