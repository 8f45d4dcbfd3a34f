import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'
import {GLOBAL_FLAGS} from '../../src/commands/flags/global-flags.js'
import {helpText} from '../../src/commands/help.js'
import type {PackageJson} from '../../src/commands/host.js'
import {COMMANDS} from '../../src/commands/index.js'
import {formatDuration} from '../../src/lib/formats/duration/duration.js'
import {KINDS, type KindRow} from '../../src/lib/kinds/registry.js'
import {notYetCommands, type ReferenceFlag, referenceTree} from '../golden/cli-replay/reference-tree.js'

const root = resolve(import.meta.dirname, '../..')
const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageJson

const TREE = referenceTree(root)
const MISSING = notYetCommands(root)

/** Commands of flux 2.9.5 that exist here; `help` is answered by `main`. */
const COMMANDS_OF_FLUX = TREE.filter((row) => row.runnable && !['flux', 'flux help'].includes(row.path) && !MISSING.has(row.path))

/** Flags that only we have, by command or group (docs/compatibility.md says why). */
const OUR_FLAGS: Readonly<Record<string, readonly string[]>> = {
  'flux get': ['output'],
  'flux export': ['output'],
  'flux logs': ['output'],
  'flux build kustomization': ['substitute-from'],
  'flux diff kustomization': ['substitute-from', 'output', 'max-size'],
  'flux install': ['distribution'],
  'flux bootstrap': ['distribution'],
  'flux stats': ['output'],
  'flux check': ['output'],
  'flux debug': ['output'],
  'flux trace': ['output'],
  'flux events': ['output'],
}

/** Commands that only we have. */
const OUR_COMMANDS = [
  'build:chart',
  'build:dir',
  'build:helmrelease',
  'cluster:start',
  'cluster:status',
  'cluster:stop',
  'run',
  'controller',
  ...['source', 'kustomize', 'helm', 'notification', 'image-reflector', 'image-automation'].map(
    (name) => `controller:${name}-controller`,
  ),
  'controller:source-watcher',
  ...['export:all', 'restore'],
]

const wordsOf = (path: string) => path.split(' ').slice(1)
const idOf = (path: string) => wordsOf(path).join(':')
const shown = ({name, short}: {name: string; short?: string | null | undefined}) => `--${name}${short ? ` -${short}` : ''}`

interface OwnFlag {
  readonly type: string
  readonly multiple?: boolean
  readonly delimiter?: string
  readonly default?: unknown
  /** the default of a duration, in milliseconds */
  readonly unset?: number
}

const ownType = ({type, multiple, delimiter}: OwnFlag) =>
  type === 'boolean' ? 'bool' : multiple ? (delimiter ? 'slice' : 'array') : 'text'
const ownDefault = (flag: OwnFlag) => (flag.unset !== undefined ? formatDuration(flag.unset) : none(flag.default))

function typeOf({type}: ReferenceFlag): string {
  if (type === 'bool') return 'bool'
  if (type === 'stringSlice') return 'slice'
  return type === 'stringArray' || type === 'stringToString' ? 'array' : 'text'
}

const defaultOf = (flag: ReferenceFlag) => none(flag.default)

/** Nothing, an empty text and an empty list are no default; numbers are compared as texts. */
function none(value: unknown): unknown {
  if (value === '' || value === null || value === false) return undefined
  if (typeof value === 'object') return Object.keys(value).length === 0 ? undefined : value
  return typeof value === 'number' ? String(value) : value
}

/** A command and the groups above it, the root left out. */
function lineage(path: string): string[] {
  return wordsOf(path).map((_, index, words) => ['flux', ...words.slice(0, index + 1)].join(' '))
}

/** Flags of a command and the persistent ones of the groups above it. */
function flagsOf(path: string): ReferenceFlag[] {
  const above = lineage(path)
  const flags = TREE.filter((row) => above.includes(row.path)).flatMap((row) =>
    row.flags.filter((flag) => row.path === path || flag.persistent),
  )
  return [...new Map(flags.map((flag) => [flag.name, flag])).values()]
}

/** All spellings of a path as ids, the canonical one left out: every word of it may be written as one of its aliases. */
function aliasesOf(path: string): string[] {
  const words = lineage(path).map((prefix) => {
    const row = TREE.find((candidate) => candidate.path === prefix)!
    return [prefix.split(' ').at(-1)!, ...row.aliases]
  })
  const spellings = words.reduce<string[]>(
    (ids, choice) => ids.flatMap((id) => choice.map((word) => (id ? `${id}:${word}` : word))),
    [''],
  )
  return spellings.filter((id) => id !== idOf(path))
}

describe('commands', () => {
  it('has one command per verb and kind that is capable of it', () => {
    for (const row of KINDS as readonly KindRow[]) {
      for (const verb of ['get', 'reconcile', 'suspend', 'resume'] as const) {
        const id = [verb, ...(verb === 'get' ? row.listWords : row.words)].join(':')
        expect(Object.hasOwn(COMMANDS, id), id).toBe(row.capabilities.includes(verb))
      }
    }
  })

  it('knows every command of the reference, or lists it as missing', () => {
    const paths = TREE.filter((row) => row.runnable).map((row) => row.path)
    expect([...MISSING].filter((path) => !paths.includes(path))).toEqual([])
    expect(COMMANDS_OF_FLUX.map((row) => row.path).filter((path) => !COMMANDS[idOf(path)])).toEqual([])
    // the list shrinks: what exists is no longer missing
    expect([...MISSING].filter((path) => COMMANDS[idOf(path)])).toEqual([])
  })

  it('has no other commands than those of the reference and ours', () => {
    const known = new Set([...TREE.filter((row) => row.runnable).map((row) => idOf(row.path)), ...OUR_COMMANDS])
    expect(Object.keys(COMMANDS).filter((id) => !known.has(id))).toEqual([])
  })

  it.each(COMMANDS_OF_FLUX.map((row) => row.path))('%s has the flags of the reference', (path) => {
    const command = COMMANDS[idOf(path)]!
    const ours = lineage(path).flatMap((prefix) => OUR_FLAGS[prefix] ?? [])
    const expected = flagsOf(path)
    const actual = Object.entries(command.flags).map(([name, flag]) => ({name, short: flag.char}))
    const own = actual.filter(({name}) => ours.includes(name) && !expected.some((flag) => flag.name === name))
    expect(
      actual
        .filter((flag) => !own.includes(flag))
        .map(shown)
        .toSorted(),
    ).toEqual(expected.map(shown).toSorted())
  })

  it.each(COMMANDS_OF_FLUX.map((row) => row.path))('%s has the types and defaults of the reference', (path) => {
    const own = COMMANDS[idOf(path)]!.flags as Record<string, OwnFlag>
    const expected = flagsOf(path).map((flag) => [flag.name, typeOf(flag), defaultOf(flag)])
    expect(flagsOf(path).map(({name}) => [name, ownType(own[name]!), ownDefault(own[name]!)])).toEqual(expected)
  })

  it.each(COMMANDS_OF_FLUX.map((row) => row.path))('%s has the aliases of the reference', (path) => {
    expect([...COMMANDS[idOf(path)]!.aliases].toSorted()).toEqual(aliasesOf(path).toSorted())
  })

  it('has the global flags of the reference', () => {
    const wanted = TREE.find((row) => row.path === 'flux')!.flags.filter((flag) => !['help', 'version'].includes(flag.name))
    const actual = Object.entries(GLOBAL_FLAGS).map(([name, flag]) => ({name, short: flag.char}))
    expect(actual.map(shown).toSorted()).toEqual(wanted.map(shown).toSorted())
  })

  it('has a distinct class, a summary and a usage per command', () => {
    const classes = Object.values(COMMANDS)
    expect(new Set(classes).size).toBe(classes.length)
    for (const [id, command] of Object.entries(COMMANDS)) {
      expect(command.summary, id).toMatch(/^[A-Z]/)
      expect(command.usage, id).toContain(id.replaceAll(':', ' '))
      for (const [name, flag] of Object.entries(command.flags)) expect(flag.summary, `${id} --${name}`).toBeTruthy()
    }
  })

  it('shows help of every group and command from the manifest', async () => {
    for (const [id, command] of Object.entries(COMMANDS)) {
      const text = await helpText(id.split(':'), pjson, root)
      expect(text, id).toContain(command.summary)
      expect(text, id).toContain('GLOBAL FLAGS')
    }
    expect(await helpText(['get'], pjson, root)).toContain('get kustomizations')
    expect(await helpText([], pjson, root)).toContain('reconcile')
  })
})
