import {describe, expect, it} from 'vitest'
import {Engine, SPRIG} from '../../../../src/lib/engines/gotemplate/index.js'
import {NOW, render, testEngine} from './test-engine.js'

const engine = testEngine(SPRIG)

describe('the clock comes from the environment', () => {
  it.each([
    ['{{ now | date "2006-01-02 15:04:05" }}', '2024-05-06 07:08:09'],
    ['{{ now.Unix }} {{ unixEpoch now }}', `${NOW / 1000} ${NOW / 1000}`],
    ['{{ date "2006" "not a date" }} {{ date "2006" 1.5 }} {{ htmlDate nil }}', '2024 2024 2024-05-06'],
    ['{{ ago (toDate "2006-01-02T15:04:05Z07:00" "2024-05-06T06:07:08Z") }}', '1h1m1s'],
    ['{{ ago (now | dateModify "30m") }} {{ ago (int64 0) | trunc 7 }}', '-30m0s 476383h'],
    ['{{ durationRound (toDate "2006-01-02" "2024-05-01") }}', '5d'],
  ])('%s', (template, text) => {
    expect(render(engine, template)).toBe(text)
  })

  it('so does the zone that dates are shown in', () => {
    const there = new Engine({
      functions: SPRIG,
      environment: {
        now: () => NOW,
        random: {float: () => 0, bytes: (n) => new Uint8Array(n), uuid: () => ''},
        zone: 'America/New_York',
      },
    })
    expect(render(there, '{{ date "15:04 MST" now }} {{ toDate "2006-01-02" "2024-01-02" }}')).toBe(
      '03:08 EDT 2024-01-02 00:00:00 -0500 EST',
    )
  })
})
