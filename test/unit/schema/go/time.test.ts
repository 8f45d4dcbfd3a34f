import {describe, expect, it} from 'vitest'
import {canonicalTime} from '../../../../src/lib/schema/go/time.js'

describe('times of RFC 3339', () => {
  // as kube-apiserver 1.36 stores lastTimestamp of an Event
  it.each([
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['2026-01-01T10:00:00.5+02:30', '2026-01-01T07:30:00Z'],
    ['2026-01-01T00:00:00,123Z', '2026-01-01T00:00:00Z'],
    ['2026-01-01T00:00:00+24:00', '2025-12-31T00:00:00Z'],
    ['2026-01-01T00:00:00-01:60', '2026-01-01T02:00:00Z'],
  ])('%s is %s', (text, time) => {
    expect(canonicalTime(text)).toBe(time)
  })

  it.each([
    ['+25:00', 'hour'],
    ['-01:61', 'minute'],
  ])('a zone of %s is none', (zone, name) => {
    const text = `2026-01-01T00:00:00${zone}`
    expect(() => canonicalTime(text)).toThrow(`parsing time "${text}": time zone offset ${name} out of range`)
  })
})
