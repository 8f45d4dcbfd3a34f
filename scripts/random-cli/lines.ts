import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {KINDS} from '../../src/lib/kinds/registry.js'
import type {KubeObject} from '../../src/lib/ports/kube.js'
import type {Dice} from './dice.js'
import {NAMES} from './pools.js'
import {FLAG_VALUES, GOOD_FLAGS, OF_TYPE, SELECTORS, STATUS_SELECTORS} from './values.js'

interface Flag {
  readonly name: string
  readonly short: string | null
  readonly type: string
  readonly persistent: boolean
}

interface Leaf {
  readonly path: string
  readonly aliases: readonly string[]
  readonly flags: readonly Flag[]
  readonly group: boolean
}

const TREE = JSON.parse(readFileSync(join(import.meta.dirname, '../test/fixtures/cli-tree.json'), 'utf8')) as Leaf[]
const byPath = new Map(TREE.map((leaf) => [leaf.path, leaf]))

/** Which commands a run is about. */
export const FAMILIES = {
  read: /^flux (get|export|tree|trace|events|stats|debug|logs|version)\b/,
  create: /^flux create\b/,
  write: /^flux (suspend|resume|reconcile|delete|create)\b/,
  build: /^flux (build|diff) kustomization\b/,
} as const
export type Family = keyof typeof FAMILIES

/** Flags that show free text, wait for ever or lead to another cluster. */
const LEFT_OUT =
  /^(help|watch|follow|kubeconfig|server|token|tls-server-name|certificate-authority|client-.*|insecure-skip-tls-verify|cache-dir|kube-api-.*|since|since-time|verbose)$/
/** Rare ones, which every command has. */
const GLOBAL = /^(as.*|context|cluster|user|disable-compression|ns-follows-kube-context|timeout|version)$/

/** One random command line. */
export function aLine(dice: Dice, family: Family, world: readonly KubeObject[]): string[] {
  const leaves = TREE.filter(({path, group}) => FAMILIES[family].test(path) && (!group || dice.chance(0.02)))
  const leaf = dice.one(leaves)
  const flags = flagsOf(leaf)
  const words = spelled(leaf, dice)
  const own = flags.filter(
    ({name}) => !LEFT_OUT.test(name) && !GLOBAL.test(name) && !['namespace', 'export', 'silent'].includes(name),
  )
  const args = [...namesFor(leaf, dice, world)]
  const given: string[][] = []
  const good = GOOD_FLAGS[leaf.path.slice('flux '.length)]
  for (const [name, values] of Object.entries(good ?? {})) {
    const flag = flags.find((one) => one.name === name)!
    if (dice.chance(0.9)) given.push(written(flag, dice.chance(0.85) ? dice.one(values) : valueFor(flag, dice), dice))
  }
  const wanted = dice.one([0, 1, 1, 2, 3])
  for (let at = 0; at < wanted && own.length > 0; at++) {
    const flag = dice.one(own)
    given.push(written(flag, valueFor(flag, dice), dice))
  }
  if (dice.chance(0.06)) given.push(oddly(dice.one(flags), dice))
  if (dice.chance(0.05)) {
    const flag = dice.one(flags.filter(({name}) => GLOBAL.test(name)))
    given.push(written(flag, valueFor(flag, dice), dice))
  }
  if (dice.chance(0.45)) given.push(written(flags.find(({name}) => name === 'namespace')!, namespaceFor(args, dice, world), dice))
  given.push(...always(family, leaf, dice))
  return mixed(words, args, given, dice)
}

/** What a line needs so that it comes to an end by itself. */
function always(family: Family, {path}: Leaf, dice: Dice): string[][] {
  if (/^flux (resume|reconcile)/.test(path)) return [['--timeout', '6s']]
  if (/^flux delete/.test(path)) return dice.chance(0.9) ? [[dice.one(['-s', '--silent'])]] : []
  if (/^flux create/.test(path)) return family === 'create' ? [['--export']] : [['--timeout', '6s']]
  return []
}

function flagsOf({path, flags}: Leaf): Flag[] {
  const words = path.split(' ')
  const above = words
    .slice(1)
    .flatMap((_, at) => byPath.get(words.slice(0, at + 1).join(' '))?.flags.filter(({persistent}) => persistent) ?? [])
  return [...new Map([...above, ...flags].map((flag) => [flag.name, flag])).values()]
}

/** The words of a command, any of them in another spelling. */
function spelled({path}: Leaf, dice: Dice): string[] {
  const words = path.split(' ').slice(1)
  return words.map((word, at) => {
    const {aliases = []} = byPath.get(['flux', ...words.slice(0, at + 1)].join(' ')) ?? {}
    if (dice.chance(0.015)) return dice.one([word.toUpperCase(), `${word}s`, word.slice(0, -1), `${word} `])
    return aliases.length > 0 && dice.chance(0.4) ? dice.one(aliases) : word
  })
}

function namesFor({path}: Leaf, dice: Dice, world: readonly KubeObject[]): string[] {
  const verb = path.split(' ')[1]!
  if (verb === 'trace') return traced(dice, world)
  const kind = KINDS.find(({words, listWords}) => [words, listWords].some((last) => path.endsWith(` ${last.join(' ')}`)))
  const known = world.filter((object) => object.kind === kind?.kind).map(({metadata}) => metadata.name!)
  const name = () =>
    known.length > 0 && dice.chance(0.8) ? dice.one(known) : dice.one([...NAMES, 'nope', '', 'A_B', 'a/b', '../x', ' ', 'wéb'])
  const count = verb === 'get' || verb === 'export' ? dice.one([0, 0, 1, 1, 2]) : dice.one([0, 1, 1, 1, 1, 1, 1, 1, 2, 3])
  if (['events', 'stats', 'logs', 'version'].includes(verb)) return dice.chance(0.05) ? [name()] : []
  return Array.from({length: count}, name)
}

/** `kind name`, `kind/name`, with flags or without. */
function traced(dice: Dice, world: readonly KubeObject[]): string[] {
  const {kind, apiVersion, metadata} = dice.one(world)
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : ''
  const plural = KINDS.find((row) => row.kind === kind)?.plural ?? `${kind.toLowerCase()}s`
  const word = dice.one([
    kind,
    kind.toLowerCase(),
    plural,
    group ? `${plural}.${group}` : plural,
    group ? `${kind}.${apiVersion.split('/')[1]}.${group}` : kind,
    kind.toUpperCase(),
  ])
  const name = dice.chance(0.9) ? metadata.name! : dice.one(['nope', ''])
  return dice.one([
    [word, name],
    [word, name],
    [`${word}/${name}`],
    [word, name, name],
    [name],
    [word],
    [`${word}/${name}`, `${word}/${name}`],
    [`${word}/`, name],
    [],
  ])
}

function namespaceFor(args: readonly string[], dice: Dice, world: readonly KubeObject[]): string {
  const owners = world.filter(({metadata}) => args.includes(metadata.name!)).map(({metadata}) => metadata.namespace!)
  if (owners.length > 0 && dice.chance(0.8)) return dice.one(owners)
  return dice.one(['apps', 'apps', 'ns-2', 'ns-2', 'empty', 'nowhere', '', 'Bad_NS', 'flux-system', 'a b', 'x'.repeat(64)])
}

function valueFor({name, type}: Flag, dice: Dice): string {
  if (name === 'label-selector') return dice.one(SELECTORS)
  if (name === 'status-selector') return dice.one(STATUS_SELECTORS)
  const pool =
    FLAG_VALUES[name] ??
    OF_TYPE[type] ??
    (type.includes('|') ? [...type.split('|'), 'odd', '', type.split('|')[0]!.toUpperCase()] : OF_TYPE['string']!)
  return dice.one(pool)
}

/** A flag and its value in any form that pflag reads. */
function written({name, short, type}: Flag, value: string, dice: Dice): string[] {
  if (type === 'bool') {
    if (dice.chance(0.8)) return [short && dice.chance(0.5) ? `-${short}` : `--${name}`]
    return [`${short && dice.chance(0.5) ? `-${short}` : `--${name}`}=${value}`]
  }
  const forms = [[`--${name}`, value], [`--${name}`, value], [`--${name}=${value}`]]
  if (short) forms.push([`-${short}`, value], [`-${short}${value}`], [`-${short}=${value}`])
  return dice.one(forms)
}

/** Flags that are none, in part or twice. */
function oddly({name, short, type}: Flag, dice: Dice): string[] {
  const value = type === 'bool' ? 'true' : 'x'
  return dice.one([
    [`--${name.slice(0, -1)}`, value],
    [`--${name.toUpperCase()}=${value}`],
    [`-${name}`],
    [`--no-${name}`],
    [`--${name}=`],
    ['--'],
    ['-'],
    ['---'],
    ['--='],
    ['-='],
    ['--=x'],
    ['-z'],
    [`-${short ?? 'z'}x`],
    [`-A${short ?? 'z'}`],
    ['-An'],
    [`--${name}`, value, `--${name}`, value],
    ['--bogus', 'x'],
    ['--bogus=x'],
    ['-n'],
    ['--output', 'jsonx'],
  ])
}

/** Words in their order, flags anywhere between. */
function mixed(words: readonly string[], args: readonly string[], given: readonly string[][], dice: Dice): string[] {
  const line: string[][] = [...words, ...args].map((word) => [word])
  for (const flag of given) {
    const first = dice.chance(0.07) ? 0 : dice.chance(0.2) ? words.length : line.length
    line.splice(Math.min(first, line.length), 0, flag)
  }
  return line.flat()
}
