import fc, {type Arbitrary} from 'fast-check'
import type {Case} from '../case.js'
import {Dice} from './dice.js'

const PARTS = [
  ...[
    'a',
    'b',
    'list',
    'obj',
    'k1',
    'c',
    '.',
    '.',
    '=',
    '=',
    '=',
    ',',
    ',',
    '[0]',
    '[1]',
    '[',
    ']',
    '[+1]',
    '[ 1]',
    '[-0]',
    '{',
    '}',
  ],
  ...[
    '\\',
    '1',
    '0',
    '-',
    '+5',
    '007',
    '1.5',
    'null',
    'true',
    'FALSE',
    'x',
    '"',
    ' ',
    '\t',
    '\n',
    '{x,y}',
    '{}',
    '{"z":1}',
    '[1]',
  ],
  ...[
    '"t"',
    'é',
    '世',
    '🙂',
    '#',
    '$',
    ':',
    '99999999999999999999',
    '1e3',
    'nul',
    '\u00a0',
    '\\u0041',
    '"\\u00e9"',
    '{"a":{"b":2}}',
  ],
]
const STARTS = [
  'a.b',
  'list[1]',
  'obj.k2',
  'q',
  'a.b[1].c',
  'q[0]',
  'list',
  'q.r',
  'obj',
  'list[2]',
  'm[0].k',
  'deep[0][0]',
  'n',
  'list[0].a',
]
const FLAGS = ['--set', '--set', '--set-string', '--set-literal', '--set-json', '--set-file']
const BASE = 'a: {b: 1}\nlist: [x, {k: v}]\nobj: {k1: v, k2: {z: 1}}\nn: null\ndeep: [[1, 2], null]\n'

function made(seed: number): Case {
  const dice = new Dice(seed)
  const flag = dice.one(FLAGS)
  const args: string[] = []
  for (let left = dice.chance(0.15) ? 2 : 1; left > 0; left--) args.push(`${flag}=${assignments(dice)}`)
  return {
    name: 'random',
    files: {
      'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
      'chart/templates/x.yaml': 'v: {{ .Values | toJson }}\n',
      'base.yaml': BASE,
      x: 'text of x\n',
    },
    args: ['-f', 'base.yaml', ...args],
  }
}

function assignments(dice: Dice): string {
  const parts = Array.from({length: dice.between(1, 8)}, () => dice.one(PARTS))
  if (dice.chance(0.6)) parts.unshift(dice.one(STARTS), dice.one(['=', '=', '=', '', '.', '[']))
  if (dice.chance(0.3)) parts.push(',', dice.one(STARTS), '=', dice.one(PARTS))
  return parts.join('')
}

/** Texts of the `--set` flags as nobody writes them. */
export const randomSet: Arbitrary<Case> = fc.integer().map(made)
