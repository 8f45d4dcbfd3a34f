import type {Json} from '../../test/conformance/case.js'
import type {OwnCase, OwnStep} from '../admission-cases/kit.js'
import {
  apply,
  CORE,
  CRDS,
  crd,
  custom,
  customs,
  definition,
  del,
  get,
  merge,
  object,
  of,
  post,
  put,
  text,
  whole,
} from './steps.js'

/* What a fresh pair of eyes found to differ, each as a kind. */

const NETWORK = '/apis/networking.k8s.io/v1'
const CAPACITIES = '/apis/storage.k8s.io/v1/namespaces/<ns>/csistoragecapacities'
const APIS = '/apis/apiregistration.k8s.io/v1/apiservices'

const spec = (properties: {[key: string]: Json}) => object({spec: object(properties)})
const a = {selectableFields: [{jsonPath: '.spec.a'}]}
const status = {subresources: {status: {}}}
const columns = {additionalPrinterColumns: [{name: 'A', type: 'string', jsonPath: '.spec.a'}]}
const two = (one: object, other: object, different = false): OwnStep => {
  const first = {schema: {openAPIV3Schema: spec({a: text, b: whole})}, ...one}
  const second = {schema: {openAPIV3Schema: different ? spec({a: text}) : spec({a: text, b: whole})}, ...other}
  const made = definition('things', first as never) as {spec: {versions: object[]}}
  made.spec.versions.push({name: 'v2', served: true, storage: false, ...second})
  return post(`${CRDS}?dryRun=All`, made as never)
}
const rooted = (preset: Json): OwnStep =>
  post(`${CRDS}?dryRun=All`, definition('things', {schema: {openAPIV3Schema: {type: 'object', default: preset}}}))

const rootDefaults: readonly Json[] = [
  {},
  {apiVersion: 'a/v1', kind: 'B'},
  {spec: {}},
  {apiVersion: 'a/b/c', kind: 'B'},
  {apiVersion: 'v1', kind: '_'},
  {kind: 'B', metadata: {name: 'x'}},
  5,
]

const parent = {spec: {parentRef: {resource: 'services', name: 'x'}}}
const address = (name: string, rest: object = parent) =>
  post(`${NETWORK}/ipaddresses?dryRun=All`, {metadata: {name}, ...rest} as Json)
const ranges = (...cidrs: string[]) => post(`${NETWORK}/servicecidrs?dryRun=All`, {metadata: {name: 'x'}, spec: {cidrs}})
const field = (path: string, selector: string) => get(`${path}?fieldSelector=${encodeURIComponent(selector)}`)

export const corners: readonly OwnCase[] = [
  of(
    'corners-selectable',
    'fields that select in two versions, with a schema that was moved up and one that was not',
    ...[{}, a, columns, status, {...a, ...columns, ...status}].flatMap((one) => [
      two(one, a),
      two(a, one),
      two(one, {...a, ...columns}, true),
      two(one, status, true),
    ]),
  ),
  of(
    'corners-status-roots',
    'what a schema beside a status may not have, in two versions',
    ...[{}, status, {...status, ...columns}].flatMap((one) =>
      [{}, status].flatMap((other) =>
        [{maxProperties: 2}, {minProperties: 1}].map((rest) =>
          two(
            {...one, schema: {openAPIV3Schema: {type: 'object', maxProperties: 2}}},
            {...other, schema: {openAPIV3Schema: {type: 'object', ...rest}}},
          ),
        ),
      ),
    ),
  ),
  of('corners-root-default', 'a default of the whole object is a resource', ...rootDefaults.map(rooted)),
  of(
    'corners-runtime-class',
    'PUT of a RuntimeClass that is not there',
    put('/apis/node.k8s.io/v1/runtimeclasses/<ns>', {metadata: {name: '<ns>'}}),
    put('/apis/node.k8s.io/v1/runtimeclasses/<ns>', {metadata: {name: '<ns>'}, handler: 'x'}),
    del('/apis/node.k8s.io/v1/runtimeclasses/<ns>'),
  ),
  of(
    'corners-fields',
    'field selectors of kinds with fields of their own',
    ...[
      '/api/v1/namespaces',
      '/api/v1/nodes',
      '/api/v1/componentstatuses',
      '/api/v1/secrets',
      '/apis/batch/v1/jobs',
      '/apis/apps/v1/deployments',
    ]
      .concat(['/apis/certificates.k8s.io/v1/certificatesigningrequests', '/apis/resource.k8s.io/v1/resourceslices'])
      .flatMap((path) => ['spec.foo=x', 'spec.size=1,spec.mode!=B', 'z=1,a=2,m'].map((selector) => field(path, selector))),
    ...['/api/v1/namespaces', '/api/v1/nodes', '/apis/certificates.k8s.io/v1/certificatesigningrequests'].map((path) =>
      field(path, 'metadata.namespace=x'),
    ),
    field('/apis/resource.k8s.io/v1/resourceslices', 'metadata.namespace=x'),
  ),
  of(
    'corners-namespaces',
    'a namespace in the body of what has its own in the path, or none',
    post(`${CORE}/serviceaccounts/default/token`, {metadata: {namespace: 'other'}}),
    post('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      metadata: {namespace: 'other'},
      spec: {user: 'u', resourceAttributes: {namespace: 'default', verb: 'get'}},
    }),
  ),
  of(
    'corners-ip-addresses',
    'IPAddresses are checked',
    ...['x', '10.0.0.1', '010.0.0.1', '2001:DB8::1', '2001:db8::1', '::ffff:1.2.3.4', 'a/b'].map((name) => address(name)),
    address('10.0.0.1', {}),
    address('10.0.0.1', {spec: {parentRef: {}}}),
    address('10.0.0.1', {spec: {parentRef: {group: 'A', resource: 'a/b', namespace: 'a%', name: 'x/y'}}}),
    post(`${NETWORK}/ipaddresses`, {metadata: {generateName: 'Bad_'}}),
    post(`${NETWORK}/ipaddresses`, {metadata: {generateName: '10.255.0.77'}, ...parent}),
    post(`${NETWORK}/ipaddresses`, {metadata: {generateName: '10.255.0.77'}, ...parent}),
    put(`${NETWORK}/ipaddresses/10.255.0.77`, {
      metadata: {name: '10.255.0.77'},
      spec: {parentRef: {resource: 'services', name: 'y'}},
    }),
    merge(`${NETWORK}/ipaddresses/10.255.0.77`, {metadata: {labels: {a: 'b'}}}),
    del(`${NETWORK}/ipaddresses/10.255.0.77`),
  ),
  of(
    'corners-service-cidrs',
    'ServiceCIDRs are checked',
    ranges(),
    ranges('10.0.0.0/8', '11.0.0.0/8'),
    ranges('10.0.0.0/8', 'fd00::/64', '1.1.1.1/32'),
    ranges('10.0.0.1/8', ''),
    ranges('bad'),
    ranges('010.0.0.0/8'),
    ranges('FD00::/64'),
    ranges('::ffff:10.0.0.0/104', '10.0.0.0/8'),
    post(`${NETWORK}/servicecidrs`, {metadata: {name: '<ns>'}, spec: {cidrs: ['10.251.0.0/16']}}),
    merge(`${NETWORK}/servicecidrs/<ns>`, {spec: {cidrs: ['fd00::/64', '10.251.0.0/16']}}),
    merge(`${NETWORK}/servicecidrs/<ns>`, {spec: {cidrs: ['10.251.0.0/16', '10.252.0.0/16']}}),
    merge(`${NETWORK}/servicecidrs/<ns>`, {spec: {cidrs: ['10.251.0.0/16', 'fd00::/64']}}),
    ...[['10.252.0.0/16'], ['10.251.0.0/16'], [], ['fd00::/64', '10.251.0.0/16']].map((cidrs) =>
      merge(`${NETWORK}/servicecidrs/<ns>`, {spec: {cidrs}}),
    ),
    del(`${NETWORK}/servicecidrs/<ns>`),
  ),
  of(
    'corners-capacities',
    'CSIStorageCapacities are checked',
    apply(`${CAPACITIES}/app?fieldManager=m`, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIStorageCapacity',
      metadata: {name: 'app'},
    }),
    post(CAPACITIES, {}),
    post(CAPACITIES, {metadata: {name: 'x'}, storageClassName: 'a', capacity: '-1', maximumVolumeSize: '-1'}),
    post(CAPACITIES, {
      metadata: {name: 'x'},
      storageClassName: 'A_',
      nodeTopology: {
        matchLabels: {'a b': 'c d'},
        matchExpressions: [
          {key: 'a', operator: 'Nope'},
          {key: '', operator: 'In'},
        ],
      },
    }),
    post(CAPACITIES, {metadata: {name: 'x'}, storageClassName: 'a', capacity: '1Gi'}),
    merge(`${CAPACITIES}/x`, {storageClassName: '_b', nodeTopology: {matchLabels: {a: 'c'}}}),
    merge(`${CAPACITIES}/x`, {capacity: '1', maximumVolumeSize: '2'}),
  ),
  of(
    'corners-names',
    'kinds whose names are special',
    ...[
      `${CORE}/replicationcontrollers`,
      '/apis/resource.k8s.io/v1/deviceclasses',
      '/apis/certificates.k8s.io/v1/certificatesigningrequests',
    ].map((path) => post(path, {metadata: {name: 'a/b'}})),
    ...[{}, {name: 'x'}, {name: 'a/b'}].flatMap((metadata) => [post(APIS, {metadata} as Json), post(CRDS, {metadata} as Json)]),
    post(`${CORE}/limitranges?dryRun=All`, {metadata: {labels: {a: 'b'}}}),
  ),
  of(
    'corners-scale-paths',
    'replicas below what is no object',
    crd('widgets', spec({size: whole, deep: object({down: object({n: whole})})}), {
      subresources: {
        scale: {specReplicasPath: '.spec.size', statusReplicasPath: '.spec.deep.down.n', labelSelectorPath: '.status.s'},
      },
    }),
    ...[5, [], [1, 'a'], 'x', 1.5, true, {deep: 5}, {deep: {down: 'x'}}, {size: '3', deep: {down: {n: {a: 1}}}}].map((value) =>
      post(customs('widgets'), custom('widgets', 'w', {spec: value as Json, status: 7})),
    ),
  ),
  of('corners-nobody', 'impersonation without a user', {
    ...get('/api/v1/namespaces/default'),
    as: {'Impersonate-Extra-scopes': 'a', 'Impersonate-Uid': 'u'},
  } as OwnStep),
  of(
    'corners-services-of-webhooks',
    'a Service without name or namespace is told of at the other place',
    ...[
      {name: '', namespace: 'b'},
      {name: 'a', namespace: ''},
      {name: '', namespace: ''},
    ].map((service) =>
      post('/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations', {
        metadata: {name: '<ns>'},
        webhooks: [{name: 'a.b.c', clientConfig: {service}, admissionReviewVersions: ['v1'], sideEffects: 'None'}],
      }),
    ),
  ),
  of(
    'corners-proxies',
    'names of proxies',
    ...['services/a:b:c:d', 'pods/a:b:c:d', 'services/ftp:b:c', 'services/:b', 'services/https:b:', 'pods/x:a'].map((name) =>
      get(`${CORE}/${name}/proxy/`),
    ),
    get('/api/v1/nodes/a:b:c:d/proxy/'),
  ),
  of(
    'corners-texts',
    'texts of refusals',
    ...['1x', '1', 'x', '.', '1h1', '1.5.5s'].map((time) => get(`${CORE}/configmaps?timeout=${time}`)),
    ...['n\u0000', 'n"q', 'n\\q', 'é\n'].map((name) => post(`${CORE}/configmaps`, {metadata: {name}})),
    get('/openid/v1/jwks'),
    get('/openid/v1/jwks', 'application/*'),
    apply(`${CORE}/configmaps/y?fieldManager=m`, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: true}\n'),
    apply(`${CORE}/configmaps/y?fieldManager=m`, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: y}\ndata:\n  k: .inf\n'),
    post(
      `${CRDS}?dryRun=All`,
      definition('things', {schema: {openAPIV3Schema: object({spec: {type: 'array', items: []}, x: {items: []}})}}),
    ),
    post(
      `${CRDS}?dryRun=All`,
      definition('things', {schema: {openAPIV3Schema: object({spec: {type: 'array', items: [{type: 'string'}]}})}}),
    ),
    ...['endpoints', 'endpoints/nope/status'].map((path) => put(`${CORE}/${path}`, {})),
    ...['endpoints/nope', 'endpoints'].map((path) => post(`${CORE}/${path}`, {})),
    del(`${CORE}/endpoints/nope/x`),
    post('/api/v1/endpoints', {}),
    post(`${CORE}/pods`, {
      metadata: {name: 'p'},
      spec: {automountServiceAccountToken: false, containers: [{name: 'a', image: 'b'}]},
    }),
    put(`${CORE}/pods/p`, {metadata: {name: 'p', uid: 'zz'}, spec: {containers: [{name: 'a', image: 'b'}]}}),
    put(`${CORE}/pods/p?dryRun=All`, {metadata: {name: 'p', uid: 'zz'}, spec: {containers: [{name: 'a', image: 'b'}]}}),
    post(`${CORE}/pods/p/binding`, {metadata: {name: 'p', uid: 'zz'}, target: {kind: 'Node', name: 'n'}}),
  ),
]
