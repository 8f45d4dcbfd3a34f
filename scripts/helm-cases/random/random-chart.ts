import fc, {type Arbitrary} from 'fast-check'
import type {Case} from '../case.js'
import {goMethods} from './go-methods.js'
import {aliased, anchored, merges, tagged} from './random-yaml.js'

/** Text made of lines, at the indent where it stands. */
type Files = Record<string, string>

const KEYS = ['a', 'b', 'c', 'port', 'name', 'enabled', 'global', 'tags', 'x-y', 'yes', 'sub', 'one', 'two']
const key = fc.constantFrom(...KEYS)
const scalar = fc.oneof(
  fc.constantFrom(
    ...['true', 'no', 'null', '~', '0', '1', '80', '1.50', '1e6', '0644', '12345678', '-7', '0x1F', '1_000', '.5', '1:30'],
    ...[
      'x',
      '"quoted"',
      "'it''s'",
      'two words',
      '""',
      '2001-01-01',
      '"{{ .Release.Name }}"',
      'v1.2.3',
      '"a: b"',
      '"line\\nnext"',
    ],
    ...[
      '"1"',
      '"true"',
      '"- x"',
      '"é世"',
      '9007199254740993',
      '"#x"',
      "'{{ .Values.name }}'",
      '1.0',
      '3.14159265358979',
      '"tail "',
    ],
  ),
  fc.integer({min: -100_000, max: 100_000_000}).map(String),
  fc.double({noNaN: true, noDefaultInfinity: true, min: -1e7, max: 1e7}).map(String),
)

/** YAML in flow form, so that it can stand anywhere. */
const {value: flow} = fc.letrec<{value: string; map: string; list: string}>((tie) => ({
  value: fc.oneof(
    {maxDepth: 3, withCrossShrink: true},
    {arbitrary: scalar, weight: 40},
    {arbitrary: tie('map'), weight: 10},
    {arbitrary: tie('list'), weight: 10},
    {arbitrary: aliased, weight: 3},
    {arbitrary: tagged, weight: 3},
  ),
  map: fc
    .tuple(
      fc.uniqueArray(fc.tuple(key, tie('value')), {maxLength: 4, selector: ([name]) => name}),
      fc.oneof({arbitrary: fc.constant(undefined), weight: 8}, merges),
    )
    .map(([entries, merge]) => {
      const lines = entries.map(([name, text]) => `${name}: ${text}`)
      return `{${(merge === undefined ? lines : [...lines, merge]).join(', ')}}`
    }),
  list: fc.array(tie('value'), {maxLength: 3}).map((items) => `[${items.join(', ')}]`),
}))

/** Names of subcharts and of what goes down to them: other values than maps are faults. */
const MAPS = ['global', 'tags', 'sub', 'one', 'two']

/** A values file. */
const values: Arbitrary<string> = anchored(
  fc
    .uniqueArray(fc.tuple(key, flow), {maxLength: 6, selector: ([name]) => name})
    .map((entries) =>
      entries.map(([name, text]) => `${name}: ${MAPS.includes(name) && !text.startsWith('{') ? '{}' : text}\n`).join(''),
    ),
)

/** Most of what stands here is fine with any value: one fault ends a whole chart. */
const path = fc.oneof(
  {
    arbitrary: fc.constantFrom(
      '.Values.a',
      '.Values.b',
      '.Values.c',
      '.Values.name',
      '.Values.port',
      '.Values.global',
      '$.Values.sub',
    ),
    weight: 12,
  },
  {arbitrary: goMethods, weight: 1},
  fc.constantFrom(
    ...['.Values', '(.Values.a | default dict)', '((.Values.missing).a).b', '.Release.Name', '.Chart.Version', '.Values.missing'],
    ...[
      '.Template.Name',
      '(dict "k" .Values.a)',
      '(list .Values.b 1 "x")',
      '(deepCopy .Values)',
      '.Values.global',
      '.Chart.Name',
    ],
    ...[
      '(index .Values "x-y")',
      '(.Files.Get "templates/a.yaml")',
      '(pick .Values "a" "b")',
      '(omit .Values "sub")',
      '(get .Values "a")',
    ],
    ...[
      '(dig "a" "b" "none" (dict "a" (dict "b" .Values.c)))',
      '(hasKey .Values "a")',
      '(keys .Values | sortAlpha)',
      '.Subcharts',
    ],
  ),
)
const safe = fc.constantFrom(
  ...[
    'toYaml',
    'toJson',
    'quote',
    'squote',
    'toString',
    'default "d"',
    'int',
    'int64',
    'toPrettyJson',
    'kindOf',
    'typeOf',
    'empty',
    'not',
  ],
  ...[
    'toYamlPretty',
    'float64',
    'toRawJson',
    'toYaml | fromYaml',
    'toJson | fromJson',
    'include "shown"',
    'toStrings',
    'deepCopy',
  ],
  ...[
    'toString | upper',
    'toYaml | indent 4',
    'toYaml | nindent 2',
    'toString | b64enc',
    'toString | trunc 5',
    'toYaml | sha256sum',
  ],
  ...[
    'list | toYaml',
    'dict "k" | toYaml',
    'kindIs "map"',
    'typeIs "string"',
    'toYaml | fromYamlArray',
    'empty | ternary 1 2',
    'toYaml | splitList "\\n"',
  ],
  ...[
    'toYaml | trim | quote',
    'toYaml | replace "a" "b"',
    'printf "%v"',
    'printf "%#v"',
    'printf "%q"',
    'toJson | mustFromJson',
    'cat "x"',
  ],
)
const risky = fc.constantFrom(
  'upper',
  'len',
  'fromYaml',
  'required "needed"',
  'join ","',
  'keys | sortAlpha',
  'ternary 1 2',
  'deepCopy',
  'first',
  'nindent 2',
  'toToml',
)
const filter = fc.oneof({arbitrary: safe, weight: 150}, risky)
const pipeline = fc.tuple(path, fc.array(filter, {maxLength: 3})).map(([from, filters]) => [from, ...filters].join(' | '))
/** What a value of a manifest is: mostly a text in quotes, so that the YAML holds. */
const shown: Arbitrary<string> = fc.oneof(
  {arbitrary: pipeline.map((text) => `{{ ${text} | toJson }}`), weight: 12},
  {arbitrary: pipeline.map((text) => `{{ ${text} | toYaml | nindent 4 }}`), weight: 4},
  {arbitrary: pipeline.map((text) => `{{ if ${text} }}yes{{ else }}no{{ end }}`), weight: 3},
  {arbitrary: pipeline.map((text) => `{{ with ${text} }}{{ . | toJson }}{{ else }}none{{ end }}`), weight: 3},
  {
    arbitrary: path.map((text) => `[{{ range $k, $v := (dict "d" ${text}) }}{{ $k | toJson }}, {{ $v | toJson }}, {{ end }}]`),
    weight: 3,
  },
  {arbitrary: pipeline.map((text) => `{{ tpl (${text} | toYaml) $ | toJson }}`), weight: 2},
  {arbitrary: pipeline.map((text) => `{{ include "shown" (${text}) | toJson }}`), weight: 3},
  {arbitrary: fc.tuple(pipeline, pipeline).map(([a, b]) => `{{ coalesce (${a}) (${b}) | toJson }}`), weight: 2},
  {arbitrary: fc.tuple(pipeline, pipeline).map(([a, b]) => `{{ eq (${a} | toString) (${b} | toString) }}`), weight: 2},
  {
    arbitrary: fc
      .tuple(path, path)
      .map(([a, b]) => `{{ mergeOverwrite (dict "a" 1) (dict "b" (${a})) (dict "b" (${b}) "a" nil) | toJson }}`),
    weight: 2,
  },
  {arbitrary: pipeline.map((text) => `{{ $x := ${text} }}{{ printf "%v %s %d" $x $x $x | toJson }}`), weight: 2},
  pipeline.map((text) => `{{ ${text} }}`),
)
const KINDS = [
  'Deployment',
  'Service',
  'ConfigMap',
  'Secret',
  'Namespace',
  'Job',
  'Widget',
  'Apple',
  'ClusterRole',
  'Ingress',
  '',
]
const hook = fc.oneof(
  {arbitrary: fc.constant(''), weight: 4},
  fc
    .tuple(
      fc.constantFrom(
        'pre-install',
        'post-install,post-upgrade',
        'test',
        'Pre-Upgrade , pre-delete',
        'nope',
        'crd-install',
        'test-success',
      ),
      fc.constantFrom('', '"5"', '"-10"', 'five', '3'),
    )
    .map(([event, weight]) => `\n  annotations: {helm.sh/hook: "${event}"${weight && `, helm.sh/hook-weight: ${weight}`}}`),
)
const manifest = fc
  .tuple(fc.constantFrom(...KINDS), hook, fc.array(fc.tuple(key, shown), {minLength: 1, maxLength: 3}))
  .map(([kind, annotations, data]) => {
    const lines = data.map(([name, text], index) => `  ${name}${index}: ${text}`)
    return `apiVersion: v1\n${kind && `kind: ${kind}\n`}metadata:\n  name: n${annotations}\ndata:\n${lines.join('\n')}\n`
  })
const separator = fc.constantFrom(
  '---\n',
  '---\n',
  '---   \n',
  '\n---\n\n',
  '--- # note\n',
  '---\n---\n',
  '# only a comment\n---\n',
)
const template: Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '', '---\n', '\n\n', '{{- /* note */ -}}\n', '# head\n'),
    fc.array(fc.tuple(manifest, separator), {maxLength: 3}),
  )
  .map(([head, parts]) => head + parts.map(([text, after]) => text + after).join(''))
const helpers = fc
  .tuple(
    fc.constantFrom('toJson', 'toYaml', 'kindOf', 'typeOf', 'quote'),
    fc.constantFrom('', '{{- define "other" }}{{ .Chart.Name }}{{ end }}\n'),
  )
  .map(([how, more]) => `{{- define "shown" -}}{{ . | ${how} }}{{- end }}\n${more}`)

const fileNames = fc.constantFrom(
  'templates/a.yaml',
  'templates/b.yaml',
  'templates/z/deep.yaml',
  'templates/plain.txt',
  'templates/NOTES.txt',
)
const dependencyMore = fc.constantFrom(
  ...[
    '',
    '',
    'condition: enabled',
    'condition: a.enabled,global.enabled',
    'tags: [one]',
    'tags: [one, two]\n    condition: sub.enabled',
  ],
  ...['alias: two', 'import-values: [data]', 'import-values: [{child: a, parent: b}]', 'import-values: [{child: c, parent: .}]'],
)

function chartFiles(depth: number): Arbitrary<Files> {
  const own = fc.record({
    values,
    templates: fc.uniqueArray(fc.tuple(fileNames, template), {minLength: 1, maxLength: 3, selector: ([name]) => name}),
    helpers,
  })
  if (depth === 0) return own.map((chart) => ownFiles(chart))
  const subcharts = fc.uniqueArray(fc.tuple(fc.constantFrom('sub', 'one'), chartFiles(depth - 1), dependencyMore, fc.boolean()), {
    maxLength: 2,
    selector: ([name]) => name,
  })
  return fc.tuple(own, subcharts).map(([chart, subs]) => {
    const files = ownFiles(chart)
    const declared: string[] = []
    for (const [name, inner, more, isDeclared] of subs) {
      if (isDeclared) declared.push(`  - name: ${name}\n    version: ">=0"${more && `\n    ${more}`}\n`)
      for (const [file, text] of Object.entries(inner)) {
        files[`charts/${name}/${file}`] = file === 'Chart.yaml' ? text.replace('name: chart', `name: ${name}`) : text
      }
    }
    if (declared.length > 0) files['Chart.yaml'] += `dependencies:\n${declared.join('')}`
    return files
  })
}

function ownFiles(chart: {values: string; templates: [string, string][]; helpers: string}): Files {
  return {
    'Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.2.3\n',
    'values.yaml': chart.values,
    'templates/_helpers.tpl': chart.helpers,
    ...Object.fromEntries(chart.templates),
  }
}

const setText = fc.constantFrom(
  ...[
    'a=1',
    'b.c=x',
    'a.b[1]=y',
    'sub.a=null',
    'global.a=z',
    'c={1,x,true}',
    'name=a\\,b',
    'a=null',
    'tags.one=false',
    'sub.enabled=false',
  ],
  ...[
    'one.global.x=1',
    'a[0].b=1,a[1].b=2',
    'enabled=true',
    'a.enabled=false',
    'port=0080',
    'port=1.5',
    'b=',
    'x-y.a=1',
    'two.name=q',
  ],
)
const flags = fc.oneof(
  setText.map((text) => ['--set', text]),
  setText.map((text) => ['--set-string', text]),
  flow.map((text) => ['--set-json', `a=${text.includes('{') ? '{"b":[1,2.5,null]}' : '1e3'}`]),
  fc.constantFrom(['--no-hooks'], ['--skip-tests'], ['--is-upgrade'], ['-n', 'other'], ['--kube-version', '1.30.1']),
)

/** Random charts with subcharts, values and flags. */
export const randomCase: Arbitrary<Case> = fc
  .tuple(chartFiles(2), fc.option(values, {nil: undefined}), fc.array(flags, {maxLength: 2}))
  .map(([files, given, more]) => ({
    name: 'random',
    files: {
      ...Object.fromEntries(Object.entries(files).map(([file, text]) => [`chart/${file}`, text])),
      ...(given !== undefined && {'given.yaml': given}),
    },
    args: [...(given === undefined ? [] : ['-f', 'given.yaml']), ...more.flat()],
  }))
