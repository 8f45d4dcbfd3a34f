import fc from 'fast-check'
import type {Tree} from '../trees.js'
import {Draw} from './draw.js'
import {objects, odd} from './objects.js'
import {fieldSpecs, patchTexts, replacementText, selector} from './parts.js'

/** What a kustomization reads beside objects: configurations, replacements, vars, schemas, crds; keys twice, odd values and all. */
export const settingTrees: fc.Arbitrary<Tree> = fc.nat().map((seed) => new SettingWriter(seed).tree())

const DEPLOYMENT_FIELDS = [
  'metadata.name',
  'spec.replicas',
  'spec.list[0]',
  'spec.template.spec.containers[0].image',
  'spec.template.spec.containers[name=main].image',
] as const

const WIDGET_FIELDS = [
  'metadata.name',
  'spec.map',
  'spec.map.x\\.y',
  'spec.on',
  'spec.float',
  'spec.map.z',
  'spec.items[1].v',
] as const

class SettingWriter {
  readonly #draw: Draw

  constructor(seed: number) {
    this.#draw = new Draw(seed)
  }

  tree(): Tree {
    const draw = this.#draw
    const files: Record<string, string> = {'base/o.yaml': objects(draw), 'base/kustomization.yaml': 'resources: [o.yaml]\n'}
    if (draw.chance(0.02)) files['base/o.yaml'] = '# nothing\n'
    let top = `resources: [../base]\n${draw
      .some(
        [
          'namePrefix: p-',
          'nameSuffix: -s',
          'namespace: ns',
          'commonLabels: {l: m}',
          'commonAnnotations: {an: m}',
          'images: [{name: nginx, newTag: "9"}]',
          'replicas: [{name: app, count: 3}]',
        ],
        2,
      )
      .map((line) => `${line}\n`)
      .join('')}`
    const kinds = draw.some(['configurations', 'replacements', 'vars', 'schema', 'crds', 'patches', 'labels'], 3)
    if (kinds.length === 0) kinds.push('replacements')
    for (const kind of kinds) top += this.#add(kind, files)
    files['top/kustomization.yaml'] = top
    return {path: 'top', files}
  }

  #add(kind: string, files: Record<string, string>): string {
    const draw = this.#draw
    switch (kind) {
      case 'configurations':
        files['top/c.yaml'] = this.#configuration()
        if (!draw.chance(0.2)) return 'configurations: [c.yaml]\n'
        files['top/d.yaml'] = this.#configuration()
        return 'configurations: [c.yaml, d.yaml]\n'
      case 'replacements': {
        const list = draw.times(1 + draw.below(2), () => `- ${indented(replacementText(draw)).trimStart()}`).join('')
        if (draw.chance(0.4)) return `replacements:\n${list}`
        files['top/r.yaml'] = this.#twice(
          draw.chance(0.6) ? list : draw.chance(0.5) ? replacementText(draw) : `replacements:\n${list}`,
        )
        return 'replacements:\n- path: r.yaml\n'
      }
      case 'vars':
        return `vars:\n${draw.times(1 + draw.below(2), () => this.#variable()).join('')}`
      case 'schema':
        files[`top/s.json`] = this.#schema()
        return `openapi: {${draw.chance(0.95) ? 'path: s.json' : `path: ${odd(draw, 's.json')}`}}\n${kind === 'schema' && draw.chance(0.7) ? this.#patch() : ''}`
      case 'crds':
        files['top/crd.json'] = this.#crd()
        return 'crds: [crd.json]\n'
      case 'labels':
        return `labels:\n- pairs: {x: ${odd(draw, 'q')}, app: q}\n  ${draw.some([`includeSelectors: ${odd(draw, 'true', 'false')}`, `includeTemplates: ${odd(draw, 'true', 'false')}`], 2).join('\n  ')}\n${draw.chance(0.6) ? `  fields:${fieldSpecs(draw).replaceAll(/^-/gm, '  -')}` : ''}`.replaceAll(
          /^ +\n/gm,
          '',
        )
      default:
        return this.#patch()
    }
  }

  #patch(): string {
    const draw = this.#draw
    const {text, inline, json} = patchTexts(draw)
    return `patches:\n- patch: ${inline ?? `|\n${indented(text).replaceAll(/^/gm, '  ')}`}\n${json || draw.chance(0.5) ? `  target: ${selector(draw)}\n` : ''}`
  }

  #twice(text: string): string {
    if (!this.#draw.chance(0.08)) return text
    const lines = text.split('\n')
    const at = this.#draw.below(lines.length)
    lines.splice(at, 0, lines[at]!)
    return lines.join('\n')
  }

  #configuration(): string {
    const draw = this.#draw
    const lists = draw.some(
      [
        'namePrefix',
        'nameSuffix',
        'namespace',
        'commonLabels',
        'templateLabels',
        'commonAnnotations',
        'varReference',
        'images',
        'replicas',
        'labels',
        'NamePrefix',
      ],
      3,
    )
    const texts = lists.map((name) => `${name}:${draw.chance(0.97) ? fieldSpecs(draw) : ` ${odd(draw, '[]')}\n`}`)
    if (texts.length === 0 || draw.chance(0.4))
      texts.push(
        `nameReference:\n- kind: ${odd(draw, 'ConfigMap', 'Widget', 'Deployment')}\n${draw.chance(0.3) ? `  version: ${odd(draw, 'v1')}\n` : ''}${draw.chance(0.2) ? `  group: ${odd(draw, 'apps')}\n` : ''}  fieldSpecs:${fieldSpecs(draw).replaceAll(/^-/gm, '  -')}`,
      )
    if (draw.chance(0.04)) texts.push(draw.one(texts))
    if (draw.chance(0.02)) texts.push(`unknown: ${odd(draw, 'a')}\n`)
    return this.#twice(texts.join(''))
  }

  #variable(): string {
    const draw = this.#draw
    const [apiVersion, kind, name, paths] = draw.one([
      ['v1', 'ConfigMap', 'app', ['metadata.name', 'data.k', 'data["k"]', 'data.n']],
      ['apps/v1', 'Deployment', 'app', DEPLOYMENT_FIELDS],
      ['example.com/v1', 'Widget', 'w', WIDGET_FIELDS],
    ] as const)
    const fitting = (value: string, ...others: string[]) => (draw.chance(0.95) ? value : odd(draw, ...others))
    const field = draw.chance(0.6)
      ? `\n  fieldref: {fieldpath: ${draw.chance(0.95) ? `'${draw.one(paths)}'` : odd(draw, 'spec.nope', "'spec.list[9]'")}}`
      : ''
    return `- name: ${odd(draw, 'VAR', 'VAR', 'OTHER')}\n  objref: {apiVersion: ${fitting(apiVersion, 'v1')}, kind: ${fitting(kind, 'Nope')}, name: ${fitting(name, 'w', 'app')}${draw.chance(0.03) ? `, namespace: ${odd(draw, 'team')}` : ''}}${field}\n`
  }

  #schema(): string {
    const draw = this.#draw
    const list = () => ({
      type: draw.one(['array', 'array', 'array', 'array', 'object', null]),
      items: draw.one([{type: 'object'}, {$ref: '#/definitions/item'}, {$ref: '#/definitions/nope'}, {}, null]),
      'x-kubernetes-patch-strategy': draw.one(['merge', 'merge', 'replace', 'merge,retainKeys', '']),
      ...(draw.chance(0.8) ? {'x-kubernetes-patch-merge-key': draw.one(['name', 'v', 'nope', ''])} : {}),
      ...(draw.chance(0.3)
        ? {
            'x-kubernetes-list-type': draw.one(['map', 'set', 'atomic']),
            'x-kubernetes-list-map-keys': draw.one([['name'], ['name', 'v'], []]),
          }
        : {}),
    })
    const widget = {
      type: 'object',
      'x-kubernetes-group-version-kind': draw.one([
        [{group: 'example.com', kind: 'Widget', version: 'v1'}],
        {group: 'example.com', kind: 'Widget', version: 'v1'},
        [
          {group: '', kind: 'ConfigMap', version: 'v1'},
          {group: 'example.com', kind: 'Widget', version: 'v1'},
        ],
        [],
        'x',
      ]),
      properties: draw.one([
        {spec: {type: 'object', properties: {items: list(), list: list()}}},
        {spec: {$ref: '#/definitions/spec'}},
        {},
      ]),
    }
    const document = {
      definitions: {
        widget,
        item: {type: 'object', properties: {name: {type: 'string'}}},
        spec: {properties: {items: list(), map: {type: 'object', additionalProperties: {type: 'string'}}}},
        ...(draw.chance(0.2) ? {'io.k8s.api.core.v1.PodSpec': {properties: {containers: list()}}} : {}),
      },
    }
    const text = JSON.stringify(document, undefined, draw.chance(0.5) ? 1 : 0)
    return draw.chance(0.97)
      ? text
      : draw.one(['{}', '', '[]', '{"definitions": {}}', '{"definitions": []}', text.slice(0, -2), 'null'])
  }

  #crd(): string {
    const draw = this.#draw
    const ref = () => ({
      ...(draw.chance(0.8) ? {'x-kubernetes-object-ref-api-version': draw.one(['v1', 'apps/v1', 1])} : {}),
      ...(draw.chance(0.8) ? {'x-kubernetes-object-ref-kind': draw.one(['ConfigMap', 'Secret', 'Deployment', null])} : {}),
      ...(draw.chance(0.3) ? {'x-kubernetes-object-ref-name-key': draw.one(['name', 'v'])} : {}),
    })
    const mark = () => ({
      ...(draw.chance(0.3) ? {'x-kubernetes-annotation': draw.one(['', 'a'])} : {}),
      ...(draw.chance(0.2) ? {'x-kubernetes-label-selector': ''} : {}),
      ...(draw.chance(0.2) ? {'x-kubernetes-identity': ''} : {}),
    })
    const document = {
      'x.Widget': {
        Schema: {
          properties: {
            ...(draw.chance(0.8) ? {apiVersion: {type: 'string'}, kind: {type: 'string'}, metadata: {type: 'object'}} : {}),
            spec: draw.one([{$ref: 'x.Spec', ...mark()}, {properties: {ref: {...ref(), ...mark()}}}, {...ref()}]),
          },
        },
        Dependencies: [],
      },
      'x.Spec': {
        Schema: {
          properties: {
            ref: {...ref(), ...mark()},
            items: {items: {$ref: draw.one(['x.Item', 'x.Spec', 'x.Nope'])}, ...ref()},
            map: {...ref(), ...mark()},
          },
        },
      },
      'x.Item': {Schema: {properties: {name: {...ref()}, v: {}}}},
    }
    const text = JSON.stringify(document)
    return draw.chance(0.96) ? text : draw.one(['{}', '[]', 'a: b', '', text.slice(1)])
  }
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}
