import fc, {type Arbitrary} from 'fast-check'
import {BUILTINS, type Functions, SPRIG} from '../../src/lib/engines/gotemplate/index.js'
import type {TemplateCase} from './case.js'

/** What is different every time, or takes too long to be asked a thousand times. */
const LEFT_OUT =
  /^(now|ago|rand.*|uuidv4|shuffle|gen.*|bcrypt|htpasswd|encryptAES|derivePassword|getHostByName|hello|keys|values|durationRound|buildCustomCert|mustToDate)$/

const word = fc.constantFrom('a', 'b', 'c', 'list', 'name', 'x', 'n', 'f', 'zz')
const text = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'abc',
    'a,b,c',
    'Hello World',
    'foo_bar-baz',
    'HTTPServer2',
    '1.2.3',
    '12',
    '0x1F',
    '1.50',
    ' x ',
    'line\nnext',
    'é世🎉',
    '%d %s',
    '<a&b>',
    'true',
    '1h30m',
    '/a/b.c',
    'http://u:p@h:1/p?q#f',
    'YWJj',
    '[a-z]+',
    '(b)|c',
    '{"a":1}',
  ),
  fc.string({maxLength: 8}),
  fc.string({unit: 'grapheme', maxLength: 5}),
)
const literalText = text.map((value) => JSON.stringify(value.replaceAll(/[\u2028\u2029]/g, '')).replaceAll('\\u', '\\u'))
const int = fc.oneof(fc.integer({min: -5, max: 12}), fc.constantFrom(0, 1, 2, 3, 100, 1000, -1)).map(String)
const float = fc.oneof(
  fc.constantFrom('0.5', '1.0', '2.5', '-1.5', '1e6', '1e-7', '123456.789', '0.1', '1e21'),
  fc.double({noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9}).map((value) => {
    const shown = String(value)
    return /[.e]/.test(shown) ? shown : `${shown}.0`
  }),
)
const pattern = fc.constantFrom(
  '"a"',
  '"[a-z]+"',
  '"(\\\\w)(\\\\w)"',
  '""',
  '"x*"',
  '"^"',
  '"("',
  '"\\\\d+"',
  '"(?i)H"',
  '"b|c"',
  '"."',
  '"[^a]"',
)
const layout = fc.constantFrom(
  '"2006-01-02"',
  '"15:04:05"',
  '"Jan _2 2006 3:04PM"',
  '"Mon, 02 Jan 06 15:04:05 MST"',
  '"2006-01-02T15:04:05Z07:00"',
)
const zone = fc.constantFrom(
  '"UTC"',
  '"Europe/Berlin"',
  '"America/New_York"',
  '"Asia/Tokyo"',
  '"Local"',
  '"nope"',
  '"Asia/Kolkata"',
  '"Europe/London"',
)
const time = fc
  .tuple(fc.integer({min: 1960, max: 2060}), fc.integer({min: 1, max: 12}), fc.integer({min: 1, max: 28}))
  .map(([year, month, day]) => `(toDate "2006-1-2" "${year}-${month}-${day}")`)

/** Formats with flags, widths and verbs; half of them make sense. */
const format = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', ' ', '%%', '-'),
      fc
        .tuple(
          fc.array(fc.constantFrom('+', '-', '#', '0', ' '), {maxLength: 2}),
          fc.constantFrom('', '', '', '5', '12', '*', '[1]', '[2]'),
          fc.constantFrom('', '', '', '.2', '.0', '.', '.*'),
          fc.constantFrom(...'vvvdsqxXtTbocUeEfFgGz'),
        )
        .map(([flags, width, precision, verb]) => `%${flags.join('')}${width}${precision}${verb}`),
    ),
    {maxLength: 4},
  )
  .map((parts) => JSON.stringify(parts.join('')))

const YAML = [
  'a: 1',
  'a: yes\nb: [x, 1.50, ~]\n"c d": {e: 0x1F}',
  '- 1\n- two\n',
  '{',
  'x',
  '',
  'a: |\n  t\n  u\n',
  'n: 12345678901234567890\nf: 1e3',
  'a: b: c',
  '# none',
].map((value) => JSON.stringify(value))
/** First arguments of Helm's functions that lead somewhere. */
const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  include: ['"one"', '"two"', '"nope"'],
  tpl: [
    '"{{ . }}"',
    '"x"',
    '"{{ .a }}-{{ .b.c }}"',
    '"{{ toYaml . }}"',
    '"{{"',
    '"{{ fail \\"x\\" }}"',
    '"{{ include \\"one\\" . }}"',
    '.s',
  ],
  fromYaml: YAML,
  fromYamlArray: YAML,
  fromToml: ['"a = 1\\n[b]\\nc = \\"d\\""', '"x"', '"a = [1, 2.5]"', '""', '"t = 2024-01-02T03:04:05Z"'],
  fromJson: ['"{\\"a\\": [1, 2.5]}"', '"[1]"', '"x"', '""', '"null"'],
  fromJsonArray: ['"[1, {}]"', '"{}"', '"x"', '""'],
}

/** Arguments by the name of the parameter; most fit, some do not. */
function argumentFor(parameter: string, anything: Arbitrary<string>, name: string, index: number): Arbitrary<string> {
  const odd = {arbitrary: anything, weight: 1}
  const mostly = (...arbitraries: Arbitrary<string>[]) =>
    fc.oneof(...arbitraries.map((arbitrary) => ({arbitrary, weight: 25})), odd)
  switch (parameter) {
    case 'string':
      if (name === 'printf') return format
      if (SPECIAL[name] && index === 0) return mostly(fc.constantFrom(...SPECIAL[name]))
      if (/egex/.test(name) && index === 0) return mostly(pattern)
      if (/^(toDate|date|dateInZone|date_in_zone)$/.test(name) && index === 0) return layout
      if (/InZone|in_zone/.test(name)) return zone
      return mostly(literalText, fc.constantFrom('.name', '.s', '$.s', '(print .a)', '.missing'))
    case 'any':
      // everything but a time counts as now
      return /^(date|htmlDate)/i.test(name) ? time : anything
    case 'int':
      return mostly(int, fc.constantFrom('(len .list)', '(max 0 (min .n 50) | int)'))
    case 'float64':
      return mostly(float)
    case 'bool':
      return mostly(fc.constantFrom('true', 'false', '.yes', '(eq 1 1)', '(empty .a)'))
    case 'dict':
      // a value that contains itself is the end of Go
      if (/^(set|.*[mM]erge.*)$/.test(name))
        return fc.constantFrom(
          '(dict)',
          '(dict "a" 1)',
          '(dict "a" (dict "b" 2) "c" nil)',
          '(dict "list" (list 1) "b" "")',
          '(deepCopy .map)',
        )
      return mostly(
        fc.constantFrom(
          '.map',
          '.',
          '(dict)',
          '(dict "a" 1)',
          '(dict "a" (dict "b" 2) "c" nil)',
          '.b',
          '(dict "list" (list 1))',
          '(deepCopy .map)',
        ),
      )
    case 'list':
      return mostly(fc.constantFrom('.list', '(list)', '(list 1 "a")', 'nil'))
    case 'time':
      return mostly(time)
    default:
      return anything
  }
}

function expressionsOf(functions: Functions): Arbitrary<string> {
  return fc.letrec<{expression: string; call: string}>((tie) => {
    const leaf = fc.oneof(
      {arbitrary: literalText, weight: 3},
      {arbitrary: int, weight: 3},
      {arbitrary: float, weight: 1},
      {arbitrary: word.map((name) => `.${name}`), weight: 4},
      {arbitrary: fc.tuple(word, word).map(([left, right]) => `.${left}.${right}`), weight: 2},
      {
        arbitrary: fc.constantFrom(
          '.',
          '$',
          'nil',
          'true',
          'false',
          '.missing',
          '.map',
          '.list',
          '.objects',
          '.nothing',
          '.s',
          '$.n',
          '(list 1 2 "x")',
          '(dict "a" 1 "b" "x")',
          '(splitList "," "a,b")',
          '(until 3)',
          '(semver "1.2.3-b")',
          "'a'",
          '(int64 5)',
          '(split "," "a,b")',
        ),
        weight: 5,
      },
    )
    const calls = [...BUILTINS, ...Object.entries(functions)]
      .filter(([name]) => !LEFT_OUT.test(name))
      .map(([name, [signature]]) => {
        const words = signature.split(' ').filter((part) => part !== '' && part !== '@')
        const parts = words.flatMap((part): Arbitrary<string[]>[] => {
          const repeated = part.startsWith('...')
          const one = argumentFor(repeated ? part.slice(3) : part, tie('expression'), name, words.indexOf(part))
          return [repeated ? fc.array(one, {maxLength: 3}) : one.map((value) => [value])]
        })
        return fc.tuple(...parts).map((lists) => [name, ...lists.flat()].join(' '))
      })
    return {
      call: fc.oneof(...calls),
      expression: fc.oneof(
        {maxDepth: 3, depthSize: 'small'},
        {arbitrary: leaf, weight: 4},
        {arbitrary: tie('call').map((call) => `(${call})`), weight: 5},
        {arbitrary: fc.tuple(tie('expression'), tie('call')).map(([value, call]) => `(${value} | ${call})`), weight: 1},
        {arbitrary: fc.tuple(tie('call'), word).map(([call, name]) => `(${call}).${name}`), weight: 1},
      ),
    }
  }).expression
}

/** As it stands in an action: without the parentheses around it. */
function bareOf(value: string): string {
  return /^\(.*\)$/s.test(value) && balanced(value) ? value.slice(1, -1) : value
}

function balanced(value: string): boolean {
  let depth = 0
  for (let at = 0; at < value.length; at++) {
    if (value[at] === '"') at = closingQuote(value, at)
    if (value[at] === '(') depth++
    if (value[at] === ')' && --depth === 0) return at === value.length - 1
  }
  return false
}

function closingQuote(value: string, from: number): number {
  let at = from + 1
  while (at < value.length && value[at] !== '"') at += value[at] === '\\' ? 2 : 1
  return at
}

const open = fc.constantFrom('{{ ', '{{- ', '{{')
const close = fc.constantFrom(' }}', ' -}}', '}}')
const action = (body: Arbitrary<string>) => fc.tuple(open, body, close).map((parts) => parts.join(''))

function listsOf(bare: Arbitrary<string>): Arbitrary<string> {
  return fc.letrec<{list: string; statement: string}>((tie) => ({
    list: fc.array(tie('statement'), {maxLength: 3}).map((parts) => parts.join('')),
    statement: fc.oneof(
      {maxDepth: 3, depthSize: 'small'},
      {arbitrary: fc.constantFrom('text', '\n', '  x\n  ', ': ', '\t'), weight: 3},
      {arbitrary: action(bare), weight: 10},
      {arbitrary: action(bare.map((value) => `$x := ${value}`)).map((text) => `${text}{{ $x }}`), weight: 1},
      {
        arbitrary: fc
          .tuple(action(bare.map((value) => `if ${value}`)), tie('list'), tie('list'))
          .map(([head, yes, no]) => `${head}${yes}{{ else }}${no}{{ end }}`),
        weight: 2,
      },
      {
        arbitrary: fc
          .tuple(action(bare.map((value) => `with ${value}`)), tie('list'), tie('list'))
          .map(([head, yes, no]) => `${head}${yes}{{ else }}${no}{{- end }}`),
        weight: 2,
      },
      {
        arbitrary: fc
          .tuple(
            fc.constantFrom('', '$x := ', '$i, $x := '),
            bare,
            tie('list'),
            fc.constantFrom('', '{{ break }}', '{{ . }}', '{{ continue }}'),
          )
          .map(([variables, value, body, last]) => `{{ range ${variables}${value} }}[${body}${last}{{ end }}`),
        weight: 2,
      },
      {
        arbitrary: fc
          .tuple(
            fc.constantFrom('{{/* note */}}', '{{- /* note\n */ -}}', '{{ $v := 1 }}{{ if .yes }}{{ $v = .n }}{{ end }}{{ $v }}'),
            tie('list'),
          )
          .map(([text, rest]) => text + rest),
        weight: 1,
      },
      {
        arbitrary: fc
          .tuple(fc.constantFrom('one', 'two', 'three'), bare)
          .map(([name, value]) => `{{ template "${name}" ${value} }}`),
        weight: 1,
      },
    ),
  })).list
}

const json: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    1,
    42,
    3.75,
    -2,
    1e6,
    12345678,
    1e21,
    true,
    false,
    null,
    '',
    'x',
    [],
    {},
    [1, 2],
    ['b', 'a'],
    {a: 1},
    [{a: 1}, {a: 2}],
    {b: {c: 'd'}},
  ),
  text,
  fc.jsonValue({maxDepth: 2}),
)

/** A template that calls no other: what calls itself without an end stops Go only after a long time. */
function plain(text: string): string {
  return text.includes('{{ template "') ? '{{ .a }}' : text
}

/** A template that calls these functions, with values; now and then with another treatment of missing keys. */
export function randomCase(functions: Functions = SPRIG): Arbitrary<TemplateCase> {
  const list = listsOf(expressionsOf(functions).map(bareOf))
  return fc
    .record({
      template: list,
      defined: fc.tuple(list, list),
      missing: fc.constantFrom('zero' as const, 'zero' as const, 'zero' as const, 'default' as const, 'error' as const),
      own: fc.dictionary(word, json, {maxKeys: 5}),
    })
    .map(({template, defined: [one, two], missing, own}) => ({
      template: template.includes('{{ template "')
        ? `{{ define "one" }}${plain(one)}{{ end }}{{- define "two" -}}<{{ . }}>${plain(two)}{{ end }}${template}`
        : template,
      missing,
      values: {
        s: 'some text',
        yes: true,
        nothing: null,
        list: [3, 1, 2],
        map: {a: 1, b: 'two', c: {deep: [1, {x: null}]}},
        objects: [{name: 'x', port: 80}, {name: 'y'}],
        ...own,
      },
    }))
}
