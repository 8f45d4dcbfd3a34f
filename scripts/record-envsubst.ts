// Records what CNCF's `flux envsubst` makes of random expressions, as fixtures of the substitution engine.
// usage: node scripts/run.mjs record-envsubst [COUNT]   needs flux in $FLUX_PEERS/bin
import {spawnSync} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'

const peers = process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers')
const flux = join(peers, 'bin/flux')
const count = Number(process.argv[2] ?? 600)

const env: Record<string, string> = {
  app: 'Shop',
  path: 'a/b/c.tar.gz',
  empty: '',
  text: 'one two one',
  glob: 'x*y?z[1]',
  n: '2',
  neg: '-2',
  uni: 'äÖü',
  dollar: '$5 ${app}',
  slash: 'a/b\\c',
}

/** mulberry32: the same cases every time */
let state = 20260101
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) % below
}
const pick = <T>(list: readonly T[]): T => list[random(list.length)]!

const NAMES = [...Object.keys(env), 'nope', 'nada', '1', 'a_b']
const OPERATORS = [
  ':-',
  ':=',
  '=',
  ':?',
  ':+',
  '-',
  '+',
  '?',
  '#',
  '##',
  '%',
  '%%',
  '^',
  '^^',
  ',',
  ',,',
  ':',
  '/',
  '//',
  '/#',
  '/%',
  '@',
  '',
]
const WORDS = [
  'x',
  'one',
  '*',
  '?',
  '*/',
  '.*',
  'a b',
  '{}',
  '$$',
  '\\/',
  '\\\\',
  '1',
  '-1',
  '0',
  '[a-z]',
  '[^a-z]',
  'o',
  '/',
  ':',
  '',
  '"',
  "'",
  '$',
]

function word(depth: number): string {
  return depth > 0 && random(4) === 0 ? expression(depth - 1) : pick(WORDS)
}

function expression(depth: number): string {
  const name = pick(NAMES)
  if (random(8) === 0) return `\${#${name}}`
  const operator = pick(OPERATORS)
  const start = `\${${name}${operator}`
  if (operator === '' || /^[\^,]/.test(operator)) return `${start}${random(6) === 0 ? word(0) : ''}}`
  if (operator === ':') return `${start}${word(depth)}${random(2) ? `:${word(depth)}` : ''}}`
  if (operator.startsWith('/')) return `${start}${word(depth)}/${word(depth)}}`
  return `${start}${word(depth)}${random(3) ? '' : word(depth)}}`
}

function template(): string {
  const parts = Array.from({length: 1 + random(3)}, () =>
    random(4) === 0 ? pick(['plain ', '$$', '$', '$(x)', '}', '\\', '$app ']) : expression(2),
  )
  return parts.join(random(2) ? ' ' : '')
}

const lines = Array.from({length: count}, () => {
  const stdin = template()
  const strict = random(3) === 0
  const argv = ['envsubst', ...(strict ? ['--strict'] : [])]
  const {status, stdout, stderr} = spawnSync(flux, argv, {
    input: `${stdin}\n`,
    env: {...env, HOME: '/nonexistent'},
    encoding: 'utf8',
  })
  if (status === null) throw new Error(`${flux} is not there`)
  return JSON.stringify({stdin, strict, exit: status, stdout, stderr: stderr.split('\n')[0]})
})
const folder = join(import.meta.dirname, '../test/fixtures/substitute')
mkdirSync(folder, {recursive: true})
writeFileSync(join(folder, 'random.jsonl'), `${JSON.stringify({env})}\n${lines.join('\n')}\n`)

/** Every offset with every length, on bytes, on characters of several and on nothing; variables, because `:-` is a default. */
const values: Record<string, string> = {word: 'hello', uni: 'a\u00e9b\u20acc', empty: ''}
const numbers = [-99, -6, -5, -4, -1, 0, 1, 3, 4, 5, 6, 99]
const lengths = [-99, -6, -5, -3, -2, -1, 0, 1, 2, 5, 6, 99]
const nameOf = (number: number) => `n${String(number).replace('-', '_')}`
const named = Object.fromEntries([...numbers, ...lengths].map((number) => [nameOf(number), String(number)]))
const cuts = Object.keys(values).flatMap((value) =>
  numbers.flatMap((offset) => {
    const start = `\${${value}:\${${nameOf(offset)}}`
    return [`${start}}`, ...lengths.map((length) => `${start}:\${${nameOf(length)}}}`)]
  }),
)
const {stdout: cut} = spawnSync(flux, ['envsubst'], {
  input: `${cuts.join('\n')}\n`,
  env: {...values, ...named, HOME: '/nonexistent'},
})
// bytes, because half a character is none
const hex = cut
  .toString('latin1')
  .trimEnd()
  .split('\n')
  .map((line) => Buffer.from(line, 'latin1').toString('hex'))
const substrings = cuts.map((stdin, index) => JSON.stringify({stdin, hex: hex[index] ?? ''}))
writeFileSync(join(folder, 'substrings.jsonl'), `${JSON.stringify({env: {...values, ...named}})}\n${substrings.join('\n')}\n`)
console.log(`${lines.length + substrings.length} cases recorded`)
