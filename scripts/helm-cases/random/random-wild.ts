import fc, {type Arbitrary} from 'fast-check'
import {parse} from 'yaml'
import type {Case} from '../case.js'
import {cases} from '../wild.js'
import {Dice} from './dice.js'

type Path = readonly string[]
type Tree = {[key: string]: unknown}

/** What people write where a chart wants something else, and templates in it. */
const ODD: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    1,
    -3,
    2.5,
    1e21,
    12345678,
    '',
    'x',
    'a b',
    '1',
    '007',
    'true',
    'v1.2.3',
    '2024-01-01',
    '0x1F',
    '1e3',
  ],
  ...[
    '{{ .Release.Name }}',
    '{{ .Values.x.y }}',
    '{{ toYaml .Values | trunc 40 }}',
    'a: b',
    '- x',
    'line\nline2\n',
    'é☃',
    '"q"',
    '#c',
    '*',
  ],
  ...[[], [1, 'a', null], ['x', 'y'], [{name: 'n', a: 1}], {}, {a: 1}, {a: {b: null}}, {name: 'n', value: 'v'}],
]

/** A case of the charts in `wild` with a few more values, which take the place of some of the chart's own. */
export const randomWild: Arbitrary<Case> = fc.nat().map((seed) => {
  const dice = new Dice(seed)
  const test = dice.one(cases)
  const paths = pathsIn(parse(test.files['chart/values.yaml'] ?? '', {version: '1.1'}))
  const values: Tree = {}
  for (let count = dice.between(1, 2); count > 0 && paths.length > 0; count--) put(values, dice.one(paths), dice.one(ODD))
  const files = {...test.files, 'chart/ci/random.yaml': JSON.stringify(values)}
  return {name: `${test.name} ${seed}`, files, args: [...test.args, '-f', 'chart/ci/random.yaml']}
})

/** Of maps in maps: helm takes the place of lists as a whole. */
function pathsIn(value: unknown, at: Path = []): Path[] {
  if (!isTree(value)) return []
  return Object.keys(value).flatMap((key) => [[...at, key], ...pathsIn(value[key], [...at, key])])
}

function put(values: Tree, path: Path, value: unknown): void {
  let table = values
  for (const key of path.slice(0, -1)) {
    const inner = table[key]
    table = isTree(inner) ? inner : (table[key] = {})
  }
  table[path.at(-1)!] = structuredClone(value)
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
