import {describe, expect, it} from 'vitest'
import {readResponse} from '../../../../../src/lib/adapters/apiserver/admission/webhook/review.js'

const fault = (type: string, text: string) => readResponse({status: 500, type, text}, 'v1', 'u', false)
const told = (shown: string) => ({
  fault: `failed to call webhook: an error on the server (${JSON.stringify(shown)}) has prevented the request from succeeding`,
})

describe('an answer of a webhook that is no success', () => {
  it('is repeated when it is text', () => {
    expect(fault('text/plain; charset=utf-8', ' out of paper\n')).toEqual(told('out of paper'))
    expect(fault('', 'out of paper')).toEqual(told('out of paper'))
  })

  it('is unknown when it is data, or nothing', () => {
    expect(fault('application/json', '{"response": {"allowed": true}}')).toEqual(told('unknown'))
    expect(fault('text/plain', '')).toEqual(told('unknown'))
  })
})
