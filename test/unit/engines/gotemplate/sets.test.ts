import {describe, expect, it} from 'vitest'
import {
  BUILTINS,
  type Frame,
  GoError,
  HERMETIC_SPRIG,
  PURE_SPRIG,
  SPRIG,
  TemplateError,
} from '../../../../src/lib/engines/gotemplate/index.js'
import {render, testEngine} from './test-engine.js'

describe('a set of templates', () => {
  const engine = testEngine({
    ...SPRIG,
    greet: ['string', (name: string) => `hi ${name}`],
    include: ['@ string any', (frame: Frame, name: string, dot: unknown) => frame.set.execute(name, dot, frame.run, frame)],
    broken: [
      '',
      () => {
        throw new GoError('out of order')
      },
    ],
    bug: [
      '',
      () => {
        throw new TypeError('a bug of ours')
      },
    ],
  })

  it('the last definition of a name wins, unless it is empty', () => {
    const set = engine.set()
    set.parse('one', '{{ define "x" }}1{{ end }}')
    set.parse('two', '{{ define "x" }}2{{ end }}')
    set.parse('three', '{{ define "x" }} {{/* nothing */}}\n{{ end }}')
    set.parse('main', '{{ template "x" }}')
    expect(set.execute('main', {})).toBe('2')
    expect(set.names().sort()).toEqual(['main', 'one', 'three', 'two', 'x'])
  })

  it('an extension sees the outer set and keeps what it defines to itself', () => {
    const set = engine.set()
    set.parse('lib', '{{ define "x" }}outer{{ end }}{{ define "y" }}{{ template "x" }}{{ end }}')
    const inner = set.extend()
    inner.parse('lib', '{{ define "x" }}inner{{ end }}{{ template "y" }}')
    expect(inner.execute('lib', {})).toBe('inner')
    set.parse('main', '{{ template "y" }}')
    expect(set.execute('main', {})).toBe('outer')
  })

  it('functions of the caller join in, and get the frame when they ask for it', () => {
    expect(render(engine, '{{ greet "you" | upper }}')).toBe('HI YOU')
    expect(render(engine, '{{ define "t" }}<{{ .a }}>{{ end }}{{ include "t" . | quote }}', {a: 1})).toBe('"<1>"')
  })

  it('what they refuse is an error of the template with its cause, a bug stays a bug', () => {
    expect(() => render(engine, 'x\n {{ broken }}')).toThrow(
      'template: main:2:4: executing "main" at <broken>: error calling broken: out of order',
    )
    expect(() => render(engine, '{{ include "nope" . }}')).toThrow(
      'error calling include: template: no template "nope" associated with template "gotpl"',
    )
    const error = caught(() => render(engine, '{{ define "t" }}{{ broken }}{{ end }}{{ include "t" . }}')) as TemplateError
    expect(error).toBeInstanceOf(TemplateError)
    expect(error.cause).toBeInstanceOf(TemplateError)
    expect((error.cause as Error).message).toBe(
      'template: main:1:19: executing "t" at <broken>: error calling broken: out of order',
    )
    expect(() => render(engine, '{{ bug }}')).toThrow(TypeError)
  })

  it('may be executed again and again, with values that are frozen', () => {
    const set = engine.set('zero')
    set.parse('main', '{{ range $k, $v := .m }}{{ $k }}{{ $v }}{{ end }}{{ .q }}')
    const values = Object.freeze({m: Object.freeze({b: 1, a: 2})})
    expect(set.execute('main', values)).toBe('a2b1<no value>')
    expect(set.execute('main', {m: {}, q: 'x'})).toBe('x')
  })

  it('keys of objects are data, whatever they are called', () => {
    const values = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2, "hasOwnProperty": 3}') as unknown
    expect(render(engine, '{{ .constructor }} {{ .hasOwnProperty }} {{ .toString }} {{ index . "__proto__" "x" }}', values)).toBe(
      '2 3 <no value> 1',
    )
    expect(render(engine, '{{ (set (dict) "__proto__" 5) }} {{ (dict).polluted }}')).toBe('map[__proto__:5] <no value>')
    expect(({} as {polluted?: unknown}).polluted).toBeUndefined()
  })
})

describe('sets of functions', () => {
  it('sprig has all its functions but the two that read the environment of the process', () => {
    expect(Object.keys(SPRIG)).toHaveLength(209)
    expect(SPRIG).not.toHaveProperty('env')
    expect(BUILTINS.size).toBe(19)
  })

  it('the hermetic set is what Flux offers for commit messages, the pure one repeats itself', () => {
    expect(
      Object.keys(SPRIG)
        .filter((name) => !(name in HERMETIC_SPRIG))
        .sort(),
    ).toEqual(
      'date dateInZone dateModify date_in_zone date_modify getHostByName htmlDate htmlDateInZone now randAlpha randAlphaNum randAscii randBytes randNumeric uuidv4'.split(
        ' ',
      ),
    )
    const pure = testEngine(PURE_SPRIG)
    for (const call of [
      'now',
      'ago .t',
      'randInt 1 9',
      'shuffle "ab"',
      'genCA "x" 1',
      'genPrivateKey ""',
      'bcrypt "x"',
      'uuidv4',
    ]) {
      expect(() => render(pure, `{{ ${call} }}`)).toThrow(/function "\w+" not defined/)
    }
    expect(render(pure, '{{ sha256sum "x" | trunc 4 }}')).toBe('2d71')
  })
})

function caught(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
