import {describe, expect, it} from 'vitest'
import {latestTime, nextTime, parseCron} from '../../../../../src/lib/adapters/apiserver/workloads/batch/cron-schedule.js'

const at = (text: string) => Date.parse(text)
const next = (schedule: string, after: string, zone?: string) => {
  const parsed = parseCron(schedule)
  const time = parsed && nextTime(parsed, at(after), zone)
  return time === undefined ? undefined : new Date(time).toISOString()
}

describe('cron schedules', () => {
  it.each([
    ['* * * * *', '2026-01-01T00:00:30Z', '2026-01-01T00:01:00.000Z'],
    ['*/15 * * * *', '2026-01-01T00:15:00Z', '2026-01-01T00:30:00.000Z'],
    ['0 3 * * *', '2026-01-01T03:00:00Z', '2026-01-02T03:00:00.000Z'],
    ['30 2 1 * *', '2026-01-01T03:00:00Z', '2026-02-01T02:30:00.000Z'],
    ['0 0 * * MON-WED', '2026-01-01T00:00:00Z', '2026-01-05T00:00:00.000Z'],
    ['0 12 13 * 5', '2026-01-01T00:00:00Z', '2026-01-02T12:00:00.000Z'],
    ['0 0 29 feb *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['@hourly', '2026-01-01T10:20:00Z', '2026-01-01T11:00:00.000Z'],
    ['@every 1h30m', '2026-01-01T10:20:05Z', '2026-01-01T11:50:05.000Z'],
    ['@every 10ms', '2026-01-01T10:20:05Z', '2026-01-01T10:20:06.000Z'],
    ['5,10-12/2 * * * 7', '2026-01-03T23:59:00Z', '2026-01-04T00:05:00.000Z'],
  ])('%s after %s', (schedule, after, expected) => expect(next(schedule, after)).toBe(expected))

  it('follow a time zone through its changes', () => {
    expect(next('30 2 * * *', '2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T00:30:00.000Z')
    expect(next('0 9 * * *', '2026-07-01T14:00:00Z', 'America/New_York')).toBe('2026-07-02T13:00:00.000Z')
  })

  it.each([
    ['* * * * *', '2025-12-01T00:00:00Z', '2026-01-01T00:00:30Z', '2026-01-01T00:00:00.000Z'],
    ['0 1-2 * * *', '2025-01-01T00:00:00Z', '2026-01-01T00:59:00Z', '2025-12-31T02:00:00.000Z'],
    ['30 2 * * *', '2026-01-01T02:29:00Z', '2026-01-01T02:30:00Z', '2026-01-01T02:30:00.000Z'],
    ['@every 40s', '2026-01-01T00:00:00Z', '2026-01-02T00:00:30Z', '2026-01-02T00:00:00.000Z'],
    ['30 2 * * *', '2026-01-01T02:30:00Z', '2026-01-02T02:29:59Z', undefined],
    ['@yearly', '2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z', undefined],
  ])('%s after %s fired last before %s', (schedule, after, now, expected) => {
    const last = latestTime(parseCron(schedule)!, at(after), at(now))
    expect(last === undefined ? undefined : new Date(last).toISOString()).toBe(expected)
  })

  it('are refused or never fire when they make no sense', () => {
    expect(parseCron('* * * *')).toBeUndefined()
    expect(parseCron('60 * * * *')).toBeUndefined()
    expect(parseCron('@every soon')).toBeUndefined()
    expect(parseCron('* * * * xyz')).toBeUndefined()
    expect(next('0 0 31 2 *', '2026-01-01T00:00:00Z')).toBeUndefined()
  })
})
