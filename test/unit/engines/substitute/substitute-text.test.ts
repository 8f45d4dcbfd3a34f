import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {substituteText} from '../../../../src/lib/engines/substitute/substitute-text.js'

interface Recording {
  name: string
  argv: string[]
  stdin: string
  env: Record<string, string>
  exit: number
  stdout: string
  stderr: string
}

const recordings = readFileSync(new URL('../../../corpus/substitute/envsubst.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recording)
  .filter((recording) => !recording.argv.includes('file'))

/** As `flux envsubst` works: line by line, what was printed before an error stays. */
function envsubst({stdin, env, argv}: Recording) {
  let stdout = ''
  try {
    for (const line of stdin.replace(/\n$/, '').split('\n')) {
      if (stdin !== '') stdout += `${substituteText(line, new Map(Object.entries(env)), argv.includes('--strict'))}\n`
    }
    return {exit: 0, stdout, stderr: ''}
  } catch (error) {
    return {exit: 1, stdout, stderr: `✗ ${(error as Error).message}\n`}
  }
}

describe('substituteText, recorded from flux envsubst', () => {
  it.each(recordings)('$name: $stdin', (recording) => {
    const {exit, stdout, stderr} = recording
    expect(envsubst(recording)).toEqual({exit, stdout, stderr})
  })
})

const variables = new Map(
  Object.entries({
    v: 'Value',
    path: 'a/b/c.tar.gz',
    e: '',
    n: '2',
    neg: '-3',
    u: 'äöü',
    p: 'al',
    text: 'one two one',
    star: 'x*y',
  }),
)
const run = (text: string, strict = false) => substituteText(text, variables, strict)

describe('substituteText', () => {
  it.each([
    ['$v $(v) $5 $', '$v $(v) $5 $'],
    ['$$$${v} price: $$5', '$${v} price: $5'],
    ['${#u}', '6'],
    ['${u^} ${u^^} ${v,} ${v,,}', 'Äöü ÄÖÜ value value'],
    ['${v,^}', 'Value'],
    ['${v:1} ${v:1:3} ${v:9}| ${v:1:99}', 'alue alu | alue'],
    ['${v:x} ${v:1:x} ${v:${n}} ${v:${neg}} ${v:1::3}', 'Value Value lue lue alu'],
    ['${v:0:${neg}} ${v:1:-1} ${v:4:-1}${v:1:-9}${e:0:-1}| ${v:0:99999999999999999999}', 'Va alu | Value'],
    ['${v:1:9223372036854775807} ${v:9007199254740993}|', 'alue |'],
    ['${u:0:1}${u:1:1} ${u:1:1}', 'ä \udca4'],
    ['${v#*} ${v##*} ${v%*} ${v#?} ${path#a?b}', 'alue  Valu alue /c.tar.gz'],
    ['${v#[A-Z]} ${v#[^a-z]} ${v%[e]} ${v#[} ${star#x\\*}', 'alue alue Value Value y'],
    ['${text/one/1} ${text//one/1} ${text//one/}', '1 two one 1 two 1  two '],
    ['${text/#one/1} ${text/%one/1} ${text/#one/} ${text/#two/1}', '1 two one one two 1 one two one one two one'],
    ['${path//\\//\\\\} ${v/a/$$} ${path/\\/b/}', 'a\\b\\c.tar.gz V$lue a/c.tar.gz'],
    ['${path//a}/x} ${v/*/x}', 'a/b/c.tar.gz Value'],
    ['${v//${p}/x} ${v/${p}/${n}}', 'Vxue V2ue'],
    ['${v//${e}/-}', '-V-a-l-u-e-'],
    ['${m:=$$x} ${m:-a${v}b${n}} ${m=pre${m:-d}-suf} ${m:-}', '$$x aValueb2 pred-suf '],
    ['${m:?gone} ${m:+gone} ${v:+gone} ${e:=x} ${m:={}}', 'gone gone Value x {}'],
    ['${äß1}|${1a}', '|'],
    ['a\n${m:-x\ny}\n', 'a\nx\ny\n'],
  ])('%s', (text, expected) => {
    expect(run(text)).toBe(expected)
  })

  it.each([
    ['${}', 'unable to parse variable name'],
    ['${ v}', 'unable to parse variable name'],
    ['${{ x }}', 'unable to parse variable name'],
    ['${v', 'missing closing brace'],
    ['${v.x}', 'missing closing brace'],
    ['${v }', 'missing closing brace'],
    ['${v[0]}', 'missing closing brace'],
    ['${a${v}}', 'missing closing brace'],
    ['${v::3}', 'unable to parse substitution within function'],
    ['${v#}', 'unable to parse substitution within function'],
    ['${v:-x', 'unable to parse substitution within function'],
    ['${v///x}', 'unable to parse substitution within function'],
    ['${v/p}', 'bad substitution'],
    ['${v^x}', 'bad substitution'],
    ['${#}', 'bad substitution'],
    ['${v/a/b${n}}', 'bad substitution'],
  ])('%s is an error', (text, message) => {
    expect(() => run(text)).toThrow(message)
  })

  it('is strict about everything but defaults, nested arguments first', () => {
    expect(run('${e} ${m:-x} ${m=y}', true)).toBe(' x y')
    for (const text of ['${m}', '${#m}', '${m^^}', '${m:1}', '${m#x}', '${m/x/y}', '${v:=${m}}', '${e:=${m}}']) {
      expect(() => run(text, true), text).toThrow('variable not set (strict mode): "m"')
    }
  })

  it('does not scan inserted values again', () => {
    expect(substituteText('${a}', new Map([['a', '${b} $$']]), true)).toBe('${b} $$')
  })

  it('takes linear time for stars and refuses endless nesting', () => {
    const long = 'a'.repeat(20000)
    expect(substituteText('${l#*b*c*d*e*f}', new Map([['l', long]]), true)).toBe(long)
    expect(() => run('${m:-'.repeat(5000))).toThrow('nested deeper')
  })
})
