import fc from 'fast-check'
import type {Tree} from '../trees.js'
import {Draw} from './draw.js'
import {oddValue} from './objects.js'

const FIELDS = [
  'namePrefix: zz-\n',
  'nameSuffix: -zz\n',
  'namespace: nsz\n',
  'commonLabels: {z: z}\n',
  'commonAnnotations: {z: "1"}\n',
  'labels: [{pairs: {q: q}, includeTemplates: true}]\n',
  'buildMetadata: [originAnnotations, transformerAnnotations]\n',
  'sortOptions: {order: legacy}\n',
  'configMapGenerator: [{name: zz, literals: [a=b]}]\n',
  'images: [{name: nginx, newTag: zz}]\n',
  'patches: [{target: {kind: Deployment}, patch: \'[{"op":"add","path":"/metadata/labels","value":{"q":"1"}}]\'}]\n',
  'replacements: [{sourceValue: zz, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.a]}]}]\n',
  'generatorOptions: {disableNameSuffixHash: true, labels: {g: o}}\n',
  'transformers: ["{apiVersion: builtin, kind: PrefixTransformer, metadata: {name: x}, prefix: t-, fieldSpecs: [{path: metadata/name}]}"]\n',
] as const

/** Trees that others wrote (those of the recordings) with a few lines changed, moved, doubled or taken away, and at times two in one. */
export function mutatedTrees(written: readonly Tree[]): fc.Arbitrary<Tree> {
  return fc.nat().map((seed) => mutated(written, new Draw(seed)))
}

function mutated(written: readonly Tree[], draw: Draw): Tree {
  const {path, files: original} = draw.one(written)
  const files = {...original}
  const names = Object.keys(files)
  const chosen = draw.one(names)
  for (const name of names) {
    if (name !== chosen && !draw.chance(0.1)) continue
    let lines = files[name]!.split('\n')
    for (let i = draw.below(2); i >= 0 && lines.length > 0; i--) lines = changed(lines, draw)
    files[name] = lines.join(draw.chance(0.02) ? '\r\n' : '\n')
  }
  const main = names.find((name) => name.startsWith(path === '.' ? '' : `${path}/`) && /kustomization\.ya?ml$/.test(name))
  if (main !== undefined && draw.chance(0.35)) files[main] = `${files[main]!.replace(/\n?$/, '\n')}${draw.one(FIELDS)}`
  return {path, files}
}

function changed(lines: readonly string[], draw: Draw): string[] {
  const result = [...lines]
  const at = draw.below(result.length)
  const line = result[at]!
  const pad = /^\s*/.exec(line)![0]
  const put = (text: string) => result.splice(at, 1, text)
  switch (draw.below(10)) {
    case 0:
      result.splice(at, 1)
      break
    case 1:
      result.splice(at, 0, line)
      break
    case 2:
    case 3:
      put(line.replace(/^(\s*(?:- )*["']?[\w./$-]+["']?:)( .*)?$/, (_, key: string) => `${key} ${oddValue(draw)}`))
      break
    case 4:
      result.splice(at, 0, `${pad}# note ${at}`)
      break
    case 5: {
      const places = [...line.matchAll(/([:,[] ?)([\w.$()/-]+)(?=[,}\]]|$)/g)]
      if (places.length === 0) break
      const place = draw.one(places)
      const before = line.slice(0, place.index) + place[1]
      put(
        `${before}${before.endsWith(':') ? ' ' : ''}${oddValue(draw).replace(/ #.*/, '')}${line.slice(place.index + place[0].length)}`,
      )
      break
    }
    case 6: {
      const other = draw.below(result.length)
      put(result[other]!)
      result[other] = line
      break
    }
    case 7:
      put(
        line.replace(/: ([\w./-]+)$/, (_, value: string) =>
          draw.one([
            `: "${value}"`,
            `: &anc ${value}`,
            `: !!str ${value}`,
            `: >-\n${pad}    ${value}`,
            `:\n${pad}      ${value}`,
            `: ${value} # tail`,
          ]),
        ),
      )
      break
    case 8:
      put(
        line.replace(/\{([^{}]*)\}/, (_, inner: string) =>
          draw.one([
            `{${inner},}`,
            `{${inner}, <<: {q: r}}`,
            `{$patch: replace, ${inner}}`,
            `{$patch: delete, ${inner}}`,
            `&m {${inner}}`,
            `{${inner}, zz: ${oddValue(draw)}}`,
          ]),
        ),
      )
      break
    default:
      put(line.replace(/[\w-]+: [\w.-]+, /, ''))
  }
  return result
}
