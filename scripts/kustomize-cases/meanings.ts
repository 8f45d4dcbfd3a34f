import {build, type Case, overlay, widget} from './case.js'

/** Dates, merges, binary and tags wherever YAML is read: in lists and maps of one line and of many, as keys, in resources, patches and kustomizations. */
const DATES = [
  '2020-12-25 00:00:00',
  '2020-12-25T00:00:00.1230Z',
  '2020-1-1 1:2:3',
  '2020-12-25',
  '!!timestamp 2020-12-25 00:00:00',
]
const MERGES = [
  '{<<: null, c: d}',
  '{<<: ~}',
  '{<<: }',
  '{<<}',
  '{"<<": null}',
  '{<<: x}',
  '{<<: [null]}',
  '{<<: []}',
  '{<<: {}}',
]
const BINARIES = ['"x y"', '"***"', 'aGk=', '""', '', 'aGk', '"aGVs\\nbG8="', 'aGk=aGk=', '"aGl="'].map(
  (text) => `!!binary ${text}`,
)
const BLOCKS = ['|\n    aGVsbG8=\n    d29ybGQ=', '|\n    aGVs\n    bG8=', '>-\n    aGVsbG8=', '|\n    aGVs\n     bG8=']
const TAGS = ['!!str', '!!binary', '!!map', '!x', '!', '!!timestamp']
const KEYS = ['!!int x', '!!int 1', '!!float x', '!!bool x', '!!timestamp x', '!!binary "*"', '!!binary aGk=', '!!set x', '!x 1']
const CONFIGS = [
  ...[
    '{a: "1", <<: {a: "2"}}',
    '{<<: {a: "2"}, a: "1"}',
    '{<<: {a: "1"}, <<: {b: "2"}}',
    '{<<: [{a: "1"}, {a: "2"}]}',
    '{<<: [[{a: b}]]}',
  ],
  ...[
    '{<<: null}',
    '{<<: x}',
    '{"<<": {a: b}}',
    '{!!str <<: {a: b}}',
    '{!!merge <<: {a: b}}',
    '{!!merge x: a}',
    '{! <<: {a: b}}',
  ],
  ...[
    '{a: ! 1}',
    '{a: !x 1}',
    '{a: !!timestamp x}',
    '{a: !!timestamp 2020-01-01}',
    '{!!timestamp x: a}',
    '{a: !!int 1.0}',
    '{a: !!binary "*"}',
  ],
  ...[
    '{a: !!binary aGk=}',
    '{!!binary aGk=: a}',
    '{null: a}',
    '{[a]: b}',
    '{{a: b}: c}',
    '{.inf: a}',
    '{18446744073709551615: a}',
    '{1e3: a}',
  ],
  ...['{a: 2020-01-01 00:00:00, 2020-01-01 00:00:00: b}', '{<<: &y {a: b}, c: d}', '{a: &q v, <<: *q}'],
]

function places(value: string): Readonly<Record<string, string>> {
  return {
    'in a list': `  l: [${value}, x]\n`,
    'in a map in a list': `  l: [{k: ${value}, z: 1}]\n`,
    'as a key': `  k: [{${value}: a, b: c}]\n`,
    'as a key in lines': `  b:\n    ${value}: x\n`,
    'in lines': `  b:\n  - ${value}\n`,
    'as a value': `  v: ${value}\n`,
  }
}

/** In a resource, in one that is patched, and in a patch. */
function readAs(name: string, body: string): Case[] {
  const patches = 'patches: [{path: p.yaml}]\n'
  return [
    overlay(name, [widget(body)], ''),
    overlay(`${name}, patched`, [widget(body)], patches, {'p.yaml': widget('  w: 1\n')}),
    overlay(`${name}, in a patch`, [widget('  w: 1\n')], patches, {'p.yaml': widget(body)}),
  ]
}

function inKustomization(value: string): Case[] {
  return [
    overlay(`kustomization with ${value}`, [widget('  w: 1\n')], `commonAnnotations: ${value}\n`),
    build(`generator with ${value}`, {
      'kustomization.yaml': `configMapGenerator:\n- name: x\n  literals: [a=b]\n  options: {labels: ${value}}\n`,
    }),
  ]
}

export function cases(): Case[] {
  const everywhere = [...DATES, ...MERGES, ...BINARIES].flatMap((value) =>
    Object.entries(places(value)).flatMap(([place, body]) => readAs(`${value} ${place}`, body)),
  )
  const tags = TAGS.flatMap((tag) =>
    [`[${tag}, x]`, `[${tag} , x]`, `[${tag}]`, `{a: ${tag}, b: c}`, `{${tag} : a}`, `{${tag} a: b}`, `[${tag},b, c]`].flatMap(
      (flow) => readAs(`tag ${flow}`, `  l: ${flow}\n  w: 1\n`),
    ),
  )
  return [
    ...everywhere,
    ...tags,
    ...BLOCKS.flatMap((block, i) => readAs(`binary block ${i}`, `  v: !!binary ${block}\n  w: 1\n`)),
    ...KEYS.flatMap((key) => readAs(`key ${key}`, `  l: {${key}: a, b: c}\n`)),
    ...CONFIGS.flatMap(inKustomization),
  ]
}
