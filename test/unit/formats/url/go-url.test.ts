import {describe, expect, it} from 'vitest'
import {parseGoUrl} from '../../../../src/lib/formats/url/go-url.js'

/** More of it in test/corpus/cli-create, recorded from Go. */
describe('parseGoUrl', () => {
  it.each([
    ['https://u:p@example.com:8080/a?b#c', {scheme: 'https', host: 'example.com:8080', user: 'u:p'}],
    ['SSH://git@[::1]:22/r', {scheme: 'ssh', host: '[::1]:22', user: 'git'}],
    ['example.com/r', {scheme: '', host: ''}],
    ['//example.com/r', {scheme: '', host: 'example.com'}],
    ['mailto:someone', {scheme: 'mailto', host: ''}],
    ['', {scheme: '', host: ''}],
  ])('%s', (text, parts) => {
    expect(parseGoUrl(text)).toEqual(parts)
  })

  it.each([
    ['://x', 'parse "://x": missing protocol scheme'],
    ['a b:c', 'parse "a b:c": first path segment in URL cannot contain colon'],
    ['http://a:b', 'parse "http://a:b": invalid port ":b" after host'],
    ['http://a:1:2', 'parse "http://a:1:2": invalid port ":1:2" after host'],
    ['http://a\tb', 'parse "http://a\\tb": net/url: invalid control character in URL'],
    ['http://a/%z', 'parse "http://a/%z": invalid URL escape "%z"'],
  ])('refuses %j', (text, words) => {
    expect(() => parseGoUrl(text)).toThrow(words)
  })
})
