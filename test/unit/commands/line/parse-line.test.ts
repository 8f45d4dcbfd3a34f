import {describe, expect, it} from 'vitest'
import {GLOBAL_FLAGS} from '../../../../src/commands/flags/global-flags.js'
import {COMMANDS} from '../../../../src/commands/index.js'
import {commandTree, findCommand, nearWords, ownFlags} from '../../../../src/commands/line/command-tree.js'
import {parseLine} from '../../../../src/commands/line/parse-line.js'

const globals = GLOBAL_FLAGS as never
const root = commandTree(COMMANDS)

function find(line: string) {
  const {node, rest} = findCommand(line.split(' '), root, globals)
  return [node.path.join(' '), ...rest].join(' | ')
}

async function parse(line: string) {
  const {node, rest} = findCommand(line.split(' '), root, globals)
  return parseLine(rest, {...GLOBAL_FLAGS, ...node.command?.flags} as never)
}

describe('words of the command line', () => {
  it.each([
    ['get ks', 'get kustomizations'],
    ['-n apps get ks web', 'get kustomizations | -n | apps | web'],
    ['--namespace=apps get -A source git', 'get sources git | --namespace=apps | -A'],
    ['get -n apps ks', 'get kustomizations | -n | apps'],
    ['get --status-selector ready=false sources git', 'get sources git | --status-selector | ready=false'],
    ['reconcile source git web', 'reconcile source git | web'],
    ['reconcile ks --with-source web', 'reconcile kustomization | --with-source | web'],
    ['get nonsense', 'get | nonsense'],
    ['--verbose version', 'version | --verbose'],
    ['--nope get ks', ' | --nope | get | ks'],
  ])('%s', (line, expected) => expect(find(line)).toBe(expected))

  it('lets a group take the flags that all its commands take', () => {
    const flagsOf = (line: string) => Object.keys(ownFlags(findCommand(line.split(' '), root, globals).node)).sort()
    expect(flagsOf('delete')).toEqual(['silent'])
    expect(flagsOf('resume source')).toEqual(['all', 'wait'])
    expect(flagsOf('export')).toEqual(['all', 'output'])
    expect(flagsOf('export source')).toEqual(['all', 'output', 'with-credentials'])
    expect(flagsOf('reconcile')).toEqual([])
  })

  it('proposes near words', () => {
    const names = ['suspend', 'get', 'reconcile', 'resume']
    expect(nearWords('gett', names)).toEqual(['get'])
    expect(nearWords('GE', names)).toEqual(['get'])
    expect(nearWords('rec', names)).toEqual(['get', 'reconcile'])
    expect(nearWords('nonsense', names)).toEqual([])
  })
})

describe('flags', () => {
  it('reads every spelling of a value', async () => {
    for (const line of [
      'get ks -n apps',
      'get ks -napps',
      'get ks -n=apps',
      'get ks --namespace apps',
      'get ks --namespace=apps',
    ]) {
      expect((await parse(line)).flags['namespace']).toBe('apps')
    }
  })

  it.each(['0', '-3'])('refuses %s reconciliations at the same time', async (text) => {
    await expect(parse(`run --concurrent=${text}`)).rejects.toThrow(
      `invalid argument "${text}" for "--concurrent" flag: must be at least 1`,
    )
  })

  it.each(['run', 'cluster start'])('refuses a port of %s that is none, by the name of its flag', async (command) => {
    await expect(parse(`${command} --port=99999`)).rejects.toThrow(
      'invalid argument "99999" for "--port" flag: must be at most 65535',
    )
    await expect(parse(`${command} --port=-1`)).rejects.toThrow('invalid argument "-1" for "--port" flag: must be at least 0')
  })

  it('folds short booleans and reads their values', async () => {
    expect((await parse('get ks -Aw')).flags).toMatchObject({'all-namespaces': true, watch: true})
    expect((await parse('get ks -Anapps')).flags).toMatchObject({'all-namespaces': true, namespace: 'apps'})
    expect((await parse('get ks --no-header=false -A=T')).flags).toMatchObject({'no-header': false, 'all-namespaces': true})
  })

  it('repeats arrays without cutting at commas, and ends flags at --', async () => {
    const line = await parse('get ks --as-group a,b --as-group c -- -x')
    expect(line.flags['as-group']).toEqual(['a,b', 'c'])
    expect(line.args).toEqual(['-x'])
    expect(line.given.has('as-group')).toBe(true)
  })

  it('knows defaults and durations', async () => {
    expect((await parse('logs')).flags).toMatchObject({timeout: 300_000, tail: -1, 'flux-namespace': 'flux-system'})
    expect((await parse('logs --timeout=1m30s --since 2h')).flags).toMatchObject({timeout: 90_000, since: 7_200_000})
  })

  it.each([
    ['get ks --nope', 'unknown flag: --nope'],
    ['get ks -z', "unknown shorthand flag: 'z' in -z"],
    ['get ks -é', "unknown shorthand flag: 'Ã' in -é"],
    ['get ks -\u{1F600}', "unknown shorthand flag: 'Ã' in -\u{1F600}"],
    ["get ks -'", "unknown shorthand flag: '\\'' in -'"],
    ['get ks -"', `unknown shorthand flag: '"' in -"`],
    ['get ks -Az', "unknown shorthand flag: 'z' in -z"],
    ['get ks -n', "flag needs an argument: 'n' in -n"],
    ['get ks --namespace', 'flag needs an argument: --namespace'],
    ['get ks --=x', 'bad flag syntax: --=x'],
    [
      'get ks -A=maybe',
      'invalid argument "maybe" for "-A, --all-namespaces" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    ['get ks --timeout soon', 'invalid argument "soon" for "--timeout" flag: time: invalid duration "soon"'],
    ['logs --tail x', 'invalid argument "x" for "--tail" flag: strconv.ParseInt: parsing "x": invalid syntax'],
    [
      'logs --level warn',
      `invalid argument "warn" for "--level" flag: unsupported log level 'warn', must be one of: debug, info, error`,
    ],
    ['logs --level=', 'invalid argument "" for "--level" flag: no log level given, must be one of: debug, info, error'],
  ])('refuses %s', async (line, message) => {
    await expect(parse(line)).rejects.toThrow(expect.objectContaining({message}))
  })
})
