import {describe, expect, it} from 'vitest'
import {ToldEvents} from '../../../../../src/lib/adapters/apiserver/workloads/runtime/told-events.js'

describe('ToldEvents', () => {
  it('puts the tenth different message of a kind together with those that follow', () => {
    const told = new ToldEvents()
    const many = Array.from({length: 12}, (_, at) => told.isOneOfMany('scaled', `message ${at}`, at))
    expect(many.indexOf(true)).toBe(9)
    expect(many.slice(9)).toEqual([true, true, true])
    expect(told.isOneOfMany('other', 'message', 12)).toBe(false)
  })

  it('counts a repeated message once, and begins anew after ten minutes', () => {
    const told = new ToldEvents()
    for (let at = 0; at < 30; at++) expect(told.isOneOfMany('k', `m${at % 5}`, at)).toBe(false)
    for (let at = 0; at < 4; at++) expect(told.isOneOfMany('k', `n${at}`, 40)).toBe(false)
    expect(told.isOneOfMany('k', 'last', 40)).toBe(true)
    expect(told.isOneOfMany('k', 'later', 40 + 10 * 60_000 + 1)).toBe(false)
  })
})
