import fc, {type Arbitrary} from 'fast-check'
import {BUILTINS, type Functions} from '../../src/lib/engines/gotemplate/index.js'
import type {TemplateCase} from './case.js'

/** What is another one every time, or takes too long; their errors are still compared where no value comes out. */
const LEFT_OUT =
  /^(now|ago|rand.*|uuidv4|shuffle|gen(CA|Sel|Sig|Pri).*|bcrypt|htpasswd|encryptAES|derivePassword|getHostByName|keys|values|buildCustomCert|date|htmlDate|dateInZone|date_in_zone|htmlDateInZone|untilStep|until|seq|repeat|durationRound)$/
const UNBOUNDED = /^(untilStep|until|seq|repeat|substr|nindent|indent|wrap|wrapWith)$/

/** Values of every type that a template of a chart can come to have. */
const ODD = [
  ...[
    'nil',
    '.Values.missing',
    '.Values.nothing',
    'true',
    'false',
    '0',
    '1',
    '-1',
    '3',
    '1.5',
    '1e3',
    "'a'",
    '0x1F',
    '2i',
    '1e30',
  ],
  ...[
    '.Values.n',
    '.Values.f',
    '.Values.neg',
    '.Values.huge',
    '.Values.yes',
    '.Values.s',
    '.Values.empty',
    '.Values.list',
    '.Values.map',
  ],
  ...[
    '""',
    '"abc"',
    '"a,b"',
    '"12"',
    '"-7"',
    '"1.50"',
    '"1.2.3"',
    '"%d"',
    '"("',
    '"a.b"',
    '"1h"',
    '"2006-01-02"',
    '"é世"',
    '"{"',
    '"0x1F"',
    '"08"',
  ],
  ...[
    '(list)',
    '(list 1 "a")',
    '(list nil)',
    '(tuple "b" "a")',
    '(list "x" "y")',
    '(list (list 1) (dict))',
    '(until 3)',
    '(splitList "," "b,a")',
  ],
  ...[
    '(dict)',
    '(dict "a" 1)',
    '(dict "a" (dict "b" nil))',
    '(split "," "a,b")',
    '(urlParse "http://u:p@h:1/a?b=c#d")',
    '(dict "a.b" "x")',
  ],
  ...[
    '(int64 5)',
    '(int 5)',
    '(float64 2.5)',
    '(toDecimal "0777")',
    '(atoi "x")',
    '(add 1 2)',
    '(len .Values.list)',
    '(semver "1.2.3-b+c")',
  ],
  ...[
    '(toDate "2006-01-02" "2021-03-04")',
    '(regexFindAll "a" "aa" -1)',
    '(regexFindAll "b" "aa" -1)',
    '(b64dec "/w==")',
    '(keys (dict "k" 1))',
  ],
  ...[
    '.',
    '$',
    '.Values',
    '.Release',
    '.Capabilities',
    '.Capabilities.KubeVersion',
    '.Capabilities.HelmVersion',
    '.Chart',
    '.Files',
    '.Template',
  ],
  ...[
    '.Subcharts',
    '(.Files.Get "f.txt")',
    '(.Files.Lines "f.txt")',
    '(index .Files "f.txt")',
    '(.Files.Glob "*")',
    '.Chart.Annotations',
    '.Chart.IsRoot',
  ],
  ...[
    '.Release.Revision',
    '(fromJson "{}")',
    '(fromJson "[")',
    '(fromYamlArray "- 1")',
    '(fromYaml "a: 1")',
    '(toJson 1)',
    '(print nil)',
    '.Values.AsMap',
  ],
  ...[
    '(eq 1 1)',
    '(ternary 1 nil true)',
    '(index .Values.list 0)',
    '(first (list))',
    '(get (dict) "x")',
    '(get (dict "x" nil) "x")',
    '(dig "a" nil (dict))',
  ],
  ...[
    '(mustFromJson "1")',
    '(mustFromJson "null")',
    '(mustDuration "1h")',
    '(mustToDuration 5)',
    '(pluck "a" (dict "a" 1))',
    '(uniq (list 1 1))',
    '(sortAlpha (list 2 1))',
  ],
]
/** Those whose size decides how much comes out. */
const SMALL = ODD.filter((text) => !/huge|1e30|\(toDate|1e3/.test(text))

/** @returns one template per call, which shows what came out and of which type */
export function oddCase(functions: Functions): Arbitrary<TemplateCase> {
  const names = [...BUILTINS.keys(), ...Object.keys(functions)]
  const call = fc.constantFrom(...names).chain((name) => {
    const pool = fc.constantFrom(...(UNBOUNDED.test(name) ? SMALL : ODD))
    const [signature] = functions[name] ?? BUILTINS.get(name)!
    const count = signature.split(' ').filter((part) => part !== '' && part !== '@').length
    return fc
      .tuple(fc.array(pool, {minLength: Math.max(0, count - 1), maxLength: count + 1}), fc.boolean())
      .map(([given, piped]) => ({
        name,
        text:
          piped && given.length > 0 ? `${given.at(-1)} | ${[name, ...given.slice(0, -1)].join(' ')}` : [name, ...given].join(' '),
      }))
  })
  return fc
    .tuple(call, fc.constantFrom('show', 'show', 'show', 'json', 'field', 'range', 'if', 'index', 'yaml'))
    .map(([{name, text}, how]) => ({
      template: LEFT_OUT.test(name) && !UNBOUNDED.test(name) ? `{{ $x := ${text} }}` : SHOWS[how](text),
      values: {},
    }))
}

const SHOWS = {
  show: (text: string) => `{{ $x := ${text} }}{{ $x }} {{ printf "%T %v" $x $x }}`,
  json: (text: string) => `a\n  {{- ${text} | toJson }}`,
  yaml: (text: string) => `a: {{ ${text} | toYaml }}`,
  field: (text: string) => `{{ (${text}).a }}`,
  range: (text: string) => `{{ range $i, $e := ${text} }}[{{ $i }}={{ $e }}]{{ else }}none{{ end }}`,
  if: (text: string) => `{{ if ${text} }}yes{{ else }}no{{ end }}`,
  index: (text: string) => `{{ index (${text}) 0 }}`,
} as const
