import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {formatDuration, parseDuration} from '../../../../src/lib/formats/duration/duration.js'

describe('parseDuration', () => {
  it.each([
    ['0', 0],
    ['5s', 5000],
    ['1h30m', 5_400_000],
    ['1.5s', 1500],
    ['-250ms', -250],
    ['+1m', 60_000],
    ['1us', 0.001],
    ['1µs', 0.001],
    ['1ns', 0.000001],
    ['.5h', 1_800_000],
    ['1.s', 1000],
    ['100h', 360_000_000],
    ['1m1m', 120_000],
  ])('%s', (text, ms) => expect(parseDuration(text)).toBe(ms))

  it.each([
    ['', 'time: invalid duration ""'],
    ['5', 'time: missing unit in duration "5"'],
    ['5x', 'time: unknown unit "x" in duration "5x"'],
    ['1d', 'time: unknown unit "d" in duration "1d"'],
    ['.s', 'time: invalid duration ".s"'],
    ['-', 'time: invalid duration "-"'],
    ['s', 'time: invalid duration "s"'],
    ['9999999999h', 'time: invalid duration "9999999999h"'],
    ['1日"', 'time: unknown unit "\\xe6\\x97\\xa5\\"" in duration "1\\xe6\\x97\\xa5\\""'],
    ['1\n', 'time: unknown unit "\\x0a" in duration "1\\x0a"'],
  ])('%s is refused', (text, message) => expect(() => parseDuration(text)).toThrow(message))
})

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [1, '1ms'],
    [1.5, '1.5ms'],
    [0.001, '1µs'],
    [0.000001, '1ns'],
    [1000, '1s'],
    [1500, '1.5s'],
    [60_000, '1m0s'],
    [3_600_000, '1h0m0s'],
    [5_400_500, '1h30m0.5s'],
    [-90_000, '-1m30s'],
  ])('%s', (ms, text) => expect(formatDuration(ms)).toBe(text))

  it('is read back', () => {
    fc.assert(fc.property(fc.integer({min: -1e12, max: 1e12}), (ms) => parseDuration(formatDuration(ms)) === ms))
  })
})
