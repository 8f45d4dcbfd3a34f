import {based, type Case, configMap, OBJECTS, overlay, WORKLOADS, widget} from './case.js'

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: x
  labels:
    app: x
    tier: web
  annotations:
    note: "1"
  finalizers:
  - a.example.com/f
spec:
  replicas: 1
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
  template:
    metadata:
      labels:
        app: x
    spec:
      nodeSelector:
        disk: ssd
      tolerations:
      - key: a
        operator: Exists
      imagePullSecrets:
      - name: one
      topologySpreadConstraints:
      - topologyKey: zone
        whenUnsatisfiable: DoNotSchedule
        maxSkew: 1
      - topologyKey: host
        whenUnsatisfiable: ScheduleAnyway
        maxSkew: 1
      volumes:
      - name: v
        configMap:
          name: cm
      - name: e
        emptyDir: {}
      hostAliases:
      - ip: 127.0.0.1
        hostnames: [a, b]
      containers:
      - name: main
        image: nginx:1.0
        command: [a, b]
        env:
        - name: A
          value: "1"
        - name: B
          value: "2"
        ports:
        - containerPort: 80
          protocol: TCP
          name: http
        - containerPort: 53
          protocol: UDP
        - containerPort: 53
          protocol: TCP
        volumeMounts:
        - name: v
          mountPath: /v
        resources:
          limits:
            cpu: 1
            memory: 64Mi
      - name: side
        image: busybox
`

/** Patches of the spec, as YAML below `spec:`. */
const SPEC: Readonly<Record<string, string>> = {
  'replace a scalar': 'replicas: 5',
  'remove a scalar': 'replicas: null',
  'add a field': 'paused: true',
  'number as text': 'replicas: "5"',
  'map delete': 'strategy:\n    $patch: delete',
  'map replace': 'strategy:\n    $patch: replace\n    type: Recreate',
  'map merge': 'strategy:\n    $patch: merge\n    type: Recreate',
  'map unknown directive': 'strategy:\n    $patch: foo\n    type: Recreate',
  'map null': 'strategy: null',
  'map by scalar': 'strategy: text',
  'scalar by map': 'replicas:\n    a: b',
  retainKeys: 'strategy:\n    $retainKeys: [type]\n    type: Recreate',
  'empty map': 'strategy: {}',
  'new map with nulls': 'newMap:\n    a: null\n    b: {c: null, d: 1}',
  'new map with directive': 'newMap:\n    $patch: delete',
  'new map to replace': 'newMap:\n    $patch: replace\n    a: b',
}

/** Patches of the pod spec. */
const POD: Readonly<Record<string, string>> = {
  'container by name': 'containers:\n- name: main\n  image: nginx:2.0',
  'container added': 'containers:\n- name: new\n  image: a',
  'container added twice': 'containers:\n- name: new\n  image: a\n- name: newer\n  image: b',
  'container deleted': 'containers:\n- name: main\n  $patch: delete',
  'container deleted and another added': 'containers:\n- $patch: delete\n  name: main\n- name: new\n  image: a',
  'container replaced': 'containers:\n- name: main\n  $patch: replace\n  image: only',
  'containers replaced': 'containers:\n- $patch: replace\n- name: only\n  image: a',
  'containers deleted': 'containers:\n- $patch: delete',
  'containers null': 'containers: null',
  'containers empty': 'containers: []',
  'container without name': 'containers:\n- image: a',
  'container of nothing': 'containers:\n- name: nope\n  $patch: delete',
  'order of containers': 'containers:\n- name: side\n  image: s2\n- name: main\n  image: m2',
  'set element order': '$setElementOrder/containers:\n- name: side\n- name: main\ncontainers:\n- name: side\n  image: s2',
  'env by name': 'containers:\n- name: main\n  env:\n  - name: B\n    value: "3"\n  - name: C\n    value: "4"',
  'env deleted': 'containers:\n- name: main\n  env:\n  - name: A\n    $patch: delete',
  'env replaced': 'containers:\n- name: main\n  env:\n  - $patch: replace\n  - name: Z\n    value: z',
  'env value to valueFrom':
    'containers:\n- name: main\n  env:\n  - name: A\n    value: null\n    valueFrom:\n      fieldRef:\n        fieldPath: metadata.name',
  'command replaced': 'containers:\n- name: main\n  command: [c]',
  'command null': 'containers:\n- name: main\n  command: null',
  'port by number': 'containers:\n- name: main\n  ports:\n  - containerPort: 80\n    name: web',
  'port by number and protocol': 'containers:\n- name: main\n  ports:\n  - containerPort: 53\n    protocol: UDP\n    name: dns',
  'port without protocol among two': 'containers:\n- name: main\n  ports:\n  - containerPort: 53\n    name: dns',
  'port added': 'containers:\n- name: main\n  ports:\n  - containerPort: 443',
  'port added with protocol': 'containers:\n- name: main\n  ports:\n  - containerPort: 443\n    protocol: TCP',
  'port deleted': 'containers:\n- name: main\n  ports:\n  - containerPort: 80\n    $patch: delete',
  'ports on a container without':
    'containers:\n- name: side\n  ports:\n  - containerPort: 1\n  - containerPort: 2\n    protocol: TCP',
  'volume mount by path': 'containers:\n- name: main\n  volumeMounts:\n  - mountPath: /v\n    readOnly: true',
  'volume mount added': 'containers:\n- name: main\n  volumeMounts:\n  - mountPath: /w\n    name: v',
  resources: 'containers:\n- name: main\n  resources:\n    limits:\n      cpu: 2\n      memory: null',
  'resources deleted': 'containers:\n- name: main\n  resources:\n    $patch: delete',
  'volume by name': 'volumes:\n- name: v\n  configMap:\n    name: other',
  'volume of another kind': 'volumes:\n- name: v\n  configMap: null\n  secret:\n    secretName: s',
  'volume deleted': 'volumes:\n- name: v\n  $patch: delete',
  'volume added': 'volumes:\n- name: n\n  emptyDir: {}',
  'tolerations are replaced': 'tolerations:\n- key: b',
  'tolerations null': 'tolerations: null',
  'pull secrets': 'imagePullSecrets:\n- name: two',
  'pull secrets deleted': 'imagePullSecrets:\n- name: one\n  $patch: delete',
  'host aliases by ip': 'hostAliases:\n- ip: 127.0.0.1\n  hostnames: [c]\n- ip: 127.0.0.2\n  hostnames: [d]',
  'spread constraints':
    'topologySpreadConstraints:\n- topologyKey: zone\n  whenUnsatisfiable: DoNotSchedule\n  maxSkew: 5\n- topologyKey: new\n  whenUnsatisfiable: DoNotSchedule\n  maxSkew: 1',
  'spread constraint by one key': 'topologySpreadConstraints:\n- topologyKey: zone\n  maxSkew: 7',
  'node selector': 'nodeSelector:\n  disk: null\n  zone: a',
  'node selector replaced': 'nodeSelector:\n  $patch: replace\n  zone: a',
  'init containers where there are none': 'initContainers:\n- name: i\n  image: a\n- name: j\n  image: b',
  'init containers to delete where there are none': 'initContainers:\n- name: i\n  $patch: delete',
  'delete from primitive list': '$deleteFromPrimitiveList/containers: [x]',
}

const indent = (text: string, by: string) => text.replace(/^(?=.)/gm, by)
const head = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: x\n'
const inline = (patch: string, rest = '') => `patches:\n- ${rest}patch: |\n${indent(patch, '    ')}`

/** Strategic merge patches, JSON patches and what they are aimed at. */
export function cases(): Case[] {
  const list: Case[] = []
  for (const [name, patch] of Object.entries(SPEC))
    list.push(overlay(`merge ${name}`, [DEPLOYMENT], inline(`${head}spec:\n  ${patch}\n`)))
  for (const [name, patch] of Object.entries(POD)) {
    list.push(
      overlay(`merge pod, ${name}`, [DEPLOYMENT], inline(`${head}spec:\n  template:\n    spec:\n${indent(patch, '      ')}\n`)),
    )
  }
  return [...list, ...others(), ...operations(), ...targets(), ...custom(), ...deprecated()]
}

function others(): Case[] {
  const patch = (text: string) => inline(text)
  const svc = OBJECTS.Service!.replace('  - port: 80\n', '  - port: 80\n    name: a\n  - port: 443\n    name: b\n')
  return [
    overlay('merge finalizers', [DEPLOYMENT], patch(`${head}  finalizers:\n  - b.example.com/f\n  - a.example.com/f\n`)),
    overlay('merge labels', [DEPLOYMENT], patch(`${head}  labels:\n    tier: null\n    new: "1"\n`)),
    overlay('merge annotations removed', [DEPLOYMENT], patch(`${head}  annotations: null\n`)),
    overlay(
      'merge annotations removed after a prefix',
      [DEPLOYMENT, OBJECTS.HorizontalPodAutoscaler!],
      `namePrefix: p-\n${patch(`${head}  annotations: null\n`)}`,
    ),
    based(
      'merge annotations removed in an overlay',
      [DEPLOYMENT, OBJECTS.HorizontalPodAutoscaler!],
      'namePrefix: p-\n',
      patch(`${head}  annotations: null\n`),
    ),
    based(
      'merge metadata replaced in an overlay',
      [DEPLOYMENT, OBJECTS.HorizontalPodAutoscaler!],
      'namePrefix: p-\n',
      patch(`${head}  $patch: replace\n`),
    ),
    overlay(
      'merge delete the resource',
      [DEPLOYMENT, configMap('cm')],
      patch('$patch: delete\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: x\n'),
    ),
    overlay(
      'merge replace the resource',
      [DEPLOYMENT],
      patch('$patch: replace\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: x\nspec:\n  replicas: 9\n'),
    ),
    overlay(
      'merge service ports',
      [svc],
      patch('apiVersion: v1\nkind: Service\nmetadata:\n  name: svc\nspec:\n  ports:\n  - port: 443\n    targetPort: 8443\n'),
    ),
    overlay(
      'merge service ports new',
      [svc],
      patch('apiVersion: v1\nkind: Service\nmetadata:\n  name: svc\nspec:\n  ports:\n  - port: 8080\n'),
    ),
    overlay(
      'merge config map',
      [configMap('a', 'data:\n  k: v\n  l: w\n')],
      patch('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: null\n  m: |\n    text\n'),
    ),
    overlay(
      'merge role rules',
      [OBJECTS.Role!],
      patch('apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: role\nrules:\n- verbs: [list]\n'),
    ),
    overlay(
      'merge subjects',
      [OBJECTS.RoleBinding!],
      patch(
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: rb\nsubjects:\n- kind: User\n  name: eve\n',
      ),
    ),
    overlay(
      'merge account secrets',
      [OBJECTS.ServiceAccount!],
      patch(
        'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: sa\nimagePullSecrets:\n- name: more\nsecrets:\n- name: s\n',
      ),
    ),
    overlay(
      'merge webhooks',
      [OBJECTS.MutatingWebhookConfiguration!],
      patch(
        'apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\nmetadata:\n  name: mwc\nwebhooks:\n- name: a.example.com\n  failurePolicy: Ignore\n- name: b.example.com\n',
      ),
    ),
    overlay(
      'merge stateful claims',
      [WORKLOADS.StatefulSet!],
      patch(
        'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: x\nspec:\n  volumeClaimTemplates:\n  - metadata:\n      name: data\n    spec:\n      storageClassName: fast\n',
      ),
    ),
    overlay(
      'merge cron job',
      [WORKLOADS.CronJob!],
      patch(
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: x\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n          - name: main\n            args: [a]\n',
      ),
    ),
    overlay('merge of another version', [DEPLOYMENT], patch(head.replace('apps/v1', 'apps/v1beta1'))),
    overlay('merge of nothing', [DEPLOYMENT], patch(head.replace('name: x', 'name: y'))),
    overlay('merge of another namespace', [DEPLOYMENT], patch(head.replace('name: x\n', 'name: x\n  namespace: other\n'))),
    overlay('merge of default namespace', [DEPLOYMENT], patch(head.replace('name: x\n', 'name: x\n  namespace: default\n'))),
    based('merge by old name', [DEPLOYMENT], 'namePrefix: p-\n', patch(`${head}spec:\n  replicas: 2\n`)),
    based(
      'merge by new name',
      [DEPLOYMENT],
      'namePrefix: p-\n',
      patch(`${head.replace('name: x', 'name: p-x')}spec:\n  replicas: 2\n`),
    ),
    overlay(
      'two patches in one text',
      [DEPLOYMENT, configMap('a')],
      patch(`${head}spec:\n  replicas: 2\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: w\n`),
    ),
    overlay('patch from a file', [DEPLOYMENT], 'patches:\n- path: p.yaml\n', {'p.yaml': `${head}spec:\n  replicas: 2\n`}),
    overlay('patch from a missing file', [DEPLOYMENT], 'patches:\n- path: nope.yaml\n'),
    overlay('patch from an empty file', [DEPLOYMENT], 'patches:\n- path: p.yaml\n', {'p.yaml': ''}),
    overlay('patch with comments only', [DEPLOYMENT], 'patches:\n- path: p.yaml\n', {'p.yaml': '# nothing\n'}),
    overlay('patch with neither', [DEPLOYMENT], 'patches:\n- target:\n    kind: Deployment\n'),
    overlay('patch with both', [DEPLOYMENT], 'patches:\n- path: p.yaml\n  patch: "a: b"\n', {'p.yaml': head}),
    overlay('patch that is nothing', [DEPLOYMENT], 'patches:\n- patch: "just text"\n'),
    overlay('patch that is a map without kind', [DEPLOYMENT], 'patches:\n- patch: "a: b"\n'),
    overlay('patch of broken yaml', [DEPLOYMENT], 'patches:\n- patch: "a: [b"\n'),
  ]
}

const OPERATIONS: Readonly<Record<string, string>> = {
  add: '[{op: add, path: /metadata/labels/new, value: "1"}]',
  'add a number': '[{op: add, path: /spec/n, value: 8080}]',
  'add big numbers': '[{op: add, path: /spec/n, value: [1234567, 1e21, 1.5, 9007199254740993, 0.00001]}]',
  'add null': '[{op: add, path: /spec/n, value: null}]',
  'add no value': '[{op: add, path: /spec/n}]',
  'add below nothing': '[{op: add, path: /spec/a/b, value: 1}]',
  'add to a list': '[{op: add, path: /spec/template/spec/containers/-, value: {name: n, image: i}}]',
  'add to a list at 0': '[{op: add, path: /spec/template/spec/containers/0, value: {name: n, image: i}}]',
  'add past a list': '[{op: add, path: /spec/template/spec/containers/9, value: {name: n}}]',
  'add with slash': '[{op: add, path: /metadata/annotations/a~1b, value: x}]',
  'add whole annotations': '[{op: add, path: /metadata/annotations, value: {z: y}}]',
  remove: '[{op: remove, path: /spec/replicas}]',
  'remove annotations': '[{op: remove, path: /metadata/annotations}]',
  'remove nothing': '[{op: remove, path: /spec/nope}]',
  'remove a container': '[{op: remove, path: /spec/template/spec/containers/1}]',
  replace: '[{op: replace, path: /spec/replicas, value: 3}]',
  'replace nothing': '[{op: replace, path: /spec/nope, value: 3}]',
  'replace below nothing': '[{op: replace, path: /spec/a/b, value: 3}]',
  'replace the name': '[{op: replace, path: /metadata/name, value: other}]',
  'replace the kind': '[{op: replace, path: /kind, value: StatefulSet}]',
  'replace metadata': '[{op: replace, path: /metadata, value: {name: fresh}}]',
  move: '[{op: move, from: /spec/replicas, path: /spec/moved}]',
  copy: '[{op: copy, from: /metadata/labels, path: /metadata/annotations}]',
  'test that holds': '[{op: test, path: /spec/replicas, value: 1}, {op: replace, path: /spec/replicas, value: 2}]',
  'test that fails': '[{op: test, path: /spec/replicas, value: 7}]',
  'unknown op': '[{op: foo, path: /spec}]',
  'no op': '[{path: /spec}]',
  'in lines': '- op: replace\n  path: /spec/replicas\n  value: 4\n- op: add\n  path: /metadata/labels/yes\n  value: yes\n',
  'as json': '[{"op": "replace", "path": "/spec/replicas", "value": 6}]',
  'text with yes': '- op: add\n  path: /spec/v\n  value: [yes, "yes", 010, 2001-01-01, 1:30]\n',
  empty: '[]',
}

function operations(): Case[] {
  const list: Case[] = []
  for (const [name, text] of Object.entries(OPERATIONS)) {
    list.push(
      overlay(`json ${name}`, [DEPLOYMENT], `patches:\n- target:\n    kind: Deployment\n  patch: |\n${indent(text, '    ')}\n`),
    )
  }
  list.push(
    overlay('json without target', [DEPLOYMENT], `patches:\n- patch: '${OPERATIONS.replace}'\n`),
    overlay('json from a file', [DEPLOYMENT], 'patches:\n- target: {kind: Deployment}\n  path: p.json\n', {
      'p.json': OPERATIONS['as json']!,
    }),
    based(
      'json renames and references follow',
      [DEPLOYMENT, OBJECTS.HorizontalPodAutoscaler!],
      'namePrefix: p-\n',
      `patches:\n- target: {kind: Deployment}\n  patch: '${OPERATIONS['replace the name']}'\n`,
    ),
    based(
      'json removes annotations in an overlay',
      [DEPLOYMENT, OBJECTS.HorizontalPodAutoscaler!],
      'namePrefix: p-\n',
      `patches:\n- target: {kind: Deployment}\n  patch: '${OPERATIONS['remove annotations']}'\n`,
    ),
    based(
      'json adds an annotation where there are none',
      [configMap('a')],
      'namePrefix: p-\n',
      "patches:\n- target: {kind: ConfigMap}\n  patch: '[{op: add, path: /metadata/annotations/x, value: y}]'\n",
    ),
    overlay(
      'json adds an annotation to nothing',
      [configMap('a')],
      "patches:\n- target: {kind: ConfigMap}\n  patch: '[{op: add, path: /metadata/annotations/x, value: y}]'\n",
    ),
  )
  return list
}

function targets(): Case[] {
  const resources = [
    DEPLOYMENT,
    DEPLOYMENT.replace('name: x', 'name: y').replace('tier: web', 'tier: db'),
    DEPLOYMENT.replace('name: x\n', 'name: x\n  namespace: other\n'),
    WORKLOADS.StatefulSet!,
    configMap('x'),
  ]
  const one = (name: string, target: string, rest = '') =>
    overlay(
      `target ${name}`,
      resources,
      `patches:\n- target:\n${indent(target, '    ')}\n${rest}  patch: '[{op: add, path: /metadata/labels, value: {hit: "yes"}}]'\n`,
    )
  const merge = (name: string, target: string, options: string, patch: string) =>
    overlay(
      `target merge ${name}`,
      resources,
      `patches:\n- target:\n${indent(target, '    ')}\n${options}  patch: |\n${indent(patch, '    ')}`,
    )
  return [
    one('kind', 'kind: Deployment'),
    one('kind expression', 'kind: Deploy.*|ConfigMap'),
    one('part of a kind', 'kind: Deploy'),
    one('name', 'name: x'),
    one('name expression', 'name: "[xy]"'),
    one('name and kind', 'name: y\nkind: Deployment'),
    one('namespace', 'namespace: other'),
    one('default namespace', 'namespace: default'),
    one('group', 'group: apps'),
    one('version', 'version: v1'),
    one('label', 'labelSelector: tier=db'),
    one('label set', 'labelSelector: tier in (web,db),app'),
    one('label absent', 'labelSelector: "!tier"'),
    one('label not equal', 'labelSelector: tier!=web'),
    one('annotation', 'annotationSelector: note=1'),
    one('bad label', 'labelSelector: "a b c"'),
    one('nothing', 'kind: Nope'),
    one('bad expression', 'name: "["'),
    one('lookahead', 'name: "(?!x)y"'),
    one('case', 'kind: "(?i)deployment"'),
    one('everything', 'name: ".*"'),
    one('unknown field', 'foo: bar'),
    merge('many', 'kind: Deployment', '', `${head.replace('name: x', 'name: anything')}spec:\n  replicas: 8\n`),
    merge(
      'without name change',
      'kind: Deployment\n    name: y',
      '',
      `${head.replace('name: x', 'name: changed')}spec:\n  replicas: 8\n`,
    ),
    merge(
      'with name change',
      'kind: Deployment\nname: y',
      '  options:\n    allowNameChange: true\n',
      `${head.replace('name: x', 'name: changed')}spec:\n  replicas: 8\n`,
    ),
    merge(
      'with kind change',
      'kind: Deployment\nname: y',
      '  options:\n    allowKindChange: true\n',
      `${head.replace('Deployment', 'DaemonSet')}spec:\n  replicas: null\n`,
    ),
    merge(
      'with both changes',
      'kind: Deployment\nname: y',
      '  options:\n    allowNameChange: true\n    allowKindChange: true\n',
      `${head.replace('Deployment', 'DaemonSet').replace('name: x', 'name: z')}`,
    ),
    merge('two patches', 'kind: Deployment', '', `${head}---\n${head}`),
    merge('deleting', 'kind: Deployment', '', `$patch: delete\n${head}`),
    merge('other kind', 'kind: ConfigMap', '', `${head}spec:\n  replicas: 1\n`),
    merge(
      'names collide',
      'kind: Deployment',
      '  options:\n    allowNameChange: true\n',
      `${head.replace('name: x', 'name: same')}`,
    ),
  ]
}

function custom(): Case[] {
  const list = widget('  items:\n  - name: a\n    v: 1\n  - name: b\n  plain: [x, y]\n')
  const patch =
    'apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: w\nspec:\n  items:\n  - name: b\n    v: 2\n  plain: [z]\n'
  const schema = (extra: string) =>
    `{"definitions": {"v1.Widget": {"properties": {"spec": {"$ref": "#/definitions/v1.Spec"}}, "x-kubernetes-group-version-kind": [{"group": "example.com", "version": "v1", "kind": "Widget"}]}, "v1.Spec": {"properties": {"items": {"type": "array", "items": {"type": "object"}${extra}}}}}}`
  const keyed = ', "x-kubernetes-patch-merge-key": "name", "x-kubernetes-patch-strategy": "merge"'
  const embedded = widget(
    '  template:\n    apiVersion: apps/v1\n    kind: Deployment\n    spec:\n      template:\n        spec:\n          containers:\n          - name: a\n            image: i\n          - name: b\n',
  )
  return [
    overlay('merge custom kind', [list], inline(patch)),
    overlay('merge custom kind with a schema', [list], `openapi:\n  path: schema.json\n${inline(patch)}`, {
      'schema.json': schema(keyed),
    }),
    overlay('merge custom kind with a schema without keys', [list], `openapi:\n  path: schema.json\n${inline(patch)}`, {
      'schema.json': schema(''),
    }),
    overlay(
      'merge built-in kind beside a schema',
      [list, DEPLOYMENT],
      `openapi:\n  path: schema.json\n${inline(`${head}spec:\n  template:\n    spec:\n      containers:\n      - name: new\n`)}`,
      {'schema.json': schema(keyed)},
    ),
    overlay('openapi version', [DEPLOYMENT], `openapi:\n  version: v1.21.2\n${inline(`${head}spec:\n  replicas: 2\n`)}`),
    overlay('openapi unknown version', [DEPLOYMENT], 'openapi:\n  version: v1.99.0\n'),
    overlay('openapi both', [DEPLOYMENT], 'openapi:\n  version: v1.21.2\n  path: schema.json\n', {'schema.json': schema(keyed)}),
    overlay('openapi missing file', [DEPLOYMENT], 'openapi:\n  path: nope.json\n'),
    overlay(
      'merge embedded object',
      [embedded],
      inline(
        'apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: w\nspec:\n  template:\n    spec:\n      template:\n        spec:\n          containers:\n          - name: b\n            image: j\n',
      ),
    ),
    overlay(
      'merge newer kind',
      ['apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: h\nspec:\n  metrics:\n  - type: a\n'],
      inline('apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: h\nspec:\n  metrics:\n  - type: b\n'),
    ),
  ]
}

function deprecated(): Case[] {
  return [
    overlay(
      'patchesStrategicMerge',
      [DEPLOYMENT],
      `patchesStrategicMerge:\n- p.yaml\n- |\n${indent(`${head}spec:\n  paused: true\n`, '  ')}`,
      {'p.yaml': `${head}spec:\n  replicas: 2\n`},
    ),
    overlay('patchesStrategicMerge missing', [DEPLOYMENT], 'patchesStrategicMerge:\n- nope.yaml\n'),
    overlay(
      'patchesStrategicMerge deletes',
      [DEPLOYMENT, configMap('a')],
      `patchesStrategicMerge:\n- |\n${indent(`$patch: delete\n${head}`, '  ')}`,
    ),
    overlay(
      'patchesStrategicMerge of nothing',
      [DEPLOYMENT],
      `patchesStrategicMerge:\n- |\n${indent(head.replace('name: x', 'name: q'), '  ')}`,
    ),
    overlay(
      'patchesJson6902',
      [DEPLOYMENT],
      'patchesJson6902:\n- target:\n    group: apps\n    version: v1\n    kind: Deployment\n    name: x\n  path: p.yaml\n',
      {'p.yaml': '- op: replace\n  path: /spec/replicas\n  value: 3\n'},
    ),
    overlay(
      'patchesJson6902 inline',
      [DEPLOYMENT],
      'patchesJson6902:\n- target:\n    kind: Deployment\n    name: x\n  patch: |-\n    - op: replace\n      path: /metadata/name\n      value: renamed\n',
    ),
    overlay('patchesJson6902 without name', [DEPLOYMENT], 'patchesJson6902:\n- target:\n    kind: Deployment\n  patch: "[]"\n'),
    overlay(
      'patchesJson6902 empty',
      [DEPLOYMENT],
      'patchesJson6902:\n- target:\n    kind: Deployment\n    name: x\n  patch: "[]"\n',
    ),
    overlay(
      'patchesJson6902 after prefix',
      [DEPLOYMENT],
      'namePrefix: p-\npatchesJson6902:\n- target:\n    kind: Deployment\n    name: x\n  patch: |-\n    - op: replace\n      path: /spec/replicas\n      value: 3\n',
    ),
    overlay('bases', [], 'bases:\n- base\n', {'base/kustomization.yaml': 'resources: [r.yaml]\n', 'base/r.yaml': configMap('a')}),
  ]
}
