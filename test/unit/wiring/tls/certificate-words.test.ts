import {describe, expect, it} from 'vitest'
import {loadZone} from '../../../../src/lib/formats/time/zone.js'
import {certificateFault, type Presented} from '../../../../src/lib/wiring/tls/certificate-words.js'

const now = () => Date.UTC(2026, 10, 26, 10)
const at = (from: string, to: string, subjectaltname?: string): Presented => ({
  ...{valid_from: from, valid_to: to, subject: {CN: 'foo.bar'} as Presented['subject']},
  ...(subjectaltname !== undefined && {subjectaltname}),
})
const valid = (names?: string) => at('Jan  1 00:00:00 2026 GMT', 'Jan  1 00:00:00 2027 GMT', names)
const many = (head: string, count: number) => Array.from({length: count}, (_, index) => `${head}${index}`).join(', ')
const EXPIRED = 'certificate has expired or is not yet valid: current time '

describe('a certificate that Go refuses, whoever signed it', () => {
  it.each([
    [valid(), '127.0.0.1', "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"],
    [valid(), 'localhost', 'certificate is not valid for any names, but wanted to match localhost'],
    [valid(), 'foo.bar', 'certificate relies on legacy Common Name field, use SANs instead'],
    [valid('DNS:foo.bar'), '127.0.0.1', "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"],
    [valid('DNS:foo.bar, DNS:a.b'), 'localhost', 'certificate is valid for foo.bar, a.b, not localhost'],
    [valid('IP Address:10.0.0.1, DNS:a.b'), '127.0.0.1', 'certificate is valid for 10.0.0.1, not 127.0.0.1'],
    [
      valid('IP Address:10.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:FD00:0:0:1:0:0:0:2'),
      '127.0.0.1',
      'certificate is valid for 10.0.0.1, ::1, fd00:0:0:1::2, not 127.0.0.1',
    ],
    [valid(many('DNS:h', 99)), 'localhost', `certificate is valid for ${many('h', 99)}, not localhost`],
    [valid(many('DNS:h', 100)), 'localhost', 'certificate is valid for 100 names, but none matched localhost'],
    [valid(many('IP Address:10.0.0.', 101)), '127.0.0.1', 'certificate is valid for 101 IP SANs, but none matched 127.0.0.1'],
    [valid('IP Address:127.0.0.1'), '127.0.0.1', undefined],
    [valid('DNS:*.example.com'), 'a.example.com', undefined],
  ])('%o for %s', (certificate, name, words) => {
    expect(certificateFault(certificate, name, {now})).toBe(words)
  })

  it('tells dates before names, the own time in the local zone', () => {
    const old = at('Jan  1 00:00:00 2020 GMT', 'Feb  1 00:00:00 2020 GMT')
    const young = at('Jan  1 00:00:00 2030 GMT', 'Jan  1 00:00:00 2031 GMT')
    const zone = loadZone('Asia/Tokyo', 'UTC')
    expect(certificateFault(old, 'x', {now})).toBe(`${EXPIRED}2026-11-26T10:00:00Z is after 2020-02-01T00:00:00Z`)
    expect(certificateFault(young, 'x', {now, zone})).toBe(`${EXPIRED}2026-11-26T19:00:00+09:00 is before 2030-01-01T00:00:00Z`)
  })
})
