import {describe, expect, it} from 'vitest'
import {withoutSecretValues, wordsWithout} from '../../../../src/lib/adapters/kube/secret-words.js'

const CANARY = 'hunter2-4711'

describe('words of a server about a Secret', () => {
  it.each([
    ['.data.a: expected string, got &value.valueUnstructured{Value:7}', '.data.a: expected string, got ***'],
    ['.data: expected map, got &{x\ny}', '.data: expected map, got ***'],
    ['.data.a: expected numeric (int or float), got string', '.data.a: expected numeric (int or float), got ***'],
    [
      'errors:\n  .a: expected string, got &value.valueUnstructured{Value:1}\n  .b: expected map, got &{2}',
      'errors:\n  .a: expected string, got ***\n  .b: expected map, got ***',
    ],
    ['json: cannot unmarshal number 1.5 into Go struct field', 'json: cannot unmarshal number *** into Go struct field'],
    ['json: cannot unmarshal number into Go struct field', 'json: cannot unmarshal number into Go struct field'],
    ['Invalid value: "{\\"data\\":{\\"a\\":\\"7\\"}}": illegal base64', 'Invalid value: "***": illegal base64'],
    ['metadata.name: Invalid value: "A": lower case', 'metadata.name: Invalid value: "A": lower case'],
  ])('%s', (text, clean) => {
    expect(wordsWithout({})(text)).toBe(clean)
  })

  it.each([
    ['as it is', `denied: ${CANARY}`, {stringData: {a: CANARY}}],
    ['decoded', `denied: ${CANARY}`, {data: {a: Buffer.from(CANARY).toString('base64')}}],
    ['encoded', `denied: ${Buffer.from(CANARY).toString('base64')}`, {stringData: {a: CANARY}}],
    ['in a JSON patch', `denied: ${CANARY}`, [{op: 'add', path: '/data', value: {a: CANARY}}]],
    ['a number', 'denied: 471', {stringData: {a: 471}}],
    ['with escapes', 'denied: "one\\ntwo"', {stringData: {a: 'one\ntwo'}}],
  ])('cuts what a webhook quotes: %s', (_, text, body) => {
    expect(wordsWithout(body)(text)).toMatch(/^denied: "?\*\*\*"?$/)
  })

  it('leaves words alone of which a short value is a part', () => {
    expect(wordsWithout({stringData: {a: 'not'}})('another notice is not there')).toBe('another notice is *** there')
  })

  it('cuts every text of a Status', () => {
    const status = {code: 422, message: `a ${CANARY}`, details: {causes: [{message: CANARY, field: 'data.a'}]}}
    expect(withoutSecretValues(status, {stringData: {a: CANARY}})).toEqual({
      ...{code: 422, message: 'a ***'},
      details: {causes: [{message: '***', field: 'data.a'}]},
    })
  })
})
