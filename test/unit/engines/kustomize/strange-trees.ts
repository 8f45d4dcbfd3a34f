import fc from 'fast-check'
import type {Tree} from './trees.js'

/** Objects and patches written out as people do: brackets and lines mixed, comments (also in JSON), nulls and odd keys, directives. */
export const strangeTrees: fc.Arbitrary<Tree> = fc.nat().map((seed) => new Writer(seed).tree())

/** What kustomize makes of its own output, Go of some wrong kinds, a validator that wrote what was there: known differences. */
export const KNOWN_REFUSALS = /could not find expected ':'|^panic: |nodes unequal: \n -- (.*),\n -- \1\n/m

const WORDS = [
  'a',
  'b',
  '"q"',
  "'s'",
  'y',
  'on',
  'No',
  '12:30',
  '0o17',
  '1e3',
  '1',
  '1.0',
  'true',
  'null',
  '~',
  '""',
  '2020-01-01',
]
const VALUES = [...WORDS, '', '{}', '[]', '[a, b]', '[y, null]', '{a: b}', '{a: null, y: n}', '{? : x}', '[{}, {a: 1}]']
const KEYS = ['k', 'k2', 'k', 'z', '"q"', 'y', '1', 'true', '0x1', '2020-01-01', '""', '~', '?']
const COMMENTS = ['# c', '# note: x', '# {"a":1}', '# {}', '# null', '# {"type":5}', '# {"a":1} x', '#{"description":"d"}']
const LIST = '"x-kubernetes-patch-strategy":"merge","x-kubernetes-patch-merge-key"'
const TYPES = [`# {${LIST}:"name"}`, `# {"type":"array",${LIST}:"value"}`, `# {"properties":{"containers":{${LIST}:"image"}}}`]
const DIRECTIVES = ['delete', 'replace', 'merge']
const OPERATIONS = [
  'op: remove\n  path: /metadata/name',
  'op: remove\n  path: /metadata',
  'op: remove\n  path: /kind',
  'op: replace\n  path: /metadata/name\n  value: ""',
  'op: replace\n  path: /metadata/name\n  value: n2',
  'op: add\n  path: /metadata/name',
  'op: add\n  path: /metadata/annotations\n  value: null',
  'op: add\n  path: /metadata/labels\n  value: {a: b}',
  'op: add\n  path: /spec/1\n  value: {y: null}',
  'op: add\n  path: /extra\n  value: [y, null, {"": 1}]',
  'op: replace\n  path: /kind\n  value: Bar',
  'op: add\n  path: /x\n  value: y',
  'op: add\n  path: /metadata/labels\n  value: {y: "n"}',
  'op: add\n  path: /metadata/annotations\n  value: {a: "on"}',
]
const REPLACEMENTS = [
  'sourceValue: ""\n  targets: [{select: {kind: Foo}, fieldPaths: [metadata.name]}]',
  'sourceValue: "y"\n  targets: [{select: {name: o}, fieldPaths: [spec.k], options: {create: true}}]',
  'source: {kind: Foo, fieldPath: metadata}\n  targets: [{select: {kind: Foo}, fieldPaths: [spec.copy], options: {create: true}}]',
  'source: {kind: Foo, fieldPath: metadata.labels}\n  targets: [{select: {kind: Foo}, fieldPaths: [metadata.name]}]',
]
const FIELDS = [
  'namePrefix: p-\n',
  'nameSuffix: -s\n',
  'namespace: ns\n',
  'buildMetadata: [transformerAnnotations]\n',
  'buildMetadata: [originAnnotations, transformerAnnotations]\n',
  'commonLabels: {l: m}\n',
  'labels: [{pairs: {l: m}, includeTemplates: true}]\n',
  'commonAnnotations: {n: m}\n',
  'images: [{name: ".*", newTag: q}]\n',
  'images: [{name: "null", newTag: q}]\n',
  'images: [{name: "", newName: q}]\n',
  'replicas: [{name: o, count: 3}]\n',
]

class Writer {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  tree(): Tree {
    const files: Record<string, string> = {'base/kustomization.yaml': 'resources: [o.yaml]\n'}
    files['base/o.yaml'] =
      `${this.#object(false)}${this.#chance(0.3) ? `---\n${this.#object(false).replace('name: o', 'name: o2')}` : ''}`
    let top = `resources: [../base]\n${this.#some(FIELDS, 2).join('')}`
    const patches: string[] = []
    for (let i = this.#below(3); i >= 0; i--) {
      if (this.#chance(0.15)) {
        patches.push(`- target: {name: o}\n  patch: |\n${indented(`- ${this.#one(OPERATIONS)}\n`, 4)}`)
        continue
      }
      files[`top/p${i}.yaml`] = this.#object(true)
      patches.push(`- path: p${i}.yaml\n${this.#chance(0.4) ? '  target: {name: o}\n' : ''}`)
    }
    top += `patches:\n${patches.join('')}`
    if (this.#chance(0.15)) top += `replacements:\n- ${this.#one(REPLACEMENTS)}\n`
    files['top/kustomization.yaml'] = top
    return {path: 'top', files}
  }

  #object(patch: boolean): string {
    const kind = this.#one(['apps/v1 Deployment', 'x/v1 Foo', 'x/v1 Foo', 'v1 ConfigMap'])
    const [apiVersion, name] = (patch && this.#chance(0.95) ? this.#kind : kind).split(' ') as [string, string]
    if (!patch) this.#kind = kind
    const parts = [`apiVersion: ${apiVersion}\n`, `kind: ${name}\n`, this.#metadata(), this.#body(name, patch)]
    if (this.#chance(0.15)) parts.push(`${this.#key()}: ${this.#one(VALUES)}\n`)
    return parts.map((part) => this.#comment(0) + part).join('')
  }

  #kind = 'x/v1 Foo'

  #metadata(): string {
    const maps = ['labels', 'annotations'].filter(() => this.#chance(0.4))
    const values = maps.map((map) => `${map}: ${this.#one(['null', '{}', '', '{a: b}', '{a: null}', '{a: y, "": b}', '{b: ~}'])}`)
    if (this.#chance(0.4)) return `metadata: {${['name: o', ...values.map((value) => value.replace(/: $/, ': ~'))].join(', ')}}\n`
    return `metadata:${this.#beside()}\n${['name: o', ...values].map((value) => `  ${value}${this.#beside()}\n`).join('')}`
  }

  #body(kind: string, patch: boolean): string {
    if (kind === 'ConfigMap') return `data:${this.#map(2, patch)}`
    if (kind !== 'Deployment') return `spec:${this.#map(2, patch)}`
    const containers = this.#list(6, () => this.#container(patch), patch)
    const volumes = this.#chance(0.4)
      ? `${this.#comment(6)}      volumes:${this.#list(
          6,
          () => [
            ['name', this.#one(['v', 'w'])],
            ['emptyDir', '{}'],
          ],
          patch,
        )}`
      : ''
    return `spec:\n  template:${this.#beside()}\n${this.#comment(4)}    spec:\n${this.#comment(6)}      containers:${containers}${volumes}`
  }

  #container(patch: boolean): [string, string][] {
    const fields: [string, string][] = [['name', this.#one(['c', 'd', 'e'])]]
    if (this.#chance(0.6)) fields.push(['image', this.#one(['nginx', 'null', '~', 'a:1', 'y', '""'])])
    if (this.#chance(0.4))
      fields.push([
        'env',
        `[{name: A, value: ${this.#one(WORDS)}}, {name: ${this.#one(['B', 'A'])}, value: ${this.#one(WORDS)}}]`,
      ])
    if (this.#chance(0.3)) fields.push(['args', this.#one(['[]', '[a]', 'null', '[y, "n"]'])])
    if (patch && this.#chance(0.15)) fields.push(['$patch', this.#one(DIRECTIVES)])
    return fields
  }

  #list(indent: number, item: () => [string, string][], patch: boolean): string {
    const count = 1 + this.#below(3)
    const pad = ' '.repeat(indent)
    if (this.#chance(0.25)) return ` [${this.#times(count, () => flow(item())).join(', ')}]${this.#beside()}\n`
    const items = this.#times(count, () => {
      const fields = item()
      const text = this.#chance(0.3)
        ? `${flow(fields)}${this.#beside()}\n`
        : fields
            .map(
              ([key, value], i) => `${i === 0 ? '' : `${this.#comment(indent + 2)}${pad}  `}${key}: ${value}${this.#beside()}\n`,
            )
            .join('')
      return `${this.#comment(indent)}${pad}- ${text}`
    })
    if (patch && this.#chance(0.08)) items.push(`${pad}- $patch: ${this.#one(DIRECTIVES)}\n`)
    return `${this.#beside()}\n${items.join('')}`
  }

  #map(indent: number, patch: boolean): string {
    const pad = ' '.repeat(indent)
    const keys = new Set(this.#times(1 + this.#below(4), () => this.#key()))
    if (patch && this.#chance(0.1)) keys.add('$patch')
    const pairs = [...keys].map((key) => [key, key === '$patch' ? this.#one(DIRECTIVES) : this.#value(key)] as [string, string])
    if (this.#chance(0.3)) return ` ${flow(pairs.map(([key, value]) => [key === '?' ? '? ' : key, value]))}${this.#beside()}\n`
    const lines = pairs.map(([key, value]) => {
      if (key === '?') return `${pad}?\n${pad}: ${value}\n`
      const below =
        value === '{}' && this.#chance(0.5) && indent < 6 ? this.#map(indent + 2, patch) : ` ${value}${this.#beside()}\n`
      return `${pad}${key}:${below}`
    })
    return `${this.#beside()}\n${lines.map((line) => this.#comment(indent) + line).join('')}`
  }

  /** Odd ones are rare: most of them end the build. */
  #key(): string {
    return this.#chance(0.95) ? this.#one(KEYS.slice(0, 6)) : this.#one(KEYS)
  }

  /** Mostly of one kind for each key, or no patch would fit. */
  #value(key: string): string {
    if (this.#chance(0.05)) return this.#one(VALUES)
    if (key === 'k2') return this.#one(['[a, b]', '[y, null]', '[{}, {a: 1}]', '[]', 'null', ''])
    return this.#one(key === 'z' ? ['{}', '{a: b}', '{a: null, y: n}', '{y: y}', '~', ''] : WORDS)
  }

  #comment(indent: number): string {
    if (!this.#chance(0.08)) return ''
    const text = `${' '.repeat(this.#chance(0.8) ? indent : this.#below(3) * 2)}${this.#remark()}\n`
    return `${this.#chance(0.2) ? '\n' : ''}${text}${this.#chance(0.15) ? '\n' : ''}`
  }

  #beside(): string {
    return this.#chance(0.07) ? ` ${this.#remark()}` : ''
  }

  #remark(): string {
    return this.#chance(0.15) ? this.#one(TYPES) : this.#one(COMMENTS)
  }

  #some<T>(list: readonly T[], most: number): T[] {
    const chosen = new Map<string, T>()
    for (let i = this.#below(most + 1); i > 0; i--) {
      const item = this.#one(list)
      chosen.set(String(item).split(':')[0]!, item)
    }
    return [...chosen.values()]
  }

  #times<T>(count: number, make: () => T): T[] {
    return Array.from({length: count}, make)
  }

  #one<T>(list: readonly T[]): T {
    return list[this.#below(list.length)]!
  }

  #chance(part: number): boolean {
    return this.#below(1000) < part * 1000
  }

  #below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

function flow(fields: readonly (readonly [string, string])[]): string {
  return `{${fields.map(([key, value]) => `${key}: ${value}`).join(', ')}}`
}

function indented(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by))
}
