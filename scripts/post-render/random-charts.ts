import type {PostRenderCase} from './case.js'
import {randomOf} from './random.js'
import {randomRenderers} from './random-renderers.js'

type Random = ReturnType<typeof randomOf>

const KINDS = ['ConfigMap', 'Deployment', 'Service', 'Job', 'Foo', 'Secret', 'CustomResourceDefinition', 'Bar', 'Namespace']
const LIST_KINDS = ['List', 'List', 'ConfigMapList', 'FooList', 'ResourceList']
const VERSIONS = ['v1', 'v1', 'apps/v1', 'foo.io/v1beta1']
const HOOKS = ['pre-install', 'test', 'post-install,post-upgrade', 'pre-lunch']
/** what an object may have beside its head; the first few are nothing much */
const BODIES = [
  ...['', '', '', 'data: {a: b}\n', 'data:\n  a: yes\n  b: 1.0\n', 'data:\n  t: |\n    x\n    y\n'],
  ...[
    'data:\n  t: >\n    x\n    y\n',
    'data:\n  t: |+\n    x\n\n',
    'spec:\n  a: &a {b: c}\n  d: *a\n',
    'data: {d: 2001-01-01}\n',
  ],
  ...['spec: {template: {spec: {containers: [{name: c, image: nginx:1.0}]}}}\n', 'items: [{a: b}]\n', 'spec: {l: [a, null]}\n'],
]
const METADATA = [
  'labels: {x: y}',
  'labels: {x: 5}',
  'annotations: {x: y}',
  'annotations: {}',
  'annotations: {config.kubernetes.io/index: "1"}',
  'namespace: n',
]
/** documents and items that are no objects, or none that anybody takes */
const ODD = ['{}', '[]', 'null', '~', 'text', '{a: b}', '{kind: Foo}', '{metadata: {name: x}}', '[{}]', '""']
const NOISE = ['# c\n', '\n', '# c\n---\n', '---\n', '--- # c\n', 'null\n---\n', '---\n\n---\n']
const ITEMS = ['items: []\n', 'items:\n', 'items: {a: b}\n', 'items: x\n', '']

const COMMON: readonly NonNullable<PostRenderCase['commonMetadata']>[] = [
  {labels: {x: 'c'}},
  {annotations: {x: 'c', 'helm.sh/hook': 'test'}},
  {labels: {}, annotations: {y: '1'}},
  {labels: {5: 'a'}},
]

/** Charts of objects, hooks and lists, with or without renderers. */
export function randomChart(seed: number): PostRenderCase {
  const random = randomOf(seed)
  const one = new Documents(random)
  const files: Record<string, string> = {}
  for (let i = random(3); i >= 0; i--) {
    const documents = Array.from({length: 1 + random(4)}, () => one.document())
    files[`templates/${'cab_d'.slice(i, i + 2)}.yaml`] = documents.join(random(6) === 0 ? '\n---\n# c\n' : '---\n')
  }
  const kustomize = random(2) === 0 ? [] : randomRenderers(random, one.names)
  const strategy = (['combined', 'combined', 'separate', 'nohooks'] as const)[random(4)]!
  const commonMetadata = random(5) === 0 ? COMMON[random(COMMON.length)]! : undefined
  return {
    name: `chart ${seed}`,
    files,
    ...(kustomize.length > 0 && {kustomize}),
    ...(commonMetadata && {commonMetadata}),
    ...(strategy !== 'combined' && {strategy}),
  }
}

class Documents {
  readonly names: string[] = []

  constructor(private readonly random: Random) {}

  document(): string {
    const {random} = this
    const noise = random(6) === 0 ? this.#pick(NOISE) : ''
    const form = random(60)
    if (form === 0) return `${noise}${this.#pick(ODD)}\n`
    return noise + (form < 20 ? this.#list(0) : this.#object())
  }

  #object(): string {
    const {random} = this
    const metadata = [`name: ${this.#name()}`]
    if (random(5) === 0) metadata.push(this.#pick(METADATA))
    else if (random(6) === 0) metadata.push(`annotations: {helm.sh/hook: "${this.#pick(HOOKS)}"}`)
    const kind = this.#pick(KINDS)
    return `apiVersion: ${this.#pick(VERSIONS)}\nkind: ${kind}\nmetadata: {${metadata.join(', ')}}\n${this.#pick(BODIES)}`
  }

  #list(depth: number): string {
    const {random} = this
    const head = `apiVersion: v1\nkind: ${this.#pick(LIST_KINDS)}\n`
    const metadata =
      random(3) > 0
        ? ''
        : this.#pick(['metadata: {name: l}\n', 'metadata: {}\n', 'metadata: {annotations: {helm.sh/hook: test}}\n'])
    if (random(25) === 0) return head + metadata + this.#pick(ITEMS)
    const items = Array.from({length: 1 + random(3)}, () => {
      const form = random(60)
      if (form === 0) return this.#pick(ODD)
      return (form < 12 && depth < 2 ? this.#list(depth + 1) : this.#object()).trimEnd()
    })
    return `${head}${metadata}items:\n${items.map((item) => `- ${item.replaceAll('\n', '\n  ').replaceAll(/\n +(?=\n)/g, '\n')}\n`).join('')}`
  }

  /** A new name, now and then one that is there already. */
  #name(): string {
    const {names, random} = this
    if (names.length > 0 && random(60) === 0) return this.#pick(names)
    const name = `o${names.length}`
    names.push(name)
    return name
  }

  #pick(list: readonly string[]): string {
    return list[this.random(list.length)]!
  }
}
