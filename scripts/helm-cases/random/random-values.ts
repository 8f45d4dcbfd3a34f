import fc, {type Arbitrary} from 'fast-check'
import type {Case} from '../case.js'
import {Dice} from './dice.js'

type Tree = {[key: string]: unknown}
type Files = Record<string, string>

const KEYS = ['a', 'b', 'c', 'd']
const SCALARS = [null, null, null, 1, 0, '', 's', true, false, [1], [], {}, [{a: {b: 1}}]]
const IMPORTS = [
  ...['a', 'b', {child: 'a', parent: 'b'}, {child: 'c', parent: '.'}, {child: 'a.b', parent: 'c.d'}],
  ...[{child: 'exports.a', parent: 'a'}, {child: 'global', parent: 'global'}, {child: 'a', parent: 'global.a'}, {child: 'a'}],
]
const SHOW = 'v: {{ .Values | toJson }}\n'
/** Who changes a map below the uppermost ones of the globals changes it for all that share it. */
const CHANGE =
  'x: 1\n{{ range $k, $v := .Values.global }}{{ if kindIs "map" $v }}{{ range $l, $w := $v }}{{ if kindIs "map" $w }}{{ $_ := set $w "by" $.Chart.Name }}{{ end }}{{ end }}{{ $_ := set $v "from" $.Chart.Name }}{{ end }}{{ end }}'

class Charts {
  readonly files: Files = {}

  constructor(private readonly dice: Dice) {}

  tree(depth: number, subcharts: readonly string[] = [], globals = true): Tree {
    const {dice} = this
    const tree: Tree = {}
    for (const key of KEYS) {
      if (dice.chance(0.35)) continue
      tree[key] = depth > 0 && dice.chance(0.6) ? this.tree(depth - 1, [], false) : dice.one(SCALARS)
    }
    for (const name of subcharts) this.#below(tree, name, depth)
    if (globals && dice.chance(0.6)) tree.global = this.#globals(dice.between(1, 3))
    return tree
  }

  #globals(depth: number): Tree | null {
    return this.dice.chance(0.04) ? null : this.tree(depth, [], false)
  }

  #below(tree: Tree, name: string, depth: number): void {
    const {dice} = this
    if (dice.chance(0.5)) {
      const inner = this.tree(depth, [], false)
      if (dice.chance(0.5)) inner.global = this.#globals(dice.between(1, 3))
      if (dice.chance(0.3)) inner.on = dice.one([true, false, null])
      tree[name] = inner
    } else if (dice.chance(0.06)) tree[name] = null
  }

  /** @returns names under which the subcharts have their values */
  chart(prefix: string, name: string, depth: number): string[] {
    const {dice} = this
    const inner = depth > 0 ? Array.from({length: dice.between(0, 2)}, (_, i) => `s${depth}${i}`) : []
    const declared = inner.flatMap((sub) => (dice.chance(0.7) ? this.#declared(sub) : []))
    const metadata = {
      ...{apiVersion: 'v2', name, version: '1.0.0'},
      ...((declared.length > 0 || dice.chance(0.3)) && {dependencies: declared}),
    }
    const names = [...new Set([...inner, ...declared.map(({alias}) => alias ?? '')])].filter((text) => text !== '')
    const values = this.tree(2, names)
    if (prefix !== 'chart/' && dice.chance(0.5)) values.exports = {a: this.tree(2), b: this.tree(1)}
    this.files[`${prefix}Chart.yaml`] = JSON.stringify(metadata)
    this.files[`${prefix}values.yaml`] = JSON.stringify(values)
    this.files[`${prefix}templates/x.yaml`] = SHOW
    if (dice.chance(0.2)) this.files[`${prefix}templates/y.yaml`] = CHANGE
    for (const sub of inner) this.chart(`${prefix}charts/${sub}/`, sub, depth - 1)
    return names
  }

  /** One dependency, or the same chart twice. */
  #declared(name: string): {name: string; alias?: string}[] {
    const {dice} = this
    const aliases = dice.chance(0.25) ? [`${name}x`, `${name}y`] : [dice.chance(0.3) ? `${name}x` : undefined]
    return aliases.map((alias) => ({
      ...{name, version: '*', repository: ''},
      ...(alias !== undefined && {alias}),
      ...(dice.chance(0.3) && {condition: dice.one([`${alias ?? name}.on`, `a.b,${alias ?? name}.on`])}),
      ...(dice.chance(0.15) && {tags: ['a', 'b']}),
      ...(dice.chance(0.4) && {'import-values': [dice.one(IMPORTS), dice.one(IMPORTS)].slice(dice.between(0, 1))}),
    }))
  }

  /** Paths within the values of charts, their globals above all. */
  path(names: readonly string[]): string {
    const {dice} = this
    const start = names.length > 0 && dice.chance(0.5) ? [dice.one(names)] : []
    const globals = dice.chance(0.6) ? ['global'] : []
    const keys = Array.from({length: dice.between(globals.length > 0 ? 0 : 1, 3)}, () => dice.one(KEYS))
    return [...start, ...globals, ...keys].join('.')
  }
}

function made(seed: number): Case {
  const dice = new Dice(seed)
  const charts = new Charts(dice)
  const names = charts.chart('chart/', 'chart', dice.between(1, 3))
  const args: string[] = []
  if (dice.chance(0.8)) args.push('-f', 'user.json')
  for (let left = dice.between(0, 2); left > 0; left--)
    args.push('--set', `${charts.path(names)}=${dice.one(['null', '1', '{}'])}`)
  return {name: 'random', files: {...charts.files, 'user.json': JSON.stringify(charts.tree(2, names))}, args}
}

/** Charts in charts with nulls, globals, aliases, conditions and imports, which print their values. */
export const randomValues: Arbitrary<Case> = fc.integer().map(made)
