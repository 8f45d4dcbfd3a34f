import fc from 'fast-check'
import type {Tree} from '../trees.js'
import {Draw} from './draw.js'
import {objects, odd} from './objects.js'
import {fieldSpecs, patchTexts, replacementText, selector} from './parts.js'

/** Bases in bases and components in components, each with its own fields, generators and plugins, some with metadata of the build. */
export const nestedTrees: fc.Arbitrary<Tree> = fc.nat().map((seed) => new NestedWriter(seed).tree())

const CRD = `{"x.Widget": {"Schema": {"properties": {"apiVersion": {}, "kind": {}, "metadata": {}, "spec": {"properties": {"ref":
{"x-kubernetes-object-ref-api-version": "v1", "x-kubernetes-object-ref-kind": "ConfigMap"}}}}}}}`

class NestedWriter {
  readonly #draw: Draw
  readonly #files: Record<string, string> = {}

  constructor(seed: number) {
    this.#draw = new Draw(seed)
  }

  tree(): Tree {
    const draw = this.#draw
    this.#files['one/o.yaml'] = objects(draw)
    this.#kustomization('one', 1, `resources: [o.yaml]\n`)
    let middle = 'resources: [../one]\n'
    if (draw.chance(0.3)) {
      this.#files['two/o.yaml'] = objects(draw)
      this.#kustomization('two', 2, 'resources: [o.yaml]\nnamePrefix: two-\n')
      middle = 'resources: [../one, ../two]\n'
    }
    const parts = draw.chance(0.7)
    if (parts) {
      const inner = draw.chance(0.6)
      if (inner) this.#kustomization('part/inner', 2, '', 'Component')
      let fields = inner ? 'components: [inner]\n' : ''
      if (draw.chance(0.3)) {
        this.#files['part/o.yaml'] = objects(draw).replaceAll(/name: (app|w|bind|role)\b/g, 'name: part-$1')
        fields += 'resources: [o.yaml]\n'
      }
      this.#kustomization('part', 2, fields, 'Component')
    }
    const where = draw.below(3)
    this.#kustomization('middle', 2, `${middle}${parts && where !== 1 ? 'components: [../part]\n' : ''}`)
    this.#kustomization('top', 3, `resources: [../middle]\n${parts && where !== 0 ? 'components: [../part]\n' : ''}`)
    return {path: 'top', files: this.#files}
  }

  #kustomization(folder: string, most: number, fields: string, kind = 'Kustomization'): void {
    const draw = this.#draw
    let text = fields
    if (kind === 'Component') text = `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${text}`
    else if (draw.chance(0.3))
      text = `apiVersion: ${draw.chance(0.97) ? draw.one(['kustomize.config.k8s.io/v1beta1']) : odd(draw, 'kustomize.config.k8s.io/v1beta1')}\nkind: Kustomization\n${text}`
    if (text === '' || kind === 'Component') text += 'commonAnnotations: {part: p}\n'
    for (const make of draw.some(this.#makers, most)) {
      const added = make(folder)
      if (!new RegExp(`^${added.slice(0, added.indexOf(':') + 1)}`, 'm').test(text)) text += added
    }
    this.#files[`${folder}/kustomization.yaml`] = text
  }

  readonly #makers: readonly ((folder: string) => string)[] = [
    () => `namePrefix: ${this.#value('a-', 'b-')}\n`,
    () => `nameSuffix: ${this.#value('-y', '-z')}\n`,
    () => `namespace: ${this.#value('team', 'prod')}\n`,
    () => `commonLabels: {l: ${this.#value('m')}, app: ${this.#value('web')}}\n`,
    () => `commonAnnotations: {${this.#draw.chance(0.9) ? 'an' : 'n'}: ${this.#value('m')}}\n`,
    () =>
      `labels:\n- pairs: {x: ${this.#value('q')}}\n  ${this.#draw.one(['includeSelectors', 'includeTemplates'])}: ${this.#value('true', 'false')}\n${this.#draw.chance(0.5) ? `  fields:${fieldSpecs(this.#draw).replaceAll(/^-/gm, '  -')}` : ''}`,
    () =>
      `images:\n- {name: ${this.#value('nginx', '"ghcr.io/.*"')}, newTag: ${this.#value('"2"', 'v3')}${this.#draw.chance(0.3) ? `, newName: ${this.#value('q/n')}` : ''}}\n`,
    () => `replicas: [{name: ${this.#value('app')}, count: ${this.#value('4')}}]\n`,
    () => {
      const {text, inline, json} = patchTexts(this.#draw)
      return `patches:\n- patch: ${inline ?? `|\n${indented(text, 4)}`}\n${json || this.#draw.chance(0.5) ? `  target: ${selector(this.#draw)}\n` : ''}${this.#draw.chance(0.15) ? '  options: {allowNameChange: true, allowKindChange: true}\n' : ''}`
    },
    (folder) => {
      const {text, json} = patchTexts(this.#draw, this.#draw.chance(0.9))
      this.#files[`${folder}/p.yaml`] = text
      return `patches: [{path: p.yaml${json || this.#draw.chance(0.6) ? `, target: ${selector(this.#draw)}` : ''}}]\n`
    },
    () => `replacements:\n- ${indented(replacementText(this.#draw), 2).trimStart()}`,
    () => this.#generator('configMapGenerator', ''),
    () => this.#generator('secretGenerator', this.#draw.chance(0.3) ? ', type: kubernetes.io/tls' : ''),
    () =>
      `generatorOptions: {disableNameSuffixHash: ${this.#value('true', 'false')}, labels: {g: ${this.#value('o')}}, annotations: {h: ${this.#value('o')}}, immutable: ${this.#value('true', 'false')}}\n`,
    () =>
      `buildMetadata: [${this.#draw.some(['originAnnotations', 'transformerAnnotations', 'managedByLabel', ...(this.#draw.chance(0.03) ? ['nope', '1'] : [])], 3).join(', ')}]\n`,
    () => `buildMetadata: [originAnnotations, transformerAnnotations]\n`,
    () =>
      `sortOptions: {order: ${this.#value('legacy', 'fifo')}${this.#draw.chance(0.5) ? `, legacySortOptions: {orderFirst: [${this.#draw.some(['Deployment', 'Widget', 'ConfigMap', 'Nope', 'Namespace', '""'], 3).join(', ')}], orderLast: [${this.#draw.some(['Service', 'Widget', 'ConfigMap', 'Secret', 'y'], 3).join(', ')}]}` : ''}}\n`,
    (folder) => {
      this.#files[`${folder}/c.yaml`] =
        `${this.#draw.one(['namePrefix', 'commonLabels', 'namespace', 'images', 'replicas', 'varReference', 'commonAnnotations'])}:${fieldSpecs(this.#draw)}`
      return 'configurations: [c.yaml]\n'
    },
    () => 'vars: [{name: VAR, objref: {apiVersion: v1, kind: ConfigMap, name: app}, fieldref: {fieldpath: data.k}}]\n',
    () =>
      `transformers:\n- |-\n  apiVersion: builtin\n  kind: NamespaceTransformer\n  metadata: {name: t, namespace: ${this.#value('other')}}\n  unsetOnly: ${this.#value('true', 'false')}\n  setRoleBindingSubjects: ${this.#value('none', 'allServiceAccounts', 'defaultOnly')}\n  fieldSpecs: [{path: metadata/namespace, create: true}${this.#draw.chance(0.3) ? ', {path: subjects, kind: RoleBinding}' : ''}]\n`,
    () =>
      `transformers:\n- |-\n  apiVersion: builtin\n  kind: PrefixTransformer\n  metadata: {name: t}\n  prefix: ${this.#value('t-')}\n  fieldSpecs: [{path: metadata/name}]\n  ---\n  apiVersion: builtin\n  kind: AnnotationsTransformer\n  metadata: {name: u}\n  annotations: {u: ${this.#value('v')}}\n  fieldSpecs: [{path: metadata/annotations, create: true}]\n`,
    () =>
      `transformers:\n- |-\n  apiVersion: builtin\n  kind: ReplacementTransformer\n  metadata: {name: r}\n  replacements:\n  - ${indented(replacementText(this.#draw), 4).trimStart()}`,
    () =>
      `validators:\n- |-\n  apiVersion: builtin\n  kind: LabelTransformer\n  metadata: {name: v}\n  labels: {app: web}\n  fieldSpecs: [{path: metadata/labels, kind: ${this.#draw.chance(0.1) ? 'Service' : 'Nope'}}]\n`,
    () =>
      `generators:\n- |-\n  apiVersion: builtin\n  kind: ConfigMapGenerator\n  metadata: {name: ${this.#value(`plugged${this.#draw.below(1000)}`)}}\n  behavior: ${this.#value('create')}\n  literals: [a=b]\n`,
    (folder) => {
      this.#files[`${folder}/crd.json`] = CRD
      return 'crds: [crd.json]\n'
    },
    () =>
      `patchesStrategicMerge:\n- |-\n${indented(patchTexts(this.#draw, true).text || 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\n$patch: delete\n', 2)}`,
    () =>
      `patchesJson6902: [{target: {version: v1, kind: ${this.#value('ConfigMap', 'Deployment')}, name: ${this.#value('app')}}, patch: '[{"op":"add","path":"/metadata/annotations","value":{"j":"1"}}]'}]\n`,
  ]

  #generator(field: string, more: string): string {
    const draw = this.#draw
    return `${field}:\n${draw
      .times(
        1 + draw.below(2),
        () =>
          `- {name: ${this.#value('gen', `g${this.#draw.below(1000)}`)}, behavior: ${this.#value(...Array(40).fill('create'), 'merge', 'replace')}, literals: [${draw.one(['a=b', 'k=z', 'n=1, m=2'])}]${more}${draw.chance(0.3) ? `, namespace: ${this.#value('team', 'prod')}` : ''}${draw.chance(0.3) ? `, options: {disableNameSuffixHash: ${this.#value('true')}, labels: {q: ${this.#value('r')}}}` : ''}}\n`,
      )
      .join('')}`
  }

  /** Rarely odd: a tree has many. */
  #value(...fitting: string[]): string {
    return this.#draw.chance(0.7) ? this.#draw.one(fitting) : odd(this.#draw, ...fitting)
  }
}

function indented(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by))
}
