import {describe, expect, it} from 'vitest'
import {readableCertificates} from '../../../../../src/lib/adapters/kube/https/readable-certificates.js'
import {authority} from '../../../../fakes/pki/index.js'

const [one, other] = ['one', 'other'].map((subject) => authority({subject}).pem.trim()) as [string, string]
const bad = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'
const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'

describe('a bundle of authorities', () => {
  it.each([
    ['one', one, one],
    ['several', `${one}\n${other}\n`, `${one}\n${other}`],
    ['a bad one first', `${bad}\n${one}\n`, one],
    ['a bad one between', `${one}\r\n${bad}\n${key}\n# text\n${other}`, `${one}\n${other}`],
    ['only bad ones, which are not none', `${bad}\n${bad}`, `${bad}\n${bad}`],
    ['one that is bad, which is for OpenSSL to tell', bad, bad],
    ['no certificate', 'hello', 'hello'],
  ])('%s', (_, pem, readable) => {
    expect(readableCertificates(pem).trim()).toBe(readable.trim())
  })
})
