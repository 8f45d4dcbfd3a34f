import fc from 'fast-check'
import type {Tree} from '../trees.js'
import {Draw} from './draw.js'
import {objects, odd} from './objects.js'
import {fieldSpecs, patchTexts, replacementText, selector} from './parts.js'

/** Built-in plugins in every form (inline, a file, a folder, several documents), with values as people write them and worse. */
export const pluginTrees: fc.Arbitrary<Tree> = fc.nat().map((seed) => new PluginWriter(seed).tree())

class PluginWriter {
  readonly #draw: Draw
  #plugins = 0

  constructor(seed: number) {
    this.#draw = new Draw(seed)
  }

  tree(): Tree {
    const draw = this.#draw
    const files: Record<string, string> = {'top/o.yaml': objects(draw), 'top/data.txt': 'one\n', 'top/a.env': 'E=1\nF\n'}
    let top = 'resources: [o.yaml]\n'
    if (draw.chance(0.5)) top += 'configMapGenerator: [{name: gen, literals: [a=b]}]\n'
    if (draw.chance(0.2))
      top += `${draw.one(['namePrefix: p-', 'namespace: ns', 'buildMetadata: [transformerAnnotations, originAnnotations]', 'commonLabels: {a: b}'])}\n`
    const fields = draw.chance(0.8)
      ? [draw.one(['transformers', 'transformers', 'transformers', 'generators', 'validators'])]
      : ['generators', 'transformers', 'validators']
    for (const field of fields) top += this.#field(field, files)
    files['top/kustomization.yaml'] = top
    return {path: 'top', files}
  }

  #field(field: string, files: Record<string, string>): string {
    const draw = this.#draw
    const make = () =>
      field === 'generators'
        ? this.#generator()
        : field === 'validators' && draw.chance(0.9)
          ? this.#harmless()
          : this.#transformer()
    const entries = draw.times(1 + draw.below(2), () => {
      const text = draw.times(draw.chance(0.8) ? 1 : 2, make).join('---\n')
      const name = `${field}${Object.keys(files).length}`
      switch (draw.below(4)) {
        case 0:
          return `- |-\n${indented(text, 2)}`
        case 1:
          files[`top/${name}/kustomization.yaml`] = `resources: [t.yaml]\n${draw.chance(0.3) ? 'namePrefix: q-\n' : ''}`
          files[`top/${name}/t.yaml`] = text
          return `- ${name}\n`
        default:
          files[`top/${name}.yaml`] = text
          return `- ${name}.yaml\n`
      }
    })
    return `${field}:\n${entries.join('')}`
  }

  #plugin(kind: string, fields: string): string {
    const draw = this.#draw
    const head = `apiVersion: ${draw.chance(0.997) ? 'builtin' : odd(draw, 'v1')}\nkind: ${kind}\n`
    const meta = /^metadata:/m.test(fields)
      ? ''
      : `metadata: {name: ${draw.chance(0.97) ? `x${this.#plugins++}` : odd(draw, 'x0')}}\n`
    const text = head + meta + fields
    if (draw.chance(0.02)) return `${text}unknown: ${odd(draw, 'a')}\n`
    if (draw.chance(0.01))
      return text.replace(/^(\w)(\w+):/m, (_, first: string, rest: string) => `${first.toUpperCase()}${rest}:`)
    if (draw.chance(0.007)) return text + (/^(\w+): .*$/m.exec(fields)?.[0] ?? '') + '\n'
    return text
  }

  #harmless(): string {
    return this.#plugin(
      'LabelTransformer',
      `labels: {app: ${odd(this.#draw, 'web')}}\nfieldSpecs: [{path: metadata/labels, kind: ${this.#draw.chance(0.3) ? 'Service' : 'Nope'}}]\n`,
    )
  }

  #generator(): string {
    const draw = this.#draw
    switch (draw.below(7)) {
      case 0:
        return this.#plugin(
          'IAMPolicyGenerator',
          `cloud: ${draw.chance(0.97) ? 'gke' : odd(draw, 'aws')}\nkubernetesService: {name: ${odd(draw, 'k')}, namespace: ${odd(draw, 'team')}}\nserviceAccount: {name: ${odd(draw, 'sa')}, projectId: ${odd(draw, 'p-1')}}\n`,
        )
      case 1:
        if (draw.chance(0.8)) return this.#generator()
        return this.#plugin('HelmChartInflationGenerator', `name: ${odd(draw, 'chart')}\nversion: ${odd(draw, '1.0.0')}\n`)
      default: {
        const secret = draw.chance(0.4)
        const parts = [
          `name: ${draw.chance(0.97) ? `called${this.#plugins}` : odd(draw, 'app', 'gen')}`,
          `behavior: ${odd(draw, ...Array<string>(30).fill('create'), 'merge')}`,
          `namespace: ${odd(draw, 'team')}`,
          `literals: [${draw
            .some(['a=b', 'k=2', '"x=y z"', 'm='], 3)
            .map((pair) => odd(draw, pair))
            .join(', ')}]`,
          `files: [${odd(draw, 'data.txt', 'd=data.txt')}]`,
          `envs: [${odd(draw, 'a.env')}]`,
          `env: ${odd(draw, 'a.env')}`,
          `options: {disableNameSuffixHash: ${odd(draw, 'true', 'false')}, labels: {l: ${odd(draw, 'm')}}, annotations: {an: ${odd(draw, 'm')}}, immutable: ${odd(draw, 'true')}}`,
          ...(secret ? [`type: ${odd(draw, 'Opaque', 'kubernetes.io/tls')}`] : []),
        ]
        return this.#plugin(
          secret ? 'SecretGenerator' : 'ConfigMapGenerator',
          `metadata: {name: ${draw.chance(0.97) ? `made${this.#plugins++}` : odd(draw, 'app')}}\n${draw
            .some(parts, 4)
            .map((part) => `${part}\n`)
            .join('')}`,
        )
      }
    }
  }

  #transformer(): string {
    const draw = this.#draw
    const specs = () => (draw.chance(0.97) ? `fieldSpecs:${fieldSpecs(draw)}` : '')
    switch (draw.below(14)) {
      case 0:
        return this.#plugin(
          'ImageTagTransformer',
          `imageTag: {name: ${odd(draw, 'nginx', 'ghcr.io/acme/side')}, ${draw.some([`newTag: ${odd(draw, '"2"')}`, `newName: ${odd(draw, 'new/x')}`, `digest: ${odd(draw, 'sha256:d')}`, `tagSuffix: ${odd(draw, '-s')}`], 3).join(', ')}}\n${specs()}`,
        )
      case 1:
        return this.#plugin(
          'LabelTransformer',
          `labels: ${draw.chance(0.9) ? `{v: ${odd(draw, 'w')}, ${draw.chance(0.95) ? 'k' : draw.one(['1', 'true', '1.0', '~'])}: ${odd(draw, 'w')}}` : odd(draw, '{a: b}')}\n${specs()}`,
        )
      case 2:
        return this.#plugin(
          'AnnotationsTransformer',
          `annotations: ${draw.chance(0.9) ? `{v: ${odd(draw, 'w')}}` : odd(draw, '{a: b}')}\n${specs()}`,
        )
      case 3: {
        const kind = draw.one(['PrefixTransformer', 'SuffixTransformer', 'PrefixSuffixTransformer'])
        return this.#plugin(
          kind,
          `${kind === 'SuffixTransformer' ? 'suffix' : 'prefix'}: ${odd(draw, 'a-', '-z')}\n${draw.chance(0.3) ? `suffix: ${odd(draw, '-q')}\n` : ''}${specs()}`,
        )
      }
      case 4:
        return this.#plugin(
          'ReplicaCountTransformer',
          `replica: {name: ${odd(draw, 'app', 'w')}, count: ${odd(draw, '5', '0')}}\n${specs()}`,
        )
      case 5:
        return this.#plugin(
          'NamespaceTransformer',
          `metadata: {name: ${odd(draw, 'n')}, namespace: ${odd(draw, 'other', 'team')}}\n${draw.chance(0.4) ? `setRoleBindingSubjects: ${odd(draw, 'none', 'allServiceAccounts', 'defaultOnly')}\n` : ''}${draw.chance(0.4) ? `unsetOnly: ${odd(draw, 'true', 'false')}\n` : ''}${specs()}`,
        )
      case 6:
      case 7: {
        const {text, inline, json} = patchTexts(draw)
        return this.#plugin(
          'PatchTransformer',
          `patch: ${draw.chance(0.9) ? (inline ?? `|-\n${indented(text, 2)}`) : odd(draw, 'a')}\n${json || draw.chance(0.6) ? `target: ${selector(draw)}\n` : ''}${draw.chance(0.2) ? `options: {allowNameChange: ${odd(draw, 'true')}, allowKindChange: ${odd(draw, 'true', 'false')}}\n` : ''}`,
        )
      }
      case 8:
        return this.#plugin(
          'PatchJson6902Transformer',
          `jsonOp: ${draw.chance(0.85) ? `'${JSON.stringify([{op: draw.one(['add', 'add', 'replace', 'remove']), path: draw.one(['/metadata/labels', '/spec/replicas', '/spec/list', draw.chance(0.1) ? '/data/k' : '/spec/text']), value: draw.one([1, 'x', null, [1], 1.5, true, {a: {}}])}])}'` : odd(draw, '"[]"')}\ntarget: {kind: Deployment, name: ${odd(draw, 'app')}, namespace: team}\n`,
        )
      case 9: {
        const {text} = patchTexts(draw, draw.chance(0.9))
        return this.#plugin(
          'PatchStrategicMergeTransformer',
          draw.chance(0.96) ? `patches: |-\n${indented(text, 2)}` : `${draw.one(['patches', 'paths'])}: ${odd(draw, '"{}"')}\n`,
        )
      }
      case 10:
      case 11:
        return this.#plugin(
          'ReplacementTransformer',
          `replacements:\n${draw.times(1 + draw.below(2), () => `- ${indented(replacementText(draw), 2).trimStart()}`).join('')}`,
        )
      case 12:
        return this.#plugin(
          'ValueAddTransformer',
          `value: ${odd(draw, 'val')}\n${draw.chance(0.2) ? `targetFilePath: ${odd(draw, 'data.txt')}\n` : ''}targets:\n${draw
            .times(
              1 + draw.below(2),
              () =>
                `- {selector: ${selector(draw)}, fieldPath: ${odd(draw, 'metadata/name', 'spec/x', 'metadata/annotations/a', '"spec/template/spec/containers[]/image"')}, filePathPosition: ${odd(draw, '0', '1', '2')}}\n`,
            )
            .join('')}`,
        )
      default:
        return this.#plugin('HashTransformer', draw.chance(0.5) ? '' : `foo: ${odd(draw, 'a')}\n`)
    }
  }
}

function indented(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by))
}
