import {describe, expect, it} from 'vitest'
import {goTime, localRfc3339, rfc3339} from '../../../../src/lib/formats/time/local-time.js'
import {loadZone, UTC} from '../../../../src/lib/formats/time/zone.js'

const zone = (name: string) => loadZone(name, 'UTC')

describe('times as Go prints them', () => {
  it.each([
    [undefined, '2026-11-26T10:00:00Z', '2026-11-26 10:00:00 +0000 UTC'],
    ['UTC', '2026-11-26T10:00:00Z', '2026-11-26 10:00:00 +0000 UTC'],
    ['Asia/Tokyo', '2026-11-26T19:00:00+09:00', '2026-11-26 19:00:00 +0900 JST'],
    ['America/New_York', '2026-11-26T05:00:00-05:00', '2026-11-26 05:00:00 -0500 EST'],
    ['Asia/Kolkata', '2026-11-26T15:30:00+05:30', '2026-11-26 15:30:00 +0530 IST'],
    ['America/Sao_Paulo', '2026-11-26T07:00:00-03:00', '2026-11-26 07:00:00 -0300 -03'],
    ['Japan', '2026-11-26T19:00:00+09:00', '2026-11-26 19:00:00 +0900 JST'],
    ['Europe/London', '2026-11-26T10:00:00Z', '2026-11-26 10:00:00 +0000 GMT'],
  ])('in %s', (name, short, long) => {
    const own = name === undefined ? undefined : zone(name)
    expect([localRfc3339('2026-11-26T10:00:00Z', own), goTime('2026-11-26T10:00:00Z', own)]).toEqual([short, long])
  })

  it('in summer', () => {
    expect(goTime('2026-07-01T10:00:00Z', zone('America/New_York'))).toBe('2026-07-01 06:00:00 -0400 EDT')
    expect(localRfc3339('2026-07-01T23:30:00.5+02:00', zone('America/New_York'))).toBe('2026-07-01T17:30:00-04:00')
  })

  it('with parts of a second, without zeros at the end', () => {
    const ms = Date.UTC(2026, 0, 1)
    expect(rfc3339(ms, UTC, 120_000_000)).toBe('2026-01-01T00:00:00.12Z')
    expect(rfc3339(ms, zone('Asia/Tokyo'), 1)).toBe('2026-01-01T09:00:00.000000001+09:00')
    expect(rfc3339(ms, UTC, 0)).toBe('2026-01-01T00:00:00Z')
  })

  it('and leaves alone what is no time', () => {
    expect([localRfc3339('', UTC), goTime('soon', UTC)]).toEqual(['', 'soon'])
  })
})
