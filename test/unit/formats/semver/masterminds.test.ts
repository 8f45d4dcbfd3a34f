import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {messageOf} from '../../../../src/lib/errors/flux-error.js'
import {parseConstraint} from '../../../../src/lib/formats/semver/constraint.js'
import {
  compareVersions,
  formatVersion,
  parseTagVersion,
  parseVersion,
  type Version,
} from '../../../../src/lib/formats/semver/version.js'

const fixture = JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures/semver/masterminds.json'), 'utf8')) as {
  list: string[]
  versions: Record<string, string>
  constraints: Record<string, string>
  order: string
}

function attempt(text: string): Version | undefined {
  try {
    return parseVersion(text)
  } catch {
    return undefined
  }
}

const parsed = fixture.list.map(attempt)

describe('semver as Masterminds v3.5.0 has it', () => {
  it('reads and prints versions, with its error texts', () => {
    const found: Record<string, string> = {}
    for (const text of fixture.list) {
      try {
        found[text] = formatVersion(parseVersion(text))
      } catch (error) {
        found[text] = `error: ${messageOf(error)}`
      }
    }
    expect(found).toEqual(fixture.versions)
  })

  it('orders every pair', () => {
    const order = parsed.flatMap((left) =>
      parsed.map((right) => (left && right ? '<=>'[Math.sign(compareVersions(left, right)) + 1] : '-')),
    )
    expect(order.join('')).toBe(fixture.order)
  })

  it('checks every version against every constraint', () => {
    const found: Record<string, string> = {}
    for (const text of Object.keys(fixture.constraints)) {
      try {
        const constraint = parseConstraint(text)
        found[text] = parsed.map((version) => (version ? (constraint.check(version) ? '1' : '0') : '-')).join('')
      } catch (error) {
        found[text] = `error: ${messageOf(error)}`
      }
    }
    expect(found).toEqual(fixture.constraints)
  })

  it('takes only three dotted parts for a tag', () => {
    expect(['v2', 'v2.1', 'v2.1.0', 'x.1.0', '01.2.3'].map((text) => parseTagVersion(text)?.original)).toEqual([
      undefined,
      undefined,
      'v2.1.0',
      undefined,
      '01.2.3',
    ])
  })

  it('refuses a hostile constraint quickly instead of backtracking', () => {
    expect(() => parseConstraint(`${'1  '.repeat(160)}!`)).toThrow('improper constraint')
    expect(() => parseConstraint('1'.repeat(600))).toThrow('too long')
    expect(() => parseConstraint('1||'.repeat(40))).toThrow('too many constraint groups')
  })
})
