import {describe, expect, it} from 'vitest'
import {isPretty} from '../../../../../src/lib/adapters/apiserver/listen/pretty.js'

const request = (path: string, userAgent = 'kubectl/v1.36', pretty?: string) => ({
  path,
  query: new Map(pretty === undefined ? [] : [['pretty', [pretty]]]),
  headers: {'user-agent': userAgent},
})

describe('isPretty', () => {
  it.each([
    [request('/api/v1/pods'), false],
    [request('/api/v1/pods', 'curl/8.5.0'), true],
    [request('/api/v1/pods', 'Mozilla/5.0 (X11)'), true],
    [request('/api/v1/pods', 'Go-http-client/1.1'), false],
    [request('/api/v1/pods', 'curl/8.5.0', '0'), false],
    [request('/api/v1/pods', 'kubectl/v1.36', 'true'), true],
    [request('/api/v1/pods', 'kubectl/v1.36', 'yes'), false],
    [request('/openapi/v3', 'curl/8.5.0'), false],
    [request('/version'), true],
    [request('/'), true],
  ])('%j: %s', (asked, expected) => {
    expect(isPretty(asked)).toBe(expected)
  })
})
