import {describe, expect, it} from 'vitest'
import {type Engine, SPRIG} from '../../../../src/lib/engines/gotemplate/index.js'
import {testEngine} from './test-engine.js'

/** What a text comes to, or what is wrong with it. */
function shown(engine: Engine, name: string, text: string): string {
  try {
    const set = engine.set()
    set.parse(name, text)
    return set.execute(name, {a: 'x', list: ['p', 'q'], n: null})
  } catch (error) {
    return (error as Error).message
  }
}

/** Texts of one engine: what the second one shares with the first has been read already. By itself each comes to the same. */
function texts(...given: readonly string[]): string[] {
  const engine = testEngine(SPRIG)
  const found = given.map((text, index) => shown(engine, `t${index}`, text))
  expect(found).toEqual(given.map((text, index) => shown(testEngine(SPRIG), `t${index}`, text)))
  return found
}

describe('actions that are known from elsewhere', () => {
  it('mean the same in another place', () => {
    expect(texts('{{ .a | upper }}', 'b\n {{- .a | upper }}{{ .a | upper }}')).toEqual(['X', 'bXX'])
  })

  it('are faulty where they stand', () => {
    const [first, second] = texts('{{ .n.b }}', 'a\nbc {{ .n.b }}')
    expect(first).toBe('template: t0:1:5: executing "t0" at <.n.b>: nil pointer evaluating interface {}.b')
    expect(second).toBe('template: t1:2:8: executing "t1" at <.n.b>: nil pointer evaluating interface {}.b')
  })

  it('tell a faulty place within a loop and a branch, and after one', () => {
    const text = '{{ if .a }}\n{{ range .list }}{{ . }}{{ end }}\n{{ .n.b }}{{ end }}'
    expect(texts(text, `\n${text}`)[1]).toMatch(/^template: t1:4:5: executing "t1" at <\.n\.b>/)
  })

  it('ask for their variables anew', () => {
    expect(texts('{{ $x := 1 }}{{ $x }}', '{{ $x }}')).toEqual(['1', 'template: t1:1: undefined variable "$x"'])
  })

  it('find their variables wherever they are declared', () => {
    expect(texts('{{ $x := 1 }}{{ $x }}', '{{ $y := 2 }}{{ $z := 3 }}{{ $x := 4 }}{{ $x }}{{ $y }}')).toEqual(['1', '42'])
    expect(texts('{{ $x := 1 }}{{ if $x }}{{ $x := 2 }}{{ $x }}{{ end }}{{ $x }}')).toEqual(['21'])
  })

  it('declare and assign', () => {
    const text = '{{ $x := .a }}{{ range $i, $e := .list }}{{ $x = $e }}{{ $i }}{{ $x }}{{ end }}{{ $x }}'
    expect(texts(text, `{{ $n := 0 }}${text}{{ $n }}`)).toEqual(['0p1qq', '0p1qq0'])
    expect(texts('{{ $x := $x }}', '{{ $x := 1 }}{{ $x := $x }}{{ $x }}')[1]).toBe('1')
  })

  it('may declare in parentheses', () => {
    expect(texts('{{ ($y := 3) }}{{ $y }}', '{{ $a := 1 }}{{ ($y := 3) }}{{ $y }}{{ $a }}')).toEqual(['33', '331'])
  })

  it('end where their braces are, not those of a text', () => {
    expect(texts('{{ "}}" }}{{ `{{ .a }}` }}', '{{ "}}" }}{{ `{{ .a }}` }}')).toEqual(['}}{{ .a }}', '}}{{ .a }}'])
    expect(texts('{{ .a }}', '{{ print "{{ .a }}" }}')).toEqual(['x', '{{ .a }}'])
  })

  it('trim what is around them', () => {
    expect(texts('{{ .a -}} \n b', 'c {{ .a -}}\n\n d{{ .a -}}')).toEqual(['xb', 'c xdx'])
    expect(texts('{{ if .a -}} 1 {{ else -}} 2 {{- end -}} ', '{{ if .n -}} 1 {{ else -}} 2 {{- end -}} 3')).toEqual(['1 ', '23'])
  })

  it('count lines within them', () => {
    const action = '{{ print\n\n.a -}}\n'
    expect(texts(action, `${action}{{ nope }}`)[1]).toBe('template: t1:4: function "nope" not defined')
    expect(texts('{{ end }}', '{{ if .a }}{{ end }}\n{{ end }}')).toEqual([
      'template: t0:1: unexpected {{end}}',
      'template: t1:2: unexpected {{end}}',
    ])
    expect(texts('{{ if .a }}{{ end }}', '{{ if .a }}\n\n')[1]).toBe('template: t1:3: unexpected EOF')
  })

  it('tell which action was left open', () => {
    const body = '{{ if .a }}\n{{ .a }}'
    expect(texts(`${body}{{ end }}`, `${body}\n{{ .a`)[1]).toBe('template: t1:3: unclosed action')
    expect(texts('{{ if .a }}{{ end }}', '{{ if .a }}\n{{/* a }}')[1]).toBe(
      'template: t1:2: unclosed comment in action started at t1:1',
    )
  })
})
