import {join, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {CliCase} from './cli-replay/cases.js'
import {replayAll} from './cli-replay/run-all.js'
import {inProcess} from './cli-replay/run-line.js'
import {embeddedServer} from './cli-replay/servers/api-servers.js'

const root = resolve(import.meta.dirname, '../..')
const corpus = join(root, 'test/corpus/cli-create')

/** Why a case answers otherwise, by `family/name`; a case that has become equal must leave the list. */
const KNOWN: Readonly<Record<string, string>> = {
  'create-files/key-p8_broken-plain': 'prints an internal structure of the ASN.1 reader',
  'create-lines/url-7': 'the password in a URL is masked',
}

const keyOf = ({family, name}: CliCase) => `${family}/${name}`

/** Recorded by scripts/record-create.ts. */
describe('flux create beside the corpus', () => {
  it.each(['create-lines', 'create-files'])('%s', async (family) => {
    const start = () => embeddedServer(root, {virtual: true})
    const results = await replayAll([family], () => true, {corpus, run: inProcess(root), start})
    const differing = results.filter(({entry, differences}) => differences.length > 0 && !KNOWN[keyOf(entry)])
    expect(differing.map(({entry, differences}) => `${keyOf(entry)}\n${differences.join('\n')}`)).toEqual([])
    const equal = results.filter(({entry, differences}) => differences.length === 0 && KNOWN[keyOf(entry)])
    expect(equal.map(({entry}) => keyOf(entry))).toEqual([])
  })
})
