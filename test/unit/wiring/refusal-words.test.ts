import {describe, expect, it} from 'vitest'
import type {KubeResponse} from '../../../src/lib/ports/kube.js'
import {refusalWords, unsaidWords} from '../../../src/lib/wiring/words/refusal-words.js'

const answer = (status: number, type: string, body?: KubeResponse['body']): KubeResponse => ({
  ...{status, body, warnings: [], headers: {'content-type': type}},
})

/** As flux 2.9.5 says them of a server that answers everything alike. */
describe('what is said of answers about a server', () => {
  it.each([
    [402, 'text/plain', 'some text', 'the server responded with the status code 402 but did not return more information'],
    [407, 'text/plain', undefined, 'the server responded with the status code 407 but did not return more information'],
    [403, 'text/html', '<html>denied</html>', '<html>denied</html>'],
    [403, 'application/json', {kind: 'Status'}, 'unknown'],
    [405, 'text/plain', 'some text', 'the server does not allow this method on the requested resource'],
    [406, 'text/plain', 'some text', 'some text'],
    [406, 'application/json', {kind: 'Status'}, 'the server was unable to respond with a content type that the client supports'],
    [422, 'text/plain', 'some text', 'the server rejected our request due to an error in our request'],
    [500, 'text/plain', 'some text\n', 'an error on the server ("some text") has prevented the request from succeeding'],
    [500, 'text/plain', undefined, 'an error on the server ("") has prevented the request from succeeding'],
    [502, 'application/json', {kind: 'Status'}, 'an error on the server ("unknown") has prevented the request from succeeding'],
    [503, 'application/json', {kind: 'Status'}, 'the server is currently unable to handle the request'],
    [200, 'text/html', '\n<html>', "invalid character '<' looking for beginning of value"],
    [200, 'application/json', '{"kind":"Api', 'unexpected end of JSON input'],
    [200, 'application/json', '{"kind":,}', "invalid character ',' looking for beginning of value"],
    [200, 'application/json', [], 'json: cannot unmarshal array into Go value of type v1.APIVersions'],
    [200, 'text/plain', undefined, 'unexpected end of JSON input'],
  ])('%i %s %j', (status, type, body, words) => {
    expect(refusalWords(answer(status, type, body), '/api')).toBe(words)
  })

  it('leaves what tells something to the reader of the answer', () => {
    const words = 'the server could not find the requested resource'
    for (const path of ['/api', '/apis', '/version']) expect(refusalWords(answer(404, 'text/plain'), path), path).toBe(words)
    for (const path of ['/api/v1', '/apis/apps/v1']) expect(refusalWords(answer(404, 'text/plain'), path), path).toBeUndefined()
    expect(refusalWords(answer(200, 'application/json', {kind: 'APIGroupList'}), '/apis')).toBeUndefined()
  })
})

describe('what flux keeps to itself of a refusal', () => {
  const status = (message: string) => ({kind: 'Status', message})
  const silent = (code: number) =>
    `the server answers ${code} and does not tell why: is it the API server, or a proxy or login page in between?`
  it.each<[number, string, KubeResponse['body'], string | undefined]>([
    [
      403,
      'application/json',
      status('forbidden: User "jane" cannot get path "/api"'),
      'forbidden: User "jane" cannot get path "/api"',
    ],
    [500, 'application/json', status('etcd is away'), 'etcd is away'],
    [503, 'application/json', status('not yet'), 'not yet'],
    [400, 'application/json', status('a body is needed'), 'a body is needed'],
  ])('%i %s %j is told as the server has it', (code, type, body, said) => {
    const response = answer(code, type, body)
    expect(unsaidWords(refusalWords(response, '/api')!, response)).toBe(`the server says: ${said}`)
  })

  it.each<[number, string, KubeResponse['body']]>([
    [403, 'application/json', {error: 'Bearer CANARY-6612'}],
    [403, 'application/json', {kind: 'Status'}],
    [403, 'text/plain', ''],
    [500, 'application/json', {a: 1}],
    [500, 'text/plain', undefined],
    [402, 'text/plain', 'some text'],
  ])('%i %s %j: nothing but that is known', (code, type, body) => {
    const response = answer(code, type, body)
    expect(unsaidWords(refusalWords(response, '/api')!, response)).toBe(silent(code))
  })

  it.each<[number, string, KubeResponse['body']]>([
    [401, 'application/json', status('Unauthorized')],
    [403, 'text/html', '<html>denied</html>'],
    [404, 'application/json', status('the server could not find the requested resource')],
    [503, 'text/plain', 'some text'],
    [200, 'text/html', '\n<html>'],
  ])('%i %s %j: flux has said it', (code, type, body) => {
    const response = answer(code, type, body)
    expect(unsaidWords(refusalWords(response, '/api')!, response)).toBeUndefined()
  })
})
