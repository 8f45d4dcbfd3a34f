import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {printJson} from '../../src/lib/formats/json/print.js'
import type {JsonObject, JsonValue} from '../../src/lib/formats/json/value.js'
import {printYaml} from '../../src/lib/formats/yaml/print.js'
import type {Dice} from './dice.js'

const NAMES = ['web', 'api', 'cfg', 'a.b', '0']
const VALUES = [
  'x',
  '${app}',
  '${port}',
  '${unset}',
  '${unset:=5}',
  '$${app}',
  'true',
  '012',
  'a: b',
  'two\nlines\n',
  '',
  'ü✓',
  '${app:0:2}',
  '${app//e/o}',
]

const name = (dice: Dice) => dice.one(NAMES)
const pairs = (dice: Dice) =>
  Object.fromEntries(dice.some(['a', 'b.c/d', 'team', 'n-1'], 0.5).map((key) => [key, dice.one(VALUES)]))

function metadata(dice: Dice): JsonObject {
  return {
    name: dice.chance(0.1) ? '${app}' : name(dice),
    ...(dice.chance(0.4) && {namespace: dice.one(['apps', 'other', '${ns}'])}),
    ...(dice.chance(0.4) && {labels: pairs(dice)}),
    ...(dice.chance(0.4) && {
      annotations: {...pairs(dice), ...(dice.chance(0.2) && {'kustomize.toolkit.fluxcd.io/substitute': 'disabled'})},
    }),
  }
}

const container = (dice: Dice): JsonObject => ({
  name: dice.one(['app', 'side']),
  image: dice.one(['nginx', 'nginx:1.25', 'ghcr.io/a/b:v1@sha256:00', 'ghcr.io/${app}/x']),
  ...(dice.chance(0.5) && {ports: [{containerPort: 80, name: 'http'}]}),
  ...(dice.chance(0.5) && {env: [{name: 'A', value: dice.one(VALUES)}]}),
  ...(dice.chance(0.3) && {envFrom: [{configMapRef: {name: name(dice)}}]}),
})

function anObject(dice: Dice): JsonObject {
  const labels = {app: name(dice)}
  return dice.one<() => JsonObject>([
    () => ({apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(dice), data: pairs(dice)}),
    () => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: metadata(dice),
      stringData: {pw: 'text'},
      ...(dice.chance(0.5) && {data: {k: 'dg=='}}),
    }),
    () => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(dice),
      spec: {selector: labels, ports: [{port: 80, targetPort: dice.one<JsonValue>(['http', 80])}]},
    }),
    () => ({
      ...{apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata(dice)},
      spec: {
        replicas: dice.one([0, 1, 3]),
        selector: {matchLabels: labels},
        template: {metadata: {labels}, spec: {containers: [container(dice)]}},
      },
    }),
    () => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name: dice.one(['apps', 'made'])}}),
    () => ({apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(dice)}),
    () => ({apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: {name: name(dice)}, rules: []}),
  ])()
}

const PATCHES: readonly JsonObject[] = [
  {patch: '- op: add\n  path: /metadata/labels\n  value: {patched: "1"}\n', target: {kind: 'ConfigMap'}},
  {patch: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: all\nspec:\n  replicas: 9\n', target: {kind: 'Deployment'}},
  {patch: '- op: remove\n  path: /spec/replicas\n', target: {kind: 'Deployment', name: 'web|api'}},
  {patch: '- op: test\n  path: /nope\n  value: 1\n', target: {kind: 'Service'}},
  {patch: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cfg\n$patch: delete\n', target: {kind: 'ConfigMap', name: 'cfg'}},
]

const IMAGES: readonly JsonObject[] = [
  {name: 'nginx', newTag: '2'},
  {name: 'nginx', newName: 'x/y', digest: 'sha256:11'},
  {name: 'ghcr.io/a/b', newTag: 'z'},
]

/** What a kustomization.yaml and a Flux Kustomization say alike. */
const changes = (dice: Dice): JsonObject => ({
  ...(dice.chance(0.25) && {namePrefix: 'pre-'}),
  ...(dice.chance(0.25) && {nameSuffix: '-suf'}),
  ...(dice.chance(0.4) && {patches: dice.some(PATCHES, 0.4)}),
  ...(dice.chance(0.4) && {images: dice.some(IMAGES, 0.5)}),
})

function aKustomization(dice: Dice, resources: readonly string[]): JsonObject {
  return {
    ...{
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [...dice.some(resources, 0.85), ...(dice.chance(0.04) ? ['nope.yaml'] : [])],
    },
    ...changes(dice),
    ...(dice.chance(0.3) && {namespace: 'apps'}),
    ...(dice.chance(0.3) && {commonAnnotations: {note: 'n'}}),
    ...(dice.chance(0.3) && {labels: [{pairs: {team: 'web'}, includeSelectors: dice.chance(0.5)}]}),
    ...(dice.chance(0.3) && {configMapGenerator: [{name: 'made', literals: ['a=b', 'port=${port}']}]}),
    ...(dice.chance(0.2) && {
      secretGenerator: [{name: 'hidden', literals: ['pw=x'], options: {disableNameSuffixHash: dice.chance(0.5)}}],
    }),
    ...(dice.chance(0.2) && {replicas: [{name: 'web', count: 5}]}),
    ...(dice.chance(0.1) && {generatorOptions: {disableNameSuffixHash: true, labels: {made: 'yes'}}}),
  }
}

/** A folder to build and, as `ks.yaml` beside it, the Kustomization that does. */
export function writeFolder(to: string, dice: Dice): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(to, path)), {recursive: true})
    writeFileSync(join(to, path), text)
  }
  const files = ['one.yaml', 'two.yml', 'sub/three.yaml', 'sub/deep/four.json'].slice(0, 1 + dice.below(4))
  for (const file of files) {
    const objects = Array.from({length: 1 + dice.below(3)}, () => anObject(dice))
    write(
      `app/${file}`,
      file.endsWith('.json')
        ? printJson(objects[0]!, 2)
        : objects.map((object) => printYaml(object)).join(dice.one(['---\n', '---\n# more\n'])),
    )
  }
  if (dice.chance(0.15)) write('app/notes.txt', 'no manifest\n')
  if (dice.chance(0.06))
    write('app/broken.yaml', dice.one(['a: [', 'kind: X\n', '- 1\n', 'apiVersion: v1\nkind: ConfigMap\n', '# nothing\n']))
  if (dice.chance(0.6)) write('app/kustomization.yaml', printYaml(aKustomization(dice, files)))
  const spec: JsonObject = {
    ...{interval: '10m', prune: dice.chance(0.7), path: './app', sourceRef: {kind: 'GitRepository', name: 'webapp'}},
    ...changes(dice),
    ...(dice.chance(0.4) && {targetNamespace: dice.one(['apps', 'other'])}),
    ...(dice.chance(0.4) && {commonMetadata: {labels: {common: 'c'}, ...(dice.chance(0.5) && {annotations: {common: 'c'}})}}),
    ...(dice.chance(0.6) && {
      postBuild: {substitute: {app: 'shop', port: '8080', ns: 'apps', ...(dice.chance(0.2) && {'bad-name': 'x'})}},
    }),
    ...(dice.chance(0.2) && {ignoreMissingComponents: true, components: ['../nope']}),
  }
  write(
    'ks.yaml',
    printYaml({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: {name: 'web', namespace: 'flux-system'},
      spec,
    }),
  )
}

/** A line that builds or compares such a folder. */
export function folderLine(dice: Dice): string[] {
  const verb = dice.one(['build', 'build', 'diff'])
  return [
    ...[
      verb,
      dice.one(['kustomization', 'ks']),
      'web',
      '--path',
      dice.one(['./app', './app', 'app/sub', './app/']),
      '--kustomization-file',
      'ks.yaml',
    ],
    ...(verb === 'build' ? (dice.chance(0.85) ? ['--dry-run'] : []) : ['--progress-bar=false']),
    ...dice.some(['--strict-substitute', '--in-memory-build', '--ignore-paths=two.yml', '--ignore-paths=/sub/'], 0.15),
  ]
}
