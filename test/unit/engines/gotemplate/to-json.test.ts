import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {marshalJson} from '../../../../src/lib/engines/gotemplate/go/json.js'
import {toJsonValue} from '../../../../src/lib/engines/gotemplate/go/to-json.js'
import {STRING_MAP} from '../../../../src/lib/engines/gotemplate/go/types.js'
import {Boxed, int64, NIL_DICT, NIL_LIST, strings} from '../../../../src/lib/engines/gotemplate/go/value.js'
import {zeroTime} from '../../../../src/lib/engines/gotemplate/time/time-type.js'
import {parseJson} from '../../../../src/lib/formats/json/parse.js'

describe('a value of a template as plain JSON', () => {
  it('is what a reader of its JSON text gets', () => {
    const leaf = fc.oneof(
      fc.string({unit: 'grapheme'}),
      fc.double({noNaN: true, noDefaultInfinity: true}),
      fc.constantFrom<unknown>(
        true,
        null,
        5n,
        2n ** 63n,
        -(2n ** 63n),
        int64(7n),
        int64(2n ** 60n),
        1e18,
        2 ** 53,
        1e20,
        1e21,
        -1e19,
      ),
      fc.constantFrom<unknown>(
        NIL_LIST,
        NIL_DICT,
        strings(['a', '']),
        new Boxed(STRING_MAP, {b: '1', a: '2'}),
        zeroTime(),
        new Uint8Array([1, 255]),
      ),
    )
    const {value} = fc.letrec<{value: unknown}>((tie) => ({
      value: fc.oneof(
        {maxDepth: 3},
        leaf,
        fc.array(tie('value'), {maxLength: 3}),
        fc.dictionary(fc.oneof(fc.string({maxLength: 3}), fc.constant('__proto__')), tie('value'), {maxKeys: 3}),
      ),
    }))
    fc.assert(
      fc.property(value, (input) => {
        const read = JSON.stringify(withNumbers(parseJson(marshalJson(input, {html: true}))))
        expect(JSON.stringify(sorted(withNumbers(toJsonValue(input))))).toBe(JSON.stringify(sorted(JSON.parse(read))))
      }),
      {numRuns: 2000},
    )
  })

  it('whole numbers that an unsigned integer holds are written in full', () => {
    expect(toJsonValue([1e19, 2 ** 63, 2 ** 64, -1e19])).toEqual([10n ** 19n, 9223372036854776000n, 2 ** 64, -1e19])
  })

  it('is the same object when it is plain already', () => {
    const plain = {a: [1, 'x', {b: null}], c: true}
    expect(toJsonValue(plain)).toBe(plain)
    const odd = {a: [1, 'x'], b: int64(3n)}
    const copy = toJsonValue(odd) as Record<string, unknown>
    expect(copy).toEqual({a: [1, 'x'], b: 3})
    expect(copy.a).toBe(odd.a)
  })

  it('refuses what JSON cannot hold', () => {
    expect(() => toJsonValue([Number.NaN])).toThrow('json: unsupported value: NaN')
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    expect(() => toJsonValue(cycle)).toThrow('json: unsupported value: encountered a cycle')
  })
})

/** bigints as text, so that they can be compared. */
function withNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') {
    // the reader of texts gives up at 2^63
    const fits = value >= -(2n ** 63n) && value < 2n ** 63n
    return fits && !Number.isSafeInteger(Number(value)) ? `int ${value}` : Number(value)
  }
  if (Object.is(value, -0)) return 0
  if (Array.isArray(value)) return value.map(withNumbers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [`k${key}`, withNumbers(item)]))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}
