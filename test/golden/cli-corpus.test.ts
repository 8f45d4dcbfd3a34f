import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {type CliCase, familiesOf} from './cli-replay/cases.js'
import {commandOf, isNotYet, notYetCommands, referenceTree} from './cli-replay/reference-tree.js'
import {replayAll} from './cli-replay/run-all.js'
import {inProcess} from './cli-replay/run-line.js'
import {embeddedServer} from './cli-replay/servers/api-servers.js'
import {warmUp} from './cli-replay/warm-up.js'

const root = resolve(import.meta.dirname, '../..')
const corpus = join(root, 'test/corpus/cli')
const tree = referenceTree(root)
const missing = notYetCommands(root)

/** Why a case answers otherwise, by `family/name`; a case that has become equal must leave the list. */
const KNOWN = JSON.parse(readFileSync(join(import.meta.dirname, 'cli-known-differences.json'), 'utf8')) as Record<string, string>

const keyOf = ({family, name}: CliCase) => `${family}/${name}`
/** Families whose command lines need not name the command that they are about. */
const ABOUT: Readonly<Record<string, string>> = {completion: 'flux completion bash', plugin: 'flux plugin list'}
const exists = (entry: CliCase) =>
  !missing.has(ABOUT[entry.family] ?? '') && !isNotYet(commandOf(entry.argv, tree), tree, missing)

beforeAll(() => warmUp(root))

describe('recorded command lines of flux 2.9.5', () => {
  it.each(familiesOf(corpus))('%s', async (family) => {
    const start = () => embeddedServer(root, {virtual: true})
    const results = await replayAll([family], exists, {corpus, run: inProcess(root), start})
    const differing = results.filter(({entry, differences}) => differences.length > 0 && !KNOWN[keyOf(entry)])
    expect(differing.map(({entry, differences}) => `${keyOf(entry)}\n${differences.join('\n')}`)).toEqual([])
    const equal = results.filter(({entry, differences}) => differences.length === 0 && KNOWN[keyOf(entry)])
    expect(equal.map(({entry}) => keyOf(entry))).toEqual([])
  })
})
