import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'
import {GLOBAL_FLAGS} from '../../src/commands/flags/global-flags.js'
import {helpText} from '../../src/commands/help.js'
import type {PackageJson} from '../../src/commands/host.js'
import {COMMANDS} from '../../src/commands/index.js'
import {KINDS, type KindRow} from '../../src/lib/kinds/registry.js'

const root = resolve(import.meta.dirname, '../..')
const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageJson

interface TreeRow {
  readonly path: string
  readonly aliases: readonly string[]
  readonly runnable: boolean
  readonly flags: readonly {name: string; short: string | null; type: string; default: unknown}[]
}

/** Commands of flux 2.9.5 that exist here, with every flag (recorded from the released binary). */
const TREE = JSON.parse(readFileSync(join(root, 'test/fixtures/cli-tree.json'), 'utf8')) as TreeRow[]

/** Ours alone: every command that reads takes `-o`. */
const OUR_FLAGS = new Set(['output'])

function wordsOf(path: string): string[] {
  return path.split(' ').slice(1)
}

/** Flags of a command and of the groups above it, the root's left out. */
function flagsOf(path: string): TreeRow['flags'] {
  const words = wordsOf(path)
  const above = words.map((_, index) => ['flux', ...words.slice(0, index + 1)].join(' '))
  return TREE.filter((row) => above.includes(row.path)).flatMap((row) => row.flags)
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

  it.each(TREE.filter((row) => row.runnable).map((row) => row.path))('%s has the flags of the reference', (path) => {
    const command = COMMANDS[wordsOf(path).join(':')]
    expect(command, path).toBeDefined()
    const expected = flagsOf(path).map((flag) => `--${flag.name}${flag.short ? ` -${flag.short}` : ''}`)
    const actual = Object.entries(command!.flags)
      .filter(([name]) => !OUR_FLAGS.has(name) || expected.some((flag) => flag.startsWith(`--${name}`)))
      .map(([name, flag]) => `--${name}${flag.char ? ` -${flag.char}` : ''}`)
    expect(actual.toSorted()).toEqual(expected.toSorted())
  })

  it('has the global flags of the reference', () => {
    const wanted = TREE.find((row) => row.path === 'flux')!.flags.filter((flag) => !['help', 'version'].includes(flag.name))
    const expected = wanted.map((flag) => `--${flag.name}${flag.short ? ` -${flag.short}` : ''}`)
    const actual = Object.entries(GLOBAL_FLAGS).map(([name, flag]) => `--${name}${flag.char ? ` -${flag.char}` : ''}`)
    expect(actual.toSorted()).toEqual(expected.toSorted())
  })

  it.each(TREE.filter((row) => row.aliases.length > 0 && row.runnable).map((row) => [row.path, row.aliases] as const))(
    '%s has the aliases %s',
    (path, aliases) => {
      const words = wordsOf(path)
      const ids = aliases.map((alias) => [...words.slice(0, -1), alias].join(':'))
      expect(COMMANDS[words.join(':')]!.aliases).toEqual(expect.arrayContaining(ids))
    },
  )

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
