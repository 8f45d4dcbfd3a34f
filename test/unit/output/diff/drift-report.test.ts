import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import {compareValues} from '../../../../src/lib/output/diff/compare.js'
import {driftReport} from '../../../../src/lib/output/diff/drift-report.js'

interface Recorded {
  readonly from: JsonObject
  readonly to: JsonObject
  readonly report: string
}

const folder = resolve(import.meta.dirname, '../../../fixtures/drift-reports')
const recorded = JSON.parse(readFileSync(join(folder, 'reports.json'), 'utf8')) as Recorded[]

describe("reports of drift, as CNCF's flux printed them", () => {
  it.each(recorded.map((entry, index) => [index, entry] as const))('case %i', (_, {from, to, report}) => {
    expect(driftReport(compareValues(from, to))).toBe(report)
  })
})

const PAINTED = /\u001b\[[\d;]*m/g

describe('a report on a terminal', () => {
  it.each(recorded.map((entry, index) => [index, entry] as const))('has the same words, case %i', (_, {from, to, report}) => {
    const text = driftReport(compareValues(from, to), {width: 80, colour: true})
    // blanks at the end of a line are nothing that anybody sees there
    const seen = (lines: string) => lines.replace(PAINTED, '').replace(/ +$/gm, '')
    expect(seen(text)).toBe(seen(report))
  })

  it('is as wide as that, and coloured by what came and went', () => {
    const from = {a: {[`gone-${'x'.repeat(40)}`]: '1'}, b: 'old'}
    const to = {a: {[`came-${'x'.repeat(40)}`]: '1'}, b: 'new'}
    const shown = (width: number) => driftReport(compareValues(from, to), {width, colour: false}).split('\n')
    expect(shown(80)[2]).toBe('- one map entry removed:')
    expect(shown(120)[2]).toMatch(/^- one map entry removed: +\+ one map entry added:$/)
    const text = driftReport(compareValues({b: 'old'}, {b: 'new'}), {width: 80, colour: true})
    expect(text).toBe(
      '\n\u001b[1mb\u001b[0m\n\u001b[93m± value change\u001b[0m\n\u001b[31m- old\u001b[0m\n\u001b[32m+ new\u001b[0m\n\n',
    )
  })
})

describe('what the recordings leave out', () => {
  const certificate = (serial: string) => readFileSync(join(folder, `certificate-${serial}.pem`), 'utf8')

  it('shows certificates as what they say', () => {
    const text = driftReport(compareValues({a: certificate('one')}, {a: certificate('two')}))
    expect(text).toMatch(/^\na\n± certificate change\n- Subject:\n {4}Common Name: one\n {4}Organization: \n/)
    expect(text).toMatch(/\n\+ Subject:\n {4}Common Name: two\n/)
    expect(text).toMatch(/\n {2}Validity Period:\n {4}NotBefore: \w{3} \d+ \d\d:\d\d:\d\d \d{4} UTC\n/)
    expect(text).toMatch(/\n {2}Serial Number: \d+ \(0x[0-9a-f]+\)\n/)
  })

  it('takes linear time for long lists and texts', () => {
    const list = Array.from({length: 20_000}, (_, index) => `item ${index}`)
    const differences = compareValues({list, text: list.join('\n')}, {list: [...list, 'one more'], text: `${list.join('\n')}\nx`})
    expect(differences.map(({path}) => path)).toEqual([['list'], ['text']])
    const other = list.map((line) => `${line}!`).join('\n')
    expect(driftReport(compareValues({a: list.join('\n')}, {a: other}))).toContain('(one insert, one deletion)')
  })
})
