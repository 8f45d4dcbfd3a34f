import {describe, expect, it} from 'vitest'
import {createRedactor, redactText} from '../../../src/lib/errors/redact.js'

describe('redaction', () => {
  it.each([
    ['clone https://user:s3cr3t@host/repo: refused', 'clone https://user:***@host/repo: refused'],
    ['Authorization: Bearer abcdefgh.ijk', 'Authorization: Bearer ***'],
    ['Basic dXNlcjpwYXNz', 'Basic ***'],
    [
      '-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----\nafter',
      '-----BEGIN RSA PRIVATE KEY----- ***\nafter',
    ],
    ['key AGE-SECRET-KEY-1ABCDEF0', 'key ***'],
    ['ssh://git@host/repo and https://host:8443/x', 'ssh://git@host/repo and https://host:8443/x'],
    ['bearer of news', 'bearer of news'],
  ])('%j', (text, expected) => expect(redactText(text)).toBe(expected))

  it('takes a long word as it comes: nobody stops the process by what an error quotes', () => {
    const word = 'a.'.repeat(500_000)
    expect(redactText(`${word} git+ssh://user:s3cr3t@host/${word}`)).toBe(`${word} git+ssh://user:***@host/${word}`)
  })

  it('hides known secrets, their base64 and URL forms, anywhere in plain data', () => {
    const redactor = createRedactor()
    redactor.add('p@ss word!')
    redactor.add('abc')
    const value = {a: ['x p@ss word! y', 1], b: {c: btoa('p@ss word!'), d: encodeURIComponent('p@ss word!')}, e: 'abc'}
    expect(redactor.value(value)).toEqual({a: ['x *** y', 1], b: {c: '***', d: '***'}, e: 'abc'})
    const clean = {a: 1}
    expect(redactor.value(clean)).toBe(clean)
  })
})
