import {one, type PostRenderCase} from './case.js'
import {randomOf} from './random.js'

const VALUES =
  'abc|yes|n|On|5|1.0|1e3|017|12:30|0x1f|a b|http://x|{}|[]|{a: b}|[y, n, 1]|"y"|"a\\n b\\n"|12345678901234567890|1_000|0.1|null|~|true|"x # y"|a # c|{a: {b: [1, 1.0]}}|1e21|-0|0b11|.5|=|a#c|x:y|+1|(a)|$x|<a|"\\t a"|\'it\'\'s\'|2001-01-01|!!str 5|{a}|{a: , b: 2}|é|>\n    a\n      b\n\n    c|>-\n    a\n    b|\n    a'.split(
    '|',
  )
const BLOCKS = ['|\n    a\n    b', '|-\n    a\n\n      b\n', '|+\n    a\n\n\n', '|2\n      a\n']
const KEYS = 'a|b|c|y|n|yes|on|"y"|x|k3|a b|a.b/c|A|""|-x|é|"5"|\'null\'|off'.split('|')

function randomDocument(seed: number): string {
  const random = randomOf(seed)
  const pick = (list: readonly string[]) => list[random(list.length)]!
  const value = () => (random(9) === 0 ? pick(BLOCKS) : pick(VALUES))
  const map = (indent: string, depth: number): string => {
    let out = ''
    for (let i = random(3); i >= 0; i--) {
      const key = random(3) === 0 ? pick(KEYS) : `k${i}`
      if (random(8) === 0) out += pick([`${indent}# comment\n`, '\n', '# c\n'])
      const form = depth > 0 ? random(10) : 9
      if (form < 2) out += `${indent}${key}:\n${map(`${indent}  `, depth - 1)}`
      else if (form < 4) out += `${indent}${key}:\n${indent}- ${value()}\n${indent}- ${map(`${indent}  `, depth - 1).trimStart()}`
      else out += `${indent}${key}: ${value()}\n`
    }
    return out
  }
  return `apiVersion: ${pick(['v1', 'x/v1', 'apps/v1'])}\nkind: ${pick(['ConfigMap', 'Foo', 'Deployment'])}\nmetadata:\n  name: m\nspec:\n${map('  ', 2)}`
}

/** Objects of odd values, written in odd ways. */
export function randomValues(count: number): PostRenderCase[] {
  return Array.from({length: count}, (_, seed) => one(`random ${seed}`, randomDocument(seed)))
}
