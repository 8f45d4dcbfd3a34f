import type {Json} from '../../test/conformance/case.js'
import type {OwnCase} from '../admission-cases/kit.js'
import {type Body, CORE, DEPLOYS, deploy, MAPS, obj, of, pod, post, SERVICES, strategic, svc, template} from './steps.js'

/* Strategic merge patches whose outcome does not fit its type: the message shows what the merge left of the patch. */

const inPod = (spec: Body): Body => ({spec: {template: {spec}}})
const order = [{name: 'a'}]
const STRICT = `${DEPLOYS}/d?fieldValidation=Strict`
const made = post(
  DEPLOYS,
  deploy('d', {
    replicas: 0,
    strategy: {type: 'RollingUpdate'},
    template: template(
      {app: 'x'},
      {
        containers: [
          {name: 'a', image: 'i', env: [{name: 'E', value: 'v'}], ports: [{containerPort: 80}]},
          {name: 'b', image: 'j', args: ['x']},
        ],
        nodeSelector: {a: 'b'},
        volumes: [{name: 'v', emptyDir: {}}],
        imagePullSecrets: [{name: 's'}],
      },
    ),
  }),
)
const typos: Readonly<Record<string, Body>> = {
  'an unknown field in an ordered list': inPod({
    '$setElementOrder/containers': order,
    containers: [{name: 'a', imagePullPolcy: 'Always'}],
  }),
  'a text for a number in an ordered list': inPod({
    '$setElementOrder/containers': order,
    containers: [{name: 'a', '$setElementOrder/ports': [{containerPort: 80}], ports: [{containerPort: '80'}]}],
  }),
  'an unknown field in a list without an order': inPod({containers: [{name: 'a', bogus: 1, image: 'k'}]}),
  'an order within an item of a list without one': inPod({
    containers: [{name: 'a', bogus: 1, '$setElementOrder/env': [{name: 'E'}], env: [{name: 'E', value: 'w'}]}],
  }),
  'a new item': inPod({containers: [{name: 'new', image: 'k', bogus: {a: null, b: [{c: null, d: 1}]}}]}),
  'an item that is replaced': inPod({
    containers: [
      {name: 'a', $patch: 'replace', image: 'x'},
      {name: 'c', image: 'k', bogus: 1},
    ],
  }),
  'an item that is deleted and given again': inPod({
    containers: [
      {name: 'a', $patch: 'delete'},
      {name: 'a', image: 'k', bogus: 1, resources: {limits: null}},
    ],
  }),
  'a strategy with retained keys': {
    spec: {strategy: {$retainKeys: ['type'], type: 'Recreate', rollingUpdate: null}, bogus: 1},
  },
  'retained keys of a volume': inPod({
    volumes: [{name: 'v', $retainKeys: ['name', 'configMap'], configMap: {name: 'm', bogus: null, odd: 1}}],
  }),
  'a field that is replaced': inPod({nodeSelector: {$patch: 'replace', c: 'd'}, bogus: true}),
  'a field that is deleted': inPod({nodeSelector: {$patch: 'delete'}, bogus: true}),
  'nulls in what is new': inPod({securityContext: {runAsUser: null, seLinuxOptions: {level: null, user: 'u'}, bogus: 1.5}}),
  'directives in what is new': inPod({
    affinity: {
      nodeAffinity: {$patch: 'delete'},
      podAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {$patch: 'delete', weight: 1},
          {weight: 2, bogus: 1},
        ],
      },
    },
  }),
  'a list of scalars that loses some': {metadata: {'$deleteFromPrimitiveList/finalizers': ['a/b'], bogus: 1}},
  'a list of scalars with an order': {
    metadata: {'$setElementOrder/finalizers': ['a/b', 'c/d'], finalizers: ['a/b', 'c/d'], bogus: 1},
  },
  'a type that does not fit': {spec: {replicas: 'three', template: {metadata: {labels: {a: 1}}}}},
  'an annotation that is a number': {
    metadata: {annotations: {n: 1}},
    spec: {template: {spec: {'$setElementOrder/containers': order, containers: [{name: 'a', image: 'q'}]}}},
  },
  'an amount that is none': inPod({
    '$setElementOrder/containers': order,
    containers: [{name: 'a', resources: {limits: {cpu: 'much'}}}],
  }),
  'an unknown list with an order': inPod({
    '$setElementOrder/containers': order,
    volumes: [{name: 'w', bogus: 1}],
    containers: [],
  }),
}

export const merges: readonly OwnCase[] = [
  of(
    'deployment-typos',
    'patches of a Deployment that do not fit, as client-side apply sends them',
    made,
    ...Object.values(typos).map((patch) => strategic(STRICT, patch as unknown as Json)),
  ),
  of(
    'deployment-typos-told',
    'the same as warnings',
    made,
    ...Object.values(typos).map((patch) => strategic(`${DEPLOYS}/d?dryRun=All`, patch as unknown as Json)),
  ),
  of(
    'service-typos',
    'patches of a Service that do not fit',
    post(SERVICES, svc('s', {ports: [{name: 'a', port: 80}]})),
    ...[
      {spec: {'$setElementOrder/ports': [{port: 80}], ports: [{port: 80, targetport: 81}]}},
      {spec: {'$setElementOrder/ports': [{port: 80}], ports: [{port: 80, targetPort: true}]}},
      {spec: {'$setElementOrder/ports': [{port: 80}], ports: [{port: 80, nodePort: 'x'}]}},
      {spec: {selector: {a: null, b: 1}}},
      {spec: {selector: {$retainKeys: ['b'], b: 'c'}, bogus: 1}},
    ].map((patch) => strategic(`${SERVICES}/s?fieldValidation=Strict`, patch as unknown as Json)),
  ),
  of(
    'first-fault',
    'several values that do not fit: the first in the order of the Go type is told',
    post(`${CORE}/pods`, pod('p')),
    ...[
      {automountServiceAccountToken: 4, containers: [{name: 'a', resources: {limits: {memory: 'b a'}}}]},
      {containers: [{name: 'a', resources: {limits: {memory: 'b a', cpu: 'x'}}, tty: 1}]},
      {containers: [{name: 'a', image: 1, resources: {limits: {memory: '1.5x'}}}]},
      {activeDeadlineSeconds: 'x', containers: [{name: 'a', resources: {limits: {memory: ''}}}]},
      {overhead: {cpu: 'x'}, hostname: 4},
    ].map((spec) => strategic(`${CORE}/pods/p`, {spec} as unknown as Json)),
    strategic(`${CORE}/pods/p`, {metadata: {creationTimestamp: 'yesterday', labels: {a: 1}}}),
    strategic(`${CORE}/pods/p`, {metadata: {deletionTimestamp: 'x', name: 3}}),
    post(`${CORE}/secrets`, obj('v1', 'Secret', 's', {data: {a: 'Yg=='}})),
    strategic(`${CORE}/secrets/s`, {data: {a: '%'}, immutable: 1}),
    strategic(`${CORE}/secrets/s`, {data: {a: '%'}, stringData: {a: 1}, metadata: {labels: {a: 1}}}),
    strategic(`${CORE}/secrets/s`, {data: {a: '%'}, type: 1}),
  ),
  of(
    'map-typos',
    'patches of ConfigMaps and Secrets that do not fit',
    post(MAPS, obj('v1', 'ConfigMap', 'm', {data: {a: 'b'}})),
    strategic(`${MAPS}/m`, {data: {a: 1}}),
    strategic(`${MAPS}/m`, {data: {$patch: 'replace', a: 1}}),
    strategic(`${MAPS}/m`, {data: {a: null, b: {c: 'd'}}}),
    strategic(`${MAPS}/m?fieldValidation=Strict`, {dat: {a: null, b: {c: 'd'}}}),
    post(`${CORE}/secrets`, obj('v1', 'Secret', 's', {data: {a: 'Yg=='}})),
    strategic(`${CORE}/secrets/s`, {data: {a: '%', b: null}}),
    strategic(`${CORE}/secrets/s`, {stringData: {a: 1, b: null}}),
  ),
]
