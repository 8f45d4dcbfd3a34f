import fc, {type Arbitrary} from 'fast-check'
import {archive} from '../archive.js'
import type {Case} from '../case.js'
import {Dice} from './dice.js'

type Tree = {[key: string]: unknown}
type Files = Record<string, string>

const NAMES = ['api', 'db', 'kit', 'web']
const VERSIONS = ['1.0.0', '1.2.3', '2.0.0-rc.1', 'v2.1.0', '0.1']
const RANGES = ['*', '1.x', '>=1.0.0', '^1.0.0', '~1.2', '1.0.0', '>0.0.0-0', '2.x || 1.x', '']
const FLAGS = ['on', 'enabled', 'deep.on', 'global.on']
const SHOW = [
  'n: {{ .Template.Name }} {{ .Template.BasePath }} {{ .Chart.Name }} {{ .Chart.Version }} {{ .Chart.IsRoot }}',
  'deps: {{ .Chart.Dependencies | toJson }}',
  'v: {{ .Values | toJson }}',
  'subs: {{ range $k, $v := .Subcharts }}{{ $k }}={{ $v.Values | toJson }} {{ end }}',
  'files: {{ range $k, $v := .Files }}{{ $k }} {{ end }}',
  'who: {{ include "who" . }}',
].join('\n')

const archived = (name: string, files: Files) =>
  archive(Object.fromEntries(Object.entries(files).map(([path, text]) => [`${name}/${path}`, text])))

class Umbrella {
  constructor(private readonly dice: Dice) {}

  some<T>(items: readonly T[], most: number): T[] {
    return Array.from({length: this.dice.between(0, most)}, () => this.dice.one(items))
  }

  values(depth: number): Tree {
    const {dice} = this
    const tree: Tree = {}
    for (const key of ['a', 'b', 'image'])
      if (dice.chance(0.5)) tree[key] = dice.one([1, 'x', null, [1], {c: 1}, {c: null, d: {e: 2}}, false])
    if (dice.chance(0.4)) tree.global = dice.one<unknown>([{on: true}, {on: false}, {a: {b: 1}}, {a: {b: null}}, {a: null}, {}])
    if (dice.chance(0.3)) tree.tags = {front: dice.chance(0.5), back: dice.one([true, false, 'yes', null])}
    if (dice.chance(0.4)) tree.on = dice.one([true, false, 'true', null, 1])
    if (dice.chance(0.3)) tree.enabled = dice.chance(0.5)
    if (dice.chance(0.3)) tree.deep = {on: dice.chance(0.5)}
    if (dice.chance(0.3)) tree.exports = {a: {x: 1, image: 'e'}, b: {y: {z: 1}}}
    if (depth > 0) for (const name of [...NAMES, 'one', 'two']) if (dice.chance(0.3)) tree[name] = this.values(depth - 1)
    return tree
  }

  declared(name: string): Tree[] {
    const {dice} = this
    const names = dice.chance(0.25) ? ['one', 'two'] : [dice.chance(0.2) ? 'one' : undefined]
    return names.map((alias) => {
      const flags = this.some(FLAGS, 2).map((flag) => (flag.startsWith('global') ? flag : `${alias ?? name}.${flag}`))
      return {
        ...{name, version: dice.one(RANGES), repository: dice.one(['', 'file://../x', 'https://charts.example.com'])},
        ...(alias && {alias}),
        ...(dice.chance(0.5) && {condition: flags.join(dice.one([',', ', ']))}),
        ...(dice.chance(0.3) && {tags: this.some(['front', 'back', 'none'], 2)}),
        ...(dice.chance(0.4) && {
          'import-values': this.some<unknown>(
            ['a', 'b', {child: 'deep', parent: 'deep'}, {child: 'exports.b', parent: 'image'}],
            2,
          ),
        }),
      }
    })
  }

  /** Files of a chart, names below its folder. */
  chart(name: string, depth: number, version: string): Files {
    const {dice} = this
    const files: Files = {}
    const dependencies: Tree[] = []
    const names = new Set(depth > 0 ? Array.from({length: dice.between(depth, 3)}, () => dice.one(NAMES)) : [])
    const taken = new Set<unknown>()
    for (const sub of names) {
      const subVersion = dice.chance(0.8) ? dice.one(VERSIONS.slice(0, 2)) : dice.one(VERSIONS)
      // Helm refuses a name that comes twice
      for (const entry of dice.chance(0.75) ? this.declared(sub) : []) {
        const own = entry.alias ?? sub
        if (!taken.has(own)) dependencies.push(entry)
        taken.add(own)
      }
      this.place(files, sub, subVersion, this.chart(sub, depth - 1, subVersion))
      // a second version, of which Helm would take any were it not declared under a name of its own
      if (!taken.has(sub) || taken.has('two') || dice.chance(0.7)) continue
      for (const entry of dependencies) if (entry.name === sub) entry.version = subVersion
      dependencies.push({name: sub, version: '3.0.0', repository: '', alias: 'two'})
      taken.add('two')
      files[`charts/${sub}-3.0.0.tgz`] = archived(sub, this.chart(sub, depth - 1, '3.0.0'))
    }
    const isLegacy = dice.chance(0.15)
    const isLibrary = name !== 'chart' && dice.chance(0.12)
    const list = dependencies.length > 0 || dice.chance(0.2) ? {dependencies} : {}
    files['Chart.yaml'] = JSON.stringify({
      ...{apiVersion: isLegacy ? 'v1' : 'v2', name, version},
      ...(isLibrary && {type: 'library'}),
      ...(!isLegacy && list),
    })
    if (isLegacy && 'dependencies' in list) files['requirements.yaml'] = JSON.stringify(list)
    files['values.yaml'] = JSON.stringify(this.values(depth))
    files['templates/show.yaml'] = SHOW
    files['templates/_who.tpl'] = `{{ define "who" }}${name} ${version} {{ .Chart.Name }}{{ end }}`
    // those of subcharts come in the order of Go's maps
    if (name === 'chart') files['crds/c.yaml'] = `kind: Crd${name}\n`
    if (dice.chance(0.3)) files['templates/NOTES.txt'] = 'notes\n'
    if (dice.chance(0.3)) files[dice.one(['a.txt', 'charts/.x/a', 'charts/_off/Chart.yaml', 'f/a.txt'])] = 'text'
    if (dice.chance(0.1)) files['.helmignore'] = dice.one(['charts/db\n', '*.txt\n', 'templates/NOTES.txt\n'])
    return files
  }

  /** A folder, whatever its name, or an archive. */
  place(files: Files, name: string, version: string, chart: Files): void {
    const {dice} = this
    if (dice.chance(0.25)) {
      files[`charts/${name}-${version}.tgz`] = archived(name, chart)
      return
    }
    const folder = dice.chance(0.15) ? `${name}-${version}` : name
    for (const path of Object.keys(files)) if (path.startsWith(`charts/${folder}/`)) delete files[path]
    for (const [path, text] of Object.entries(chart)) files[`charts/${folder}/${path}`] = text
  }
}

function made(seed: number): Case {
  const dice = new Dice(seed)
  const umbrella = new Umbrella(dice)
  const files = umbrella.chart('chart', dice.between(1, 3), '1.0.0')
  const placed = Object.fromEntries(Object.entries(files).map(([path, text]) => [`chart/${path}`, text]))
  const args = dice.chance(0.7) ? ['-f', 'user.json'] : []
  if (dice.chance(0.3))
    args.push('--set', dice.one(['tags.front=false', 'api.on=false', 'global.on=true', 'db=null', 'one.global.a.b=5']))
  if (dice.chance(0.2)) args.push('--include-crds')
  return {name: 'random', files: {...placed, 'user.json': JSON.stringify(umbrella.values(2))}, args}
}

/** Umbrella charts: folders and archives in `charts/`, several versions of a chart, libraries, conditions, tags, imports, v1 among v2. */
export const randomUmbrella: Arbitrary<Case> = fc.integer().map(made)
