import type {Draw} from './draw.js'
import {odd} from './objects.js'

const PATHS = [
  'metadata/labels',
  'metadata/annotations',
  'metadata/name',
  'metadata/namespace',
  'spec/template/metadata/labels',
  'spec/selector/matchLabels',
  'spec/template/spec/containers[]/image',
  'spec/template/spec/containers/image',
  'spec/template/spec/containers[]/env[]/value',
  'spec/replicas',
  'spec/size',
  'spec/items[]/v',
  'spec/items',
  'spec/list[]',
  'spec/list',
  'spec/map/x.y',
  'spec/none[]/a',
  'spec/empty/a',
  'data/k',
  'subjects[]/name',
  'spec/new/er',
  'spec/text',
] as const

/** A list of places of configurations and plugins, with what stands before it. */
export function fieldSpecs(draw: Draw): string {
  if (draw.chance(0.03)) return ` ${odd(draw, '[]')}\n`
  const specs = draw.times(1 + draw.below(3), () => {
    const parts = [`path: ${draw.chance(0.93) ? `"${draw.one(PATHS)}"` : odd(draw, 'metadata/labels')}`]
    if (draw.chance(0.35)) parts.push(`create: ${draw.chance(0.9) ? draw.one(['true', 'false']) : odd(draw, 'true')}`)
    if (draw.chance(0.3))
      parts.push(`kind: ${draw.chance(0.9) ? draw.one(['Deployment', 'Widget', 'ConfigMap', 'Service']) : odd(draw, 'Widget')}`)
    if (draw.chance(0.12)) parts.push(`group: ${odd(draw, 'apps', 'example.com')}`)
    if (draw.chance(0.12)) parts.push(`version: ${odd(draw, 'v1')}`)
    if (draw.chance(0.005)) parts.push(parts[0]!)
    return `- {${parts.join(', ')}}\n`
  })
  return `\n${specs.join('')}`
}

/** Whom a patch or a replacement is for. */
export function selector(draw: Draw): string {
  if (draw.chance(0.02)) return odd(draw, '{}')
  const parts = draw.some(
    [
      `kind: ${odd(draw, 'Deployment', 'ConfigMap', 'Widget', 'Service', '.*Set', 'Nope')}`,
      `name: ${odd(draw, 'app', 'w', '.*', 'a.*', 'nope')}`,
      `namespace: ${odd(draw, 'team', 'default', '.*')}`,
      `group: ${odd(draw, 'apps', 'example.com', '""')}`,
      `version: ${odd(draw, 'v1', 'v.*')}`,
      `labelSelector: ${odd(draw, 'app=web', 'app', '"!x"', '"app in (web, b)"', '"tier==1"', 'nope=1')}`,
      `annotationSelector: ${odd(draw, 'note', '"a/b=1"', '"!note"')}`,
    ],
    3,
  )
  if (parts.length === 0 || draw.chance(0.4)) parts.unshift('kind: Deployment')
  return `{${[...new Map(parts.map((part) => [draw.chance(0.99) ? part.split(':')[0] : part, part])).values()].join(', ')}}`
}

/** A strategic or JSON patch. */
export function patchTexts(draw: Draw, strategic = false): {text: string; inline?: string; json?: boolean} {
  switch (strategic ? 2 + draw.below(3) : draw.below(6)) {
    case 0:
      return {text: `- {op: add, path: /spec/z, value: ${odd(draw, 'a', '1')}}\n`, json: true}
    case 1:
      return {
        json: true,
        text: `- {op: ${draw.one(['replace', 'remove', 'test', 'add'])}, path: ${draw.one(['/metadata/name', '/metadata/labels/app', '/spec/replicas', '/data/k', '/spec/list/0', '/spec/list/-', '/spec/items/1/v'])}, value: ${odd(draw, 'web', '2', 'v')}}\n`,
      }
    case 2:
      return {
        text: `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app, namespace: team}\nspec: {replicas: ${odd(draw, '4')}, template: {spec: {containers: [{name: ${draw.one(['main', 'side', 'new'])}, image: ${odd(draw, 'i')}${draw.chance(0.2) ? ', $patch: delete' : ''}}]}}}\n`,
      }
    case 3:
      return {
        text: `apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {size: ${odd(draw, '9')}, items: [{name: a, v: ${odd(draw, '5')}}], map: {x.y: ~, new: ${odd(draw, 'q')}}, empty: {a: ~}}\n`,
      }
    case 4:
      return {
        text: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app, annotations: {note: ${odd(draw, 'n')}}}\ndata: {k: ${odd(draw, 'new')}, z: ${odd(draw, 'z')}}\n${draw.chance(0.2) ? `---\napiVersion: v1\nkind: Service\nmetadata: {name: app}\nspec: {ports: [{port: 80, name: ${odd(draw, 'http')}}]}\n` : ''}`,
      }
    default:
      return {
        json: true,
        text: '',
        inline: `'${draw.one(['{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"app"},"data":{"k":null}}', '[{"op":"copy","from":"/metadata/name","path":"/metadata/labels/c"}]', '[{"op":"move","from":"/metadata/labels","path":"/metadata/annotations"}]', '[]', '{}', '[{"op":"add","path":"/metadata/annotations/a~1b","value":"1"}]'])}'`,
      }
  }
}

const SOURCES = [
  'metadata.name',
  'metadata.labels',
  'metadata.annotations.note',
  'metadata.namespace',
  'data.k',
  'data.host',
  'spec.replicas',
  'spec.list',
  'spec.list.1',
  'spec.text',
  'spec.template.spec.containers.[name=main].image',
  'spec.template.spec.containers.*.image',
  'spec.template.spec.containers.0',
  'spec.template.spec.containers',
  'spec.items.[name=b].v',
  'spec.map',
  'spec.map.z',
  'spec.map.x\\.y',
  'spec.map.[x.y]',
  'spec.on',
  'spec.float',
  'spec.empty',
  'spec.none',
  'spec.nope',
  'spec',
  'spec.items.[v=1].name',
  'spec.items.-.name',
  'spec.*',
] as const

/** Fields that an object of a kind has. */
const FIELDS: Readonly<Record<string, RegExp>> = {
  ConfigMap: /^metadata\.(name|annotations)|^data/,
  Deployment: /^metadata|^spec\.(replicas|list|text|template)|^spec$/,
  Widget: /^metadata\.(name|labels)|^spec\.(items|map|on|float|empty|none)|^spec$/,
}

/** Mostly a field that an object of the kind has. */
function fieldOf(draw: Draw, kind: string): string {
  const fitting = draw.chance(0.95) ? SOURCES.filter((path) => FIELDS[kind]?.test(path)) : SOURCES
  return `"${draw.one(fitting).replaceAll('\\', '\\\\')}"`
}

/** One replacement with any of its options, on fields of every type. */
export function replacementText(draw: Draw): string {
  const options = (chance: number, more: readonly string[]) => {
    if (!draw.chance(chance)) return ''
    const parts = draw.some(
      [`delimiter: ${odd(draw, '":"', '"."', '","', '"/"', '"-"')}`, `index: ${odd(draw, '0', '1', '2', '-1')}`, ...more],
      3,
    )
    return `, options: {${parts.join(', ')}}`
  }
  const from = draw.one(Object.keys(FIELDS))
  const source = draw.chance(0.2)
    ? `sourceValue: ${odd(draw, 'sv', '"80"', '"a: b"', '"[1, 2]"')}\n`
    : `source: {kind: ${odd(draw, from)}, name: ${odd(draw, from === 'Widget' ? 'w' : 'app')}${draw.chance(0.02) ? `, namespace: ${odd(draw, 'team')}` : ''}${draw.chance(0.85) ? `, fieldPath: ${draw.chance(0.97) ? fieldOf(draw, from) : odd(draw, 'metadata.name')}` : ''}${options(0.3, [])}}\n`
  const targets = draw.times(1 + draw.below(2), () => {
    const to = draw.one(Object.keys(FIELDS))
    const paths = draw.times(1 + draw.below(2), () => (draw.chance(0.96) ? fieldOf(draw, to) : odd(draw, 'spec.size')))
    const reject = draw.chance(0.2) ? `\n  reject: [${selector(draw)}]` : ''
    const more = options(0.5, [
      `create: ${draw.chance(0.95) ? draw.one(['true', 'true', 'false']) : odd(draw, 'true')}`,
      ...(draw.chance(0.1) ? [`encoding: ${odd(draw, 'base64', 'hex')}`] : []),
    ])
    const select = draw.chance(0.8) ? `{kind: ${to}}` : selector(draw)
    return `- select: ${select}${reject}${draw.chance(0.99) ? `\n  fieldPaths: [${paths.join(', ')}]` : ''}${more.replace(', options', '\n  options')}\n`
  })
  return `${source}targets:\n${targets.join('')}`
}
