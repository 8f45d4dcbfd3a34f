import {describe, expect, it} from 'vitest'
import {parseFieldSelector} from '../../../../src/lib/formats/selector/field-selector.js'
import {matchLabelSelector, parseLabelSelector} from '../../../../src/lib/formats/selector/label-selector.js'

describe('label selectors', () => {
  const labels = {app: 'web', tier: 'front', n: '5'}
  it.each([
    ['', true],
    ['app=web', true],
    ['app==web,tier!=back', true],
    ['app in (web, api),!gone', true],
    ['app notin (web)', false],
    ['gone notin (x)', true],
    ['tier', true],
    ['gone', false],
    ['n>4,n<6', true],
    ['app>4', false],
    ['in in (in)', false],
    ['app in ()', false],
  ])('%s', (text, selected) => {
    expect(parseLabelSelector(text)(labels)).toBe(selected)
  })

  it.each([
    ['tier in web', "unable to parse requirement: found 'web' expected: '('"],
    ['a b=c', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['tier=a b', "found 'b', expected: ',' or 'end of string'"],
    ['tier=web,', "found '', expected: identifier after ','"],
    ['=x', "found '=', expected: !, identifier, or 'end of string'"],
    ['tier in (a', "unable to parse requirement: found '', expected: ',' or ')'"],
  ])('refuses %s', (text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(message)
  })

  it("matches an object's selector", () => {
    const selector = {matchLabels: {app: 'web'}, matchExpressions: [{key: 'tier', operator: 'In', values: ['front']}]}
    expect(matchLabelSelector(selector, labels)).toBe(true)
    expect(matchLabelSelector(selector, {app: 'web'})).toBe(false)
    expect(matchLabelSelector({}, undefined)).toBe(true)
    expect(matchLabelSelector(undefined, labels)).toBe(false)
  })
})

describe('field selectors', () => {
  it('reads terms and escapes', () => {
    expect(parseFieldSelector('metadata.name=a\\,b,status.phase!=Failed,x==')).toEqual([
      {field: 'metadata.name', equal: true, value: 'a,b'},
      {field: 'status.phase', equal: false, value: 'Failed'},
      {field: 'x', equal: true, value: ''},
    ])
  })

  it('refuses what has no operator', () => {
    expect(() => parseFieldSelector('a=b,metadata.name')).toThrow(
      "invalid selector: 'a=b,metadata.name'; can't understand 'metadata.name'",
    )
  })
})
