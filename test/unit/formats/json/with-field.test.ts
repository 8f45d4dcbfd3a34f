import {expect, it} from 'vitest'
import {withField} from '../../../../src/lib/formats/json/with-field.js'

it('replaces a field where it stands, adds one at the end, and leaves the object alone', () => {
  const object = Object.freeze({a: 1, b: 2, c: 3})
  expect(JSON.stringify(withField(object, 'b', 'x'))).toBe('{"a":1,"b":"x","c":3}')
  expect(JSON.stringify(withField(object, 'd', null))).toBe('{"a":1,"b":2,"c":3,"d":null}')
  expect(JSON.stringify(object)).toBe('{"a":1,"b":2,"c":3}')
})

it('keeps a field that is called as the prototype is', () => {
  const object = JSON.parse('{"__proto__":{"x":1},"a":1}')
  expect(JSON.stringify(withField(object, 'a', 2))).toBe('{"__proto__":{"x":1},"a":2}')
})
