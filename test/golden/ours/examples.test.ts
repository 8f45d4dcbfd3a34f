import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type Flux, openFlux} from './open-flux.js'

interface Described {
  readonly id: string
  readonly hidden?: boolean
  readonly flags: Readonly<Record<string, {readonly char?: string}>>
  readonly aliases: readonly string[]
  readonly examples?: readonly string[]
}

const manifest = resolve(import.meta.dirname, '../../../oclif.manifest.json')
const commands = Object.values((JSON.parse(readFileSync(manifest, 'utf8')) as {commands: Record<string, Described>}).commands)
const examples = commands.flatMap(({examples: lines = [], ...command}) => lines.map((line) => ({line, command})))

let flux: Flux
beforeAll(async () => {
  flux = await openFlux(['namespaces.yaml'])
})
afterAll(() => flux.close())

/** What stands behind `flux` up to a pipe, a redirection or the next command; words in quotes are one. */
function wordsOf(line: string): string[] {
  const own = /(?:^|[\s(])flux (.*)$/.exec(line)?.[1] ?? ''
  const words = [...own.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([word]) => word.replace(/[);]+$/, ''))
  const end = words.findIndex((word) => /^[|>&]/.test(word))
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replaceAll('"', ''))
}

describe('help', () => {
  it('has examples for every command that people type', () => {
    // what a Deployment runs
    const silent = commands.filter(
      ({id, hidden, examples: lines = []}) => !hidden && !id.startsWith('controller:') && lines.length === 0,
    )
    expect(silent.map(({id}) => id)).toEqual([])
  })

  it.each(examples)('$line', ({line, command: {id, aliases, flags}}) => {
    const words = wordsOf(line)
    expect([id, ...aliases]).toContain(words.slice(0, id.split(':').length).join(':'))
    const below = commands.find((command) => command.id === words.slice(0, id.split(':').length + 1).join(':'))
    const known = below?.flags ?? flags
    for (const word of words) {
      const long = /^--([a-z-]+)/.exec(word)?.[1]
      const short = /^-([a-zA-Z])$/.exec(word)?.[1]
      if (long) expect(known).toHaveProperty(long)
      if (short) expect(Object.values(known).map(({char}) => char)).toContain(short)
    }
  })

  it.each(
    examples.filter(({line, command}) => command.id.startsWith('create:') && !line.includes('./') && !/values|ssh:/.test(line)),
  )('works: $line', async ({line}) => {
    const words = [...wordsOf(line).filter((word) => word !== '--export'), '--export']
    const {exit, stdout, stderr} = await flux.run(words.join(' '))
    expect(stderr).not.toContain('✗')
    expect(exit).toBe(0)
    expect(stdout).toContain('\nkind: ')
  })

  it('shows of a group what it holds, the flags that all of it takes, and examples', async () => {
    const {stdout} = await flux.run('get sources --help')
    expect(stdout).toMatch(
      /COMMANDS\n[\s\S]*get sources git[\s\S]*\nFLAGS\n[\s\S]*--all-namespaces[\s\S]*\nGLOBAL FLAGS\n[\s\S]*--namespace[\s\S]*\nEXAMPLES\n {2}\$ flux get sources/,
    )
    expect(stdout).not.toContain('--show-source')
    expect((await flux.run('suspend alert --help')).stdout).toContain('Suspend the reconciliation of an Alert\n')
  })
})
