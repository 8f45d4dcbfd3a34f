import {describe, expect, it} from 'vitest'
import {SPRIG} from '../../../../src/lib/engines/gotemplate/index.js'
import {LimitExceeded} from '../../../../src/lib/errors/flux-error.js'
import {render, testEngine} from './test-engine.js'

const engine = testEngine(SPRIG)

describe('what runs away', () => {
  it.each([
    ['a range over ten million', '{{ range 10000000 }}x{{ end }}'],
    ['a range over ten million without a body', '{{ range 10000000 }}{{ end }}'],
    ['a list of a thousand million', '{{ until 1000000000 | len }}'],
    ['a sequence of as many', '{{ seq 1000000000 | len }}'],
    ['ranges in ranges', '{{ range until 10000 }}{{ range until 10000 }}x{{ end }}{{ end }}'],
    ['a template that calls itself and counts', '{{ define "a" }}{{ template "a" (add . 1) }}{{ end }}{{ template "a" 1 }}'],
    [
      'a template that calls itself with something else each time',
      '{{ define "a" }}{{ template "a" (list .) }}{{ end }}{{ template "a" 1 }}',
    ],
    ['text that doubles', '{{ $x := "0123456789" }}{{ range 60 }}{{ $x = cat $x $x }}{{ end }}{{ $x | len }}'],
    ['a long repetition', '{{ repeat 2000000000 "abc" | len }}'],
    ['a repetition of a repetition', '{{ repeat 100000 (repeat 100000 "x") | len }}'],
    ['deep indentation of many lines', '{{ indent 100000 (repeat 100000 "\\n") | len }}'],
    ['random text without an end', '{{ randAlphaNum 2000000000 | len }}'],
    ['a value that contains itself', '{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ $d }}'],
    [
      'a value that contains itself, merged',
      '{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ $e := dict "d" (dict) }}{{ $_ := set $e.d "d" $e }}{{ merge $e $d }}',
    ],
    ['a list that doubles', '{{ $l := list 1 2 }}{{ range 60 }}{{ $l = concat $l $l }}{{ end }}{{ len $l }}'],
    ...['toJson $d', 'deepCopy $d', 'printf "%v" $d', 'deepEqual $d (dict "a" $d "b" $e)', 'quote $d'].map((call) => [
      `a map that holds two of a map that holds two, and so on: ${call}`,
      `{{ $d := dict "a" 1 }}{{ $e := $d }}{{ range 60 }}{{ $e = dict "a" $d "b" $d }}{{ $d = dict "a" $e "b" $e }}{{ end }}{{ ${call} | len }}`,
    ]),
    ['parentheses in parentheses', `{{ ${'('.repeat(9000)}1${')'.repeat(9000)} }}`],
    ['conditions in conditions', `${'{{ if true }}'.repeat(15_000)}x${'{{ end }}'.repeat(15_000)}`],
  ])('%s ends with LimitExceeded', (_name, template) => {
    expect(() => render(engine, template)).toThrow(LimitExceeded)
  })

  it('takes a thousand blocks and parentheses in each other, in any thread', () => {
    const [open, close] = ['{{ if true }}', '{{ end }}']
    expect(render(engine, `${open.repeat(999)}{{ (1) }}${close.repeat(999)}`)).toBe('1')
    expect(() => render(engine, `${open.repeat(500)}\n{{ ${'('.repeat(501)}1${')'.repeat(501)} }}${close.repeat(500)}`)).toThrow(
      'main: line 2: blocks and parentheses are more than 1000 deep',
    )
    expect(() => render(engine, `{{ if 1 }}${'{{ else if 1 }}'.repeat(2000)}{{ end }}`)).toThrow(LimitExceeded)
  })

  it('counts over all templates of a run, and names the limit', () => {
    const small = testEngine(SPRIG, {steps: 100, bytes: 50})
    expect(() => render(small, '{{ range 200 }}{{ end }}')).toThrow('the templates take more than 100 steps')
    expect(() => render(small, '{{ range 20 }}abc{{ end }}')).toThrow('the templates make more than 50 bytes of text')
    const set = small.set()
    set.parse('a', '{{ range 60 }}{{ end }}')
    const run = small.run()
    set.execute('a', {}, run)
    expect(() => set.execute('a', {}, run)).toThrow(LimitExceeded)
    expect(set.execute('a', {})).toBe('')
  })

  it('a depth may be set', () => {
    const shallow = testEngine(SPRIG, {depth: 5})
    const template = '{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}'
    expect(() => render(shallow, template)).toThrow('exceeded maximum template depth (5)')
  })

  it('a regular expression that backtracks elsewhere takes linear time', () => {
    expect(render(engine, '{{ regexMatch "(a+)+$" (cat (repeat 5000 "a") "b") }}')).toBe('false')
  })

  it('a value that contains itself is no JSON', () => {
    expect(render(engine, '{{ $d := dict }}{{ $_ := set $d "d" $d }}[{{ toJson $d }}]')).toBe('[]')
  })
})
