import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import type {Interfaces} from '@oclif/core'
import {describe, expect, it} from 'vitest'
import {CONTROLLER_COMMANDS} from '../../../src/commands/controller/controllers.js'
import {GLOBAL_FLAGS} from '../../../src/commands/flags/global-flags.js'
import {parseLine} from '../../../src/commands/line/parse-line.js'
import {formatDuration} from '../../../src/lib/formats/duration/duration.js'

type Flag = Interfaces.Flag<unknown> & {unset?: number; multiple?: boolean}

const RECORDED = JSON.parse(readFileSync(resolve('test/fixtures/controllers/flags.json'), 'utf8')) as Record<
  string,
  Record<string, {type: string; default?: string}>
>
const flagsOf = (name: string) =>
  ({...GLOBAL_FLAGS, ...CONTROLLER_COMMANDS[`controller:${name}`]!.flags}) as unknown as Record<string, Flag>
/** Defaults that an environment variable may replace: they are not in the definition. */
const FROM_ENV = ['metrics-addr', 'storage-addr', 'storage-path']

describe.each(Object.keys(RECORDED))('flags of %s', (name) => {
  const flags = flagsOf(name)

  it("are those of CNCF's, with their kinds and defaults", () => {
    for (const [flag, {type, default: value}] of Object.entries(RECORDED[name]!)) {
      const own = flags[flag]
      expect(own, flag).toBeDefined()
      expect(own!.type === 'boolean', flag).toBe(type === 'bool')
      expect(own!.type === 'option' && own!.multiple, flag).toBe(['strings', 'stringArray', 'mapStringBool'].includes(type))
      if (FROM_ENV.includes(flag)) continue
      const unset = own!.unset === undefined ? own!.default : formatDuration(own!.unset)
      const none =
        unset === undefined || unset === '' || unset === false || unset === 0 || (Array.isArray(unset) && unset.length === 0)
      expect(none ? undefined : String(unset), flag).toBe(value)
    }
  })

  it('are no others', () => {
    const others = Object.keys(CONTROLLER_COMMANDS[`controller:${name}`]!.flags).filter((flag) => !RECORDED[name]![flag])
    expect(others).toEqual([])
  })

  /** Two values of each type of pflag's, and what both together mean. */
  const TWICE: Readonly<Record<string, readonly [string, string, unknown]>> = {
    bool: ['=true', '=false', false],
    int: ['=2', ' 7', 7],
    uint8: ['=2', ' 7', 7],
    float32: ['=2.5', ' 7.5', 7.5],
    duration: ['=2s', ' 7s', 7000],
    string: ['=a', ' b', 'b'],
    strings: ['=a,b', ' c', ['a', 'b', 'c']],
    stringArray: ['=a,b', ' c', ['a,b', 'c']],
    mapStringBool: [
      '=A=true,B=false',
      ' A=false',
      [
        ['A', true],
        ['B', false],
        ['A', false],
      ],
    ],
  }

  it('each take the last of two values; lists take both', async () => {
    for (const [flag, {type}] of Object.entries(RECORDED[name]!)) {
      const [first, second, value] = TWICE[type] ?? []
      expect(first, `${flag} of type ${type}`).toBeDefined()
      const {flags: read} = await parseLine([`--${flag}${first}`, ...`--${flag}${second}`.split(' ')], flags)
      expect(read[flag], flag).toEqual(value)
    }
    // a switch without a value says yes, wherever it stands
    const {flags: read} = await parseLine(['--enable-leader-election=false', '--enable-leader-election'], flags)
    expect(read['enable-leader-election']).toBe(true)
  })

  it('take the last of several values, and gates together', async () => {
    const words = ['--concurrent=2', '--concurrent', '7', '--feature-gates=A=true,B=false', '--feature-gates=A=false']
    const line = await parseLine(words, flags)
    expect(line.flags['concurrent']).toBe(7)
    expect(line.flags['feature-gates']).toEqual([
      ['A', true],
      ['B', false],
      ['A', false],
    ])
    await expect(parseLine(['--feature-gates=A'], flags)).rejects.toThrow(
      'invalid argument "A" for "--feature-gates" flag: malformed pair, expect string=bool',
    )
  })
})
