import fc from 'fast-check'
import type {JsonObject, JsonValue} from '../../../../src/lib/formats/json/value.js'
import {printYaml} from '../../../../src/lib/formats/yaml/print.js'

/** A folder of files; the build starts in `path`. */
export interface Tree {
  readonly files: Readonly<Record<string, string>>
  readonly path: string
}

const NAMES = ['app', 'web', 'db', 'cache']
const name = fc.constantFrom(...NAMES)
const namespace = fc.constantFrom('team-a', 'team-b', 'default')
const label = fc.constantFrom('app', 'tier', 'env')
const word = fc.constantFrom('a', 'b', 'x-y', 'true', '1', 'yes', '1.5', '', 'long value with spaces: and colon', 'multi\nline\n')

/** A record whose optional parts may be absent. */
function some(parts: Record<string, fc.Arbitrary<unknown>>, required: readonly string[] = []): fc.Arbitrary<JsonObject> {
  return fc.record(parts, {requiredKeys: [...required]}) as fc.Arbitrary<JsonObject>
}

function list(item: fc.Arbitrary<unknown>, max = 2): fc.Arbitrary<JsonValue[]> {
  return fc.array(item, {maxLength: max}) as fc.Arbitrary<JsonValue[]>
}

const pairs = fc.dictionary(label, fc.constantFrom('one', 'two', 'on'), {maxKeys: 2})

const metadata = (names: fc.Arbitrary<string>) =>
  some({name: names, namespace, labels: pairs, annotations: fc.dictionary(fc.constantFrom('note', 'a/b'), word, {maxKeys: 2})}, [
    'name',
  ])

const image = fc.constantFrom('nginx', 'nginx:1.0', 'ghcr.io/acme/app:v1', 'redis@sha256:abc', 'localhost:5000/img:tag')

const env = fc.oneof(
  some({name: fc.constantFrom('A', 'B'), value: word}, ['name', 'value']),
  fc.record({name: fc.constantFrom('A', 'C'), valueFrom: fc.record({configMapKeyRef: fc.record({name, key: fc.constant('k')})})}),
  fc.record({name: fc.constant('S'), valueFrom: fc.record({secretKeyRef: fc.record({name, key: fc.constant('k')})})}),
)

const port = some(
  {containerPort: fc.constantFrom(80, 8080), protocol: fc.constantFrom('TCP', 'UDP'), name: fc.constantFrom('http', 'dns')},
  ['containerPort'],
)

const unique = <T>(item: fc.Arbitrary<T>, key: (value: T) => unknown, max = 2) =>
  fc.uniqueArray(item, {maxLength: max, selector: key as never})

const nameOf = (value: unknown) => (value as {name?: unknown}).name

const container = some(
  {
    name: fc.constantFrom('main', 'side'),
    image,
    args: list(fc.constantFrom('--a', '$(VAR)', '-x=1')),
    env: unique(env, nameOf),
    envFrom: list(fc.oneof(fc.record({configMapRef: fc.record({name})}), fc.record({secretRef: fc.record({name})}))),
    ports: unique(port, (value) => JSON.stringify(value)),
    resources: some({limits: fc.dictionary(fc.constantFrom('cpu', 'memory'), fc.constantFrom('1', 2, '64Mi'))}),
    volumeMounts: list(fc.record({name: fc.constantFrom('v', 'w'), mountPath: fc.constantFrom('/a', '/b')}), 1),
  },
  ['name', 'image'],
)

const volume = fc.oneof(
  fc.record({name: fc.constant('v'), configMap: fc.record({name})}),
  fc.record({name: fc.constant('w'), secret: fc.record({secretName: name})}),
  fc.record({name: fc.constant('p'), persistentVolumeClaim: fc.record({claimName: name})}),
  fc.record({name: fc.constant('e'), emptyDir: fc.constant({})}),
)

const podSpec = some(
  {
    containers: unique(container, nameOf),
    initContainers: unique(container, nameOf, 1),
    volumes: unique(volume, nameOf),
    serviceAccountName: name,
    imagePullSecrets: list(fc.record({name}), 1),
    nodeSelector: pairs,
    tolerations: list(fc.record({key: fc.constantFrom('k', 'l'), operator: fc.constant('Exists')})),
  },
  ['containers'],
)

const template = fc.record({metadata: some({labels: pairs, annotations: pairs}), spec: podSpec})

function workload(kind: string, apiVersion = 'apps/v1'): fc.Arbitrary<JsonObject> {
  return fc.record({
    apiVersion: fc.constant(apiVersion),
    kind: fc.constant(kind),
    metadata: metadata(name),
    spec: some({replicas: fc.constantFrom(1, 3), selector: fc.record({matchLabels: pairs}), template}, ['template']),
  }) as fc.Arbitrary<JsonObject>
}

function object(apiVersion: string, kind: string, parts: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<JsonObject> {
  return fc.record({
    apiVersion: fc.constant(apiVersion),
    kind: fc.constant(kind),
    metadata: metadata(name),
    ...parts,
  }) as fc.Arbitrary<JsonObject>
}

const data = fc.dictionary(fc.constantFrom('k', 'conf.yaml', 'x'), word, {maxKeys: 2})
const subject = some({kind: fc.constantFrom('ServiceAccount', 'User'), name: fc.constantFrom('default', ...NAMES), namespace}, [
  'kind',
  'name',
])

const resource: fc.Arbitrary<JsonObject> = fc.oneof(
  {weight: 4, arbitrary: workload('Deployment')},
  workload('StatefulSet'),
  workload('DaemonSet'),
  object('batch/v1', 'CronJob', {
    spec: fc.record({schedule: fc.constant('* * * * *'), jobTemplate: fc.record({spec: fc.record({template})})}),
  }),
  {
    weight: 2,
    arbitrary: object('v1', 'Service', {
      spec: some({
        selector: pairs,
        ports: list(some({port: fc.constantFrom(80, 443), targetPort: fc.constantFrom('http', 8080)}, ['port'])),
      }),
    }),
  },
  {weight: 3, arbitrary: object('v1', 'ConfigMap', {data})},
  object('v1', 'Secret', {data}),
  object('v1', 'ServiceAccount', {}),
  object('v1', 'PersistentVolumeClaim', {spec: some({storageClassName: name})}),
  object('v1', 'Namespace', {}),
  object('networking.k8s.io/v1', 'Ingress', {
    spec: fc.record({
      tls: list(fc.record({secretName: name, hosts: list(fc.constant('h.example.com'), 1)}), 1),
      rules: list(
        fc.record({
          http: fc.record({
            paths: list(fc.record({path: fc.constant('/'), backend: fc.record({service: fc.record({name})})}), 1),
          }),
        }),
        1,
      ),
    }),
  }),
  object('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: fc.record({
      scaleTargetRef: fc.record({apiVersion: fc.constant('apps/v1'), kind: fc.constantFrom('Deployment', 'StatefulSet'), name}),
    }),
  }),
  object('rbac.authorization.k8s.io/v1', 'Role', {
    rules: list(fc.record({resources: fc.constant(['secrets']), resourceNames: list(name)}), 1),
  }),
  object('rbac.authorization.k8s.io/v1', 'ClusterRole', {rules: fc.constant([])}),
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: fc.record({apiGroup: fc.constant('rbac.authorization.k8s.io'), kind: fc.constantFrom('Role', 'ClusterRole'), name}),
    subjects: list(subject),
  }),
  object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', {
    roleRef: fc.record({apiGroup: fc.constant('rbac.authorization.k8s.io'), kind: fc.constant('ClusterRole'), name}),
    subjects: list(subject),
  }),
  object('example.com/v1', 'Widget', {
    spec: fc.dictionary(
      fc.constantFrom('size', 'items', 'ref'),
      fc.oneof(fc.constantFrom<JsonValue>(1, 1.5, true, null, 'x'), list(word)),
      {maxKeys: 3},
    ),
  }),
)

const patchedContainer = some(
  {
    name: fc.constantFrom('main', 'side', 'new'),
    image,
    env: list(fc.oneof(env, fc.record({name: fc.constantFrom('A', 'B'), $patch: fc.constant('delete')}))),
    ports: list(port),
    args: fc.oneof(list(fc.constant('--p')), fc.constant(null)),
    resources: fc.constantFrom<JsonValue>(null, {limits: {cpu: '2'}}, {$patch: 'replace', requests: {cpu: 1}}),
    $patch: fc.constantFrom('delete', 'replace', 'merge'),
  },
  ['name'],
)

const strategicPatch = fc.record({
  apiVersion: fc.constant('apps/v1'),
  kind: fc.constantFrom('Deployment', 'StatefulSet'),
  metadata: some(
    {
      name,
      labels: fc.dictionary(label, fc.constantFrom<JsonValue>('patched', null)),
      annotations: fc.constantFrom<JsonValue>(null, {p: 'q'}),
    },
    ['name'],
  ),
  spec: some({
    replicas: fc.constantFrom<JsonValue>(5, null),
    template: some({
      spec: some({
        containers: list(patchedContainer),
        volumes: list(fc.oneof(volume, fc.record({name: fc.constantFrom('v', 'w'), $patch: fc.constant('delete')}))),
        nodeSelector: fc.constantFrom<JsonValue>(null, {x: 'y'}, {$patch: 'replace', only: 'this'}),
        tolerations: list(fc.record({key: fc.constant('z'), operator: fc.constant('Exists')}), 1),
        imagePullSecrets: list(fc.record({name}), 1),
      }),
    }),
  }),
})

const operation = fc.constantFrom<JsonObject>(
  {op: 'add', path: '/metadata/labels/json', value: 'patched'},
  {op: 'add', path: '/metadata/annotations', value: {only: 'this'}},
  {op: 'remove', path: '/metadata/labels'},
  {op: 'replace', path: '/metadata/name', value: 'renamed'},
  {op: 'add', path: '/spec/extra', value: [1, 1.5, 'x', null, true]},
  {op: 'replace', path: '/spec/replicas', value: 7},
  {op: 'add', path: '/spec/template/spec/containers/-', value: {name: 'json', image: 'busybox'}},
  {op: 'test', path: '/kind', value: 'Deployment'},
)

const selector = some({
  kind: fc.constantFrom('Deployment', 'ConfigMap', 'Service', '.*Set', ''),
  name: fc.constantFrom('app', 'web', '.*', 'a.*', 'db|cache'),
  labelSelector: fc.constantFrom('app=one', 'env', 'tier in (one,two)', '!app'),
  namespace: fc.constantFrom('team-a', 'default'),
})

const inlineYaml = (value: fc.Arbitrary<unknown>) => value.map((item) => printYaml(item as JsonValue))

const patch = fc.oneof(
  fc.record({patch: inlineYaml(strategicPatch)}),
  some(
    {
      patch: inlineYaml(strategicPatch),
      target: selector,
      options: some({allowNameChange: fc.boolean(), allowKindChange: fc.boolean()}),
    },
    ['patch', 'target'],
  ),
  fc.record({
    patch: inlineYaml(
      list(operation).map((ops) => (ops.length === 0 ? [{op: 'test', path: '/kind', value: 'Deployment'}] : ops)),
    ),
    target: selector,
  }),
)

const generator = (behaviors: readonly string[]) =>
  some(
    {
      name,
      namespace,
      behavior: fc.constantFrom(...behaviors),
      literals: fc.uniqueArray(fc.constantFrom('k=v', 'x="quoted"', 'n=1', 'm=a=b'), {minLength: 1, maxLength: 2}),
      options: some({labels: pairs, annotations: pairs, disableNameSuffixHash: fc.boolean(), immutable: fc.boolean()}),
    },
    ['name', 'literals'],
  )

const replacement = fc.record({
  source: some(
    {
      kind: fc.constantFrom('Deployment', 'ConfigMap', 'Service'),
      name,
      fieldPath: fc.constantFrom('metadata.name', 'data.k', 'spec.replicas'),
    },
    ['kind', 'name'],
  ),
  targets: list(
    some(
      {
        select: some({kind: fc.constantFrom('Deployment', 'Service', 'Ingress'), name}, ['kind']),
        fieldPaths: fc.constantFrom(
          ['metadata.annotations.note'],
          ['spec.template.spec.containers.[name=main].image'],
          ['spec.template.spec.containers.*.image'],
          ['metadata.labels.app'],
          ['spec.new.field'],
        ),
        options: some({delimiter: fc.constantFrom(':', '/', '-'), index: fc.constantFrom(0, 1, -1, 9), create: fc.boolean()}),
      },
      ['select', 'fieldPaths'],
    ),
    1,
  ),
})

/** A text that makes a value, in places that are not there before. */
const creation = fc.record({
  sourceValue: fc.constantFrom('80', 'true', 'null', '1e3', '0x1f', 'text', ''),
  targets: fc.tuple(
    fc.record({
      select: some({kind: fc.constantFrom('Deployment', 'StatefulSet', 'Service', 'ConfigMap')}, ['kind']),
      fieldPaths: fc.constantFrom(
        ['metadata.annotations.made'],
        ['metadata.labels.made', 'spec.made'],
        ['spec.template.metadata.annotations.[a.b/made]'],
        ['spec.template.spec.containers.[name=main].env.[name=MADE].value'],
      ),
      options: fc.constant({create: true}),
    }),
  ),
})

/** Places that narrow, widen or contradict the default ones. */
const configuration = fc.dictionary(
  fc.constantFrom(
    'namePrefix',
    'nameSuffix',
    'commonLabels',
    'commonAnnotations',
    'labels',
    'images',
    'replicas',
    'varReference',
  ),
  fc.uniqueArray(
    some(
      {
        path: fc.constantFrom(
          'metadata/name',
          'metadata/labels',
          'metadata/annotations',
          'spec/replicas',
          'spec/template/metadata/labels',
        ),
        kind: fc.constantFrom('Deployment', 'Service', 'ConfigMap', 'Widget'),
        group: fc.constantFrom('apps', 'example.com'),
        create: fc.boolean(),
      },
      ['path'],
    ),
    {minLength: 1, maxLength: 2},
  ),
  {minKeys: 1, maxKeys: 2},
)

const merged = (key: string) => ({
  type: 'array',
  items: {type: 'object'},
  'x-kubernetes-patch-strategy': 'merge',
  'x-kubernetes-patch-merge-key': key,
})

/** Types: of another kind, of a built-in one, or a built-in definition. */
const types = fc.constantFrom<JsonObject>(
  {w: {type: 'object', 'x-kubernetes-group-version-kind': [{group: 'example.com', kind: 'Widget', version: 'v1'}]}},
  {
    d: {
      type: 'object',
      'x-kubernetes-group-version-kind': [{group: 'apps', kind: 'Deployment', version: 'v1'}],
      properties: {spec: {properties: {template: {properties: {spec: {properties: {containers: merged('image')}}}}}}},
    },
  },
  {'io.k8s.api.core.v1.PodSpec': {type: 'object', properties: {containers: merged('image')}}},
)

/** Everything a kustomization may do to what it has gathered. */
function changes(behaviors: readonly string[]): Record<string, fc.Arbitrary<unknown>> {
  const rare = <T>(value: fc.Arbitrary<T>) => value
  return {
    namespace: fc.constantFrom('prod', 'team-a'),
    namePrefix: fc.constantFrom('pre-', 'p1-'),
    nameSuffix: fc.constantFrom('-suf', '-v2'),
    commonLabels: pairs,
    labels: list(some({pairs, includeSelectors: fc.boolean(), includeTemplates: fc.boolean()}, ['pairs'])),
    commonAnnotations: pairs,
    images: list(
      some(
        {
          name: fc.constantFrom('nginx', 'ghcr.io/acme/app', 'redis'),
          newName: fc.constant('new/name'),
          newTag: fc.constantFrom('v9', '1.10'),
          digest: fc.constant('sha256:def'),
          tagSuffix: fc.constant('-x'),
        },
        ['name'],
      ),
    ),
    replicas: list(fc.record({name, count: fc.constantFrom(0, 4)}), 1),
    patches: list(patch),
    configMapGenerator: unique(generator(behaviors), (value) => (value as JsonObject).name),
    secretGenerator: unique(generator(behaviors), (value) => (value as JsonObject).name, 1),
    generatorOptions: rare(some({disableNameSuffixHash: fc.boolean(), labels: pairs, immutable: fc.boolean()})),
    replacements: list(fc.oneof(replacement, creation), 1),
    config: configuration,
    types,
    buildMetadata: fc.subarray(['originAnnotations', 'transformerAnnotations', 'managedByLabel']),
    sortOptions: fc.constantFrom<JsonValue>({order: 'fifo'}, {order: 'legacy'}),
  }
}

/** Only some fields at a time, so that most trees can be built. */
function kustomization(behaviors: readonly string[], chance: number): fc.Arbitrary<JsonObject> {
  const parts = changes(behaviors)
  return fc
    .subarray(Object.keys(parts), {maxLength: chance})
    .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, parts[key]!])))) as fc.Arbitrary<JsonObject>
}

const KEY = (value: JsonObject) => {
  const {kind, metadata: meta} = value as {kind: string; metadata: JsonObject}
  return `${kind}/${String(meta.namespace ?? 'default')}/${String(meta.name)}`
}

function files(
  folder: string,
  kind: string,
  resources: readonly JsonObject[],
  fields: JsonObject,
  refs: JsonObject,
): Record<string, string> {
  const result: Record<string, string> = {}
  resources.forEach((item, i) => {
    result[`${folder}/r${i}.yaml`] = printYaml(item)
  })
  const {config, types: definitions, ...own} = fields
  if (config !== undefined) result[`${folder}/c.yaml`] = printYaml(config)
  if (definitions !== undefined) result[`${folder}/s.json`] = JSON.stringify({definitions})
  const version = kind === 'Component' ? 'v1alpha1' : 'v1beta1'
  result[`${folder}/kustomization.yaml`] = printYaml({
    apiVersion: `kustomize.config.k8s.io/${version}`,
    kind,
    ...refs,
    resources: [...((refs.resources as JsonValue[] | undefined) ?? []), ...resources.map((_, i) => `r${i}.yaml`)],
    ...(config === undefined ? {} : {configurations: ['c.yaml']}),
    ...(definitions === undefined ? {} : {openapi: {path: 's.json'}}),
    ...own,
  })
  return result
}

/** Random bases, a component and overlays over them. */
export const trees: fc.Arbitrary<Tree> = fc
  .record({
    one: fc.uniqueArray(resource, {minLength: 1, maxLength: 5, selector: KEY}),
    two: fc.uniqueArray(resource, {maxLength: 2, selector: KEY}),
    top: fc.uniqueArray(resource, {maxLength: 1, selector: KEY}),
    oneFields: kustomization(['create'], 3),
    twoFields: kustomization(['create'], 3),
    componentFields: kustomization(['create', 'merge', 'replace'], 2),
    topFields: kustomization(['create', 'merge', 'replace'], 4),
    useTwo: fc.boolean(),
    useComponent: fc.boolean(),
  })
  .map((t) => {
    const refs: JsonObject = {resources: t.useTwo ? ['../one', '../two'] : ['../one']}
    if (t.useComponent) refs.components = ['../part']
    return {
      path: 'top',
      files: {
        ...files('one', 'Kustomization', t.one, t.oneFields, {}),
        ...(t.useTwo ? files('two', 'Kustomization', t.two, {namePrefix: 'two-', ...t.twoFields}, {}) : {}),
        ...(t.useComponent ? files('part', 'Component', [], t.componentFields, {}) : {}),
        ...files('top', 'Kustomization', t.top, t.topFields, refs),
      },
    }
  })
