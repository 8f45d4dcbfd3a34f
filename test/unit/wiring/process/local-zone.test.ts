import {describe, expect, it} from 'vitest'
import {localZone} from '../../../../src/lib/wiring/process/local-zone.js'

const WINTER = Date.UTC(2026, 10, 26) / 1000
const abbreviation = (TZ: string | undefined) => localZone({TZ}).at(WINTER).abbreviation

describe('the zone that TZ means', () => {
  it.each([
    ['Asia/Tokyo', 'JST'],
    [':America/New_York', 'EST'],
    ['EST5EDT', 'EST'],
    ['GB', 'GMT'],
    ['/usr/share/zoneinfo/Asia/Tokyo', 'JST'],
    ['Etc/GMT+5', '-05'],
  ])('%s is a place', (TZ, expected) => expect(abbreviation(TZ)).toBe(expected))

  it.each(['', 'UTC', 'JST-9', 'nope', 'asia/tokyo', '/nowhere/Asia/Tokyo', ':'])('%j is UTC', (TZ) => {
    expect(localZone({TZ}).at(WINTER)).toMatchObject({offset: 0, abbreviation: 'UTC'})
  })

  it("unset is the system's", () => {
    const {timeZone} = Intl.DateTimeFormat().resolvedOptions()
    const system = timeZone === undefined || timeZone === 'Etc/Unknown' ? 'UTC' : timeZone
    expect(localZone({}).at(WINTER).offset).toBe(localZone({TZ: system}).at(WINTER).offset)
  })
})
