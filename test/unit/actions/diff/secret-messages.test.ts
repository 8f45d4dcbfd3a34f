import {describe, expect, it} from 'vitest'
import {hidingSecrets, withoutSecretsIn} from '../../../../src/lib/actions/diff/secret-messages.js'
import {FluxError} from '../../../../src/lib/errors/flux-error.js'

describe('secrets in a message', () => {
  it.each([
    [
      'spec.a: Invalid value: "pass1": is s3cret-x, not "true"',
      ['pass1', 's3cret-x', 'true'],
      'spec.a: Invalid value: "***": is ***, not "true"',
    ],
    ['one across the other: abcdefghij', ['abcdefg', 'defghij'], 'one across the other: ***'],
    ['cut: `abcdefg...` and abcd ...', ['abcdefghij'], 'cut: `***...` and *** ...'],
    ['got "say \\"s3cret\\""', ['say "s3cret"'], 'got "***"'],
    ['in JSON: "{\\"a\\":\\"pass1\\"}"', ['pass1'], 'in JSON: "{\\"a\\":\\"***\\"}"'],
    ['Invalid value: "a \\"b\\" \\\\ c\\td\\ae"', ['a "b" \\ c\td\u0007e'], 'Invalid value: "***"'],
    ['Invalid value: "{\\"k\\":\\"\\\\u003cs3cret\\\\u003e\\"}"', ['<s3cret>'], 'Invalid value: "{\\"k\\":\\"***\\"}"'],
    ['S3CRET-X, czNjcmV0LXg=', ['s3cret-x'], '***, ***'],
  ])('%s', (message, texts, told) => expect(hidingSecrets({texts})(message)).toBe(told))

  it.each([
    ['.spec.key: map[string]interface {}{"key":1, "keys":2}', ['key'], '.spec.***: map[string]interface {}{"***":1, "keys":2}'],
    ['map[key:1 key:2], my key', ['key'], 'map[***:1 ***:2], my key'],
    ['.spec.password in passwords', ['password'], '.spec.*** in passwords'],
    ['.ports[port=password=[key=1key=2]', ['password', 'key'], '.ports[port=***=[***=1***=2]'],
    ['"true", ".a.b"', ['true', 'a'], '"true", ".a.b"'],
  ])('that are keys: %s', (message, keys, told) => expect(hidingSecrets({texts: [], keys})(message)).toBe(told))
})

describe('an error with secrets', () => {
  it('loses what caused a failure of the build: it may show some of the text', () => {
    const failed = new FluxError('build-failed', 'no YAML', {cause: new Error('a: s3cr ...'), exitCode: 2})
    const told = withoutSecretsIn(failed, {texts: ['s3cret-x']})
    expect(told).toMatchObject({message: 'no YAML', exitCode: 2})
    expect(told).not.toHaveProperty('cause')
    expect(withoutSecretsIn(failed, {texts: []})).toBe(failed)
  })

  it('keeps code and hints', () => {
    const error = new FluxError('not-found', 'no s3cret-x', {hints: ['look for s3cret-x']})
    const told = {message: 'no ***', hints: ['look for ***'], code: 'not-found', exitCode: 1}
    expect(withoutSecretsIn(error, {texts: ['s3cret-x']})).toMatchObject(told)
    expect(withoutSecretsIn(error, {texts: ['other-secret']})).toBe(error)
  })
})
