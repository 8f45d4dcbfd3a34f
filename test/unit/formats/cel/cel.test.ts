import {describe, expect, it} from 'vitest'
import {compileCel} from '../../../../src/lib/formats/cel/cel.js'
import {DYN} from '../../../../src/lib/formats/cel/type.js'

const self = {a: 5, s: 'hello', l: ['a', 'b', 'c'], o: {x: 1, 'k-e': 2}, n: null, f: 1.5}
const compile = (expression: string) => compileCel(expression, {variables: {self: DYN, dep: DYN}})
const START = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}"

describe('cel', () => {
  it.each([
    ["self.a > 4 && self.s.startsWith('he')", 'bool', true],
    ["self.l.exists(x, x == 'b')", 'bool', true],
    ["self.l.map(x, x + '!')", 'list(string)', ['a!', 'b!', 'c!']],
    ['self.o.x', 'dyn', 1n],
    ['has(self.zz)', 'bool', false],
    ['has(self.s.zz)', 'bool', false],
    ["self.?zz.orValue('d')", 'dyn', 'd'],
    ["self.o['k-e']", 'dyn', 2n],
    ["self.l.filter(x, x != 'a').size()", 'int', 2n],
    ["'%s-%d'.format(['x', 3])", 'string', 'x-3'],
    ["duration('1h30m') > duration('1h')", 'bool', true],
    ["timestamp('2020-01-01T00:00:00Z').getFullYear()", 'int', 2020n],
    ['type(self.a) == int', 'bool', true],
    ["self.a == 'x' || true", 'bool', true],
    ['self.f < 2', 'bool', true],
    ["'a,b'.split(',')", 'list(string)', ['a', 'b']],
    ['1.0 == self.a || self.n == null', 'bool', true],
    ['self.l.all(i, v, i < 3 && v.size() == 1)', 'bool', true],
    ['self.zz == 1 || true', 'bool', true],
  ])('%s', (expression, type, value) => {
    const program = compile(expression)
    expect(program.outputType).toBe(type)
    expect(program.evaluate({self, dep: {}})).toEqual(value)
  })

  it.each([
    ['self.zz', 'no such key: zz'],
    ['self.a / 0', 'division by zero'],
    ['self.l[5]', 'index out of bounds: 5'],
    ["self.a + 's'", 'no such overload'],
  ])('%s fails with cel-go text', (expression, text) => {
    expect(() => compile(expression).evaluate({self, dep: {}})).toThrow(text)
  })

  it.each([
    ['foo', "ERROR: <input>:1:1: undeclared reference to 'foo' (in container '')\n | foo\n | ^"],
    ['self.a >', `ERROR: <input>:1:9: Syntax error: mismatched input '<EOF>' expecting ${START}\n | self.a >\n | ........^`],
    ["1 == 'x'", "ERROR: <input>:1:3: found no matching overload for '_==_' applied to '(int, string)'\n | 1 == 'x'\n | ..^"],
    ['foo(1)', "ERROR: <input>:1:4: undeclared reference to 'foo' (in container '')\n | foo(1)\n | ...^"],
    ['a b', "ERROR: <input>:1:3: Syntax error: extraneous input 'b' expecting <EOF>\n | a b\n | ..^"],
    ['self.all(1, true)', 'ERROR: <input>:1:10: argument must be a simple name\n | self.all(1, true)\n | .........^'],
    ['self.map(1, true)', 'ERROR: <input>:1:10: argument is not an identifier\n | self.map(1, true)\n | .........^'],
    ["[1, 'a']", "ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, 'a']\n | ....^"],
  ])('%s does not compile', (expression, text) => {
    expect(() => compile(expression)).toThrow(text)
  })

  it('stops at its cost limit', () => {
    const program = compileCel('[1, 2, 3].all(x, [1, 2, 3].all(y, x + y > 0))', {variables: {}, costLimit: 10})
    expect(() => program.evaluate({})).toThrow('cost limit exceeded')
  })
})
