import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {type CliCase, familiesOf} from './cli-replay/cases.js'
import {replayAll} from './cli-replay/run-all.js'
import {inProcess} from './cli-replay/run-line.js'
import {embeddedServer} from './cli-replay/servers/api-servers.js'
import {warmUp} from './cli-replay/warm-up.js'

const root = resolve(import.meta.dirname, '../..')
const corpus = join(root, 'test/corpus/cli-lines')

/** Why a case answers otherwise, by `file/line`; a case that has become equal must leave the list. */
const KNOWN = JSON.parse(readFileSync(join(import.meta.dirname, 'cli-lines-known-differences.json'), 'utf8')) as Record<
  string,
  string
>

const keyOf = ({family, name}: CliCase) => `${family}/${name}`

beforeAll(() => warmUp(root))

/** Recorded by scripts/differential-cli.ts. */
describe('odd flags, names, clusters and environments as flux 2.9.5', () => {
  it.each(familiesOf(corpus))('%s', {timeout: 1_500_000}, async (family) => {
    const start = () => embeddedServer(root, {virtual: true})
    const assets = join(root, 'test/corpus/cli')
    const results = await replayAll([family], () => true, {corpus, assets, run: inProcess(root), start})
    expect(results.length).toBeGreaterThan(0)
    const differing = results.filter(({entry, differences}) => differences.length > 0 && !KNOWN[keyOf(entry)])
    expect(differing.map(({entry, differences}) => `${keyOf(entry)}\n${differences.join('\n')}`)).toEqual([])
    const equal = results.filter(({entry, differences}) => differences.length === 0 && KNOWN[keyOf(entry)])
    expect(equal.map(({entry}) => keyOf(entry))).toEqual([])
  })
})
