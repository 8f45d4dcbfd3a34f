import type {Json} from '../../test/conformance/case.js'
import {
  type Body,
  cm,
  crd,
  custom,
  customs,
  DEPLOYS,
  del,
  deploy,
  get,
  json,
  MAPS,
  merge,
  obj,
  of,
  PODS,
  pod,
  post,
  put,
} from '../request-cases/steps.js'
import {
  binding,
  here,
  mutatingBinding,
  mutatingPolicy,
  type OwnCase,
  type OwnStep,
  policy,
  rule,
  settle,
  settleParams,
} from './kit.js'

const LEVEL = 'pod-security.kubernetes.io'
const SPACE = '/api/v1/namespaces/<ns>'
const labelled = (labels: Body): OwnStep => merge(SPACE, {metadata: {labels}})
const POLICIES = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies'
const plain = (name: string, spec: Body = {}, metadata: Body = {}): OwnStep => post(PODS, pod(name, spec, metadata))
const box = (securityContext: Body, rest: Body = {}): Json => [{name: 'a', image: 'i', securityContext, ...rest}]

const insecure: readonly (readonly [string, Body, Body?])[] = [
  ['host-network', {hostNetwork: true}],
  ['host-all', {hostPID: true, hostIPC: true}],
  ['privileged', {containers: box({privileged: true})}],
  ['capabilities', {containers: box({capabilities: {add: ['NET_ADMIN', 'CHOWN']}})}],
  ['host-path', {volumes: [{name: 'v', hostPath: {path: '/'}}]}],
  ['host-port', {containers: box({}, {ports: [{containerPort: 80, hostPort: 80}]})}],
  ['selinux', {securityContext: {seLinuxOptions: {type: 'x', user: 'y'}}}],
  ['proc', {hostUsers: false, containers: box({procMount: 'Unmasked'})}],
  ['sysctls', {securityContext: {sysctls: [{name: 'kernel.shm_rmid_forced', value: '1'}]}}],
  ['sysctls-new', {securityContext: {sysctls: [{name: 'net.ipv4.tcp_rmem', value: '1'}]}}],
  ['sysctls-bad', {securityContext: {sysctls: [{name: 'kernel.sem', value: '1'}]}}],
  ['seccomp', {securityContext: {seccompProfile: {type: 'Unconfined'}}}],
  ['apparmor', {securityContext: {appArmorProfile: {type: 'Unconfined'}}}],
  ['windows', {os: {name: 'windows'}, containers: box({})}],
  ['windows-host', {securityContext: {windowsOptions: {hostProcess: true}}, hostNetwork: true, containers: box({})}],
  ['root', {securityContext: {runAsUser: 0}}],
  ['nfs', {volumes: [{name: 'v', nfs: {server: 's', path: '/'}}]}],
  ['probe-host', {containers: box({}, {livenessProbe: {httpGet: {port: 80, host: '10.0.0.1'}}})}],
  ['init', {initContainers: [{name: 'n', image: 'i', securityContext: {privileged: true}}]}],
  ['user-namespace', {hostUsers: false, containers: box({})}],
  [
    'good',
    {
      securityContext: {runAsNonRoot: true, seccompProfile: {type: 'RuntimeDefault'}},
      containers: box({allowPrivilegeEscalation: false, capabilities: {drop: ['ALL']}}),
    },
  ],
  [
    'good-bind',
    {
      securityContext: {runAsNonRoot: true, seccompProfile: {type: 'RuntimeDefault'}},
      containers: box({allowPrivilegeEscalation: false, capabilities: {drop: ['ALL'], add: ['NET_BIND_SERVICE']}}),
    },
  ],
]

function levels(name: string, about: string, labels: Body): OwnCase {
  return of(
    `levels-${name}`,
    about,
    labelled(labels),
    settle,
    ...insecure.map(([which, spec]) => post(`${PODS}?dryRun=All`, pod(which, spec))),
    post(DEPLOYS, deploy('web', {template: {metadata: {labels: {app: 'x'}}, spec: {hostNetwork: true, containers: box({})}}})),
  )
}

const security: readonly OwnCase[] = [
  levels('baseline', 'What the baseline forbids.', {[`${LEVEL}/enforce`]: 'baseline'}),
  levels('restricted', 'What is forbidden where pods are restricted.', {[`${LEVEL}/enforce`]: 'restricted'}),
  levels('both', 'What is enforced and what is warned of.', {[`${LEVEL}/enforce`]: 'baseline', [`${LEVEL}/warn`]: 'restricted'}),
  ...['v1.0', 'v1.19', 'v1.22', 'v1.24', 'v1.27', 'v1.29', 'v1.31', 'v1.34', 'v1.36', 'v1.99'].map((version) =>
    levels(`restricted-${version}`, `What was forbidden in ${version}.`, {
      [`${LEVEL}/enforce`]: 'restricted',
      [`${LEVEL}/enforce-version`]: version,
      [`${LEVEL}/warn`]: 'baseline',
      [`${LEVEL}/warn-version`]: version,
    }),
  ),
  of(
    'levels-labels',
    'Labels of levels: what is none, and what pods would be against it.',
    plain('bad', {hostNetwork: true}),
    plain('fair'),
    plain('done', {containers: box({privileged: true})}),
    labelled({[`${LEVEL}/enforce`]: 'baseline'}),
    labelled({[`${LEVEL}/enforce`]: 'restricted'}),
    labelled({[`${LEVEL}/enforce-version`]: 'v1.19'}),
    labelled({[`${LEVEL}/enforce-version`]: 'x'}),
    labelled({[`${LEVEL}/enforce-version`]: 'v2.1'}),
    labelled({[`${LEVEL}/enforce`]: 'none'}),
    labelled({[`${LEVEL}/warn`]: 'x', [`${LEVEL}/audit`]: 'y', [`${LEVEL}/warn-version`]: 'z'}),
    labelled({[`${LEVEL}/enforce`]: ''}),
    labelled({[`${LEVEL}/enforce`]: null, [`${LEVEL}/enforce-version`]: null}),
    labelled({[`${LEVEL}/enforce`]: 'privileged'}),
    labelled({[`${LEVEL}/warn`]: 'restricted'}),
    labelled({[`${LEVEL}/other`]: 'restricted'}),
    merge(`${SPACE}?dryRun=All`, {metadata: {labels: {[`${LEVEL}/enforce`]: 'restricted'}}}),
    post('/api/v1/namespaces?dryRun=All', obj('v1', 'Namespace', '<ns>-x', {}, {labels: {[`${LEVEL}/enforce`]: 'none'}})),
    post('/api/v1/namespaces?dryRun=All', obj('v1', 'Namespace', '<ns>-x', {}, {labels: {[`${LEVEL}/enforce-version`]: 'none'}})),
  ),
]

const maps = {resourceRules: [rule(['configmaps'])]}
const said = (name: string, about: string, expressions: readonly string[], steps: readonly OwnStep[], spec: Body = {}): OwnCase =>
  of(
    name,
    about,
    policy('p', {
      matchConstraints: maps,
      validations: [
        {expression: 'false', messageExpression: `[${expressions.map((one) => `string(${one})`).join(', ')}].join(' ')`},
      ],
      ...spec,
    }),
    binding('b', 'p'),
    settle,
    ...steps,
  )

const deep: readonly OwnCase[] = [
  said(
    'say-types',
    'What an expression sees of an object.',
    [
      'object.kind',
      'object.apiVersion',
      'type(object.metadata.name) == string',
      'type(object.data) == map',
      'has(object.metadata.managedFields)',
      'has(object.metadata.creationTimestamp)',
      'has(object.metadata.uid)',
      'has(object.metadata.generation)',
      'has(object.immutable)',
      'oldObject == null',
      "object.metadata.?labels['a'].orValue('none')",
      'size(object.data)',
    ],
    [post(MAPS, cm('a', {k: 'v'}, {labels: {a: 'b'}})), post(MAPS, cm('b', {}))],
  ),
  said('say-request', 'What an expression sees of a request.', ['request.uid == ""'], [post(MAPS, cm('a'))]),
  said(
    'say-user',
    'Who asks.',
    [
      'request.userInfo.username',
      "request.userInfo.groups.join('+')",
      "request.userInfo.extra['scopes'].join('+')",
      'has(request.userInfo.uid)',
    ],
    [
      {
        ...post(MAPS, cm('a')),
        as: {'impersonate-user': 'jane', 'impersonate-group': 'system:masters', 'impersonate-extra-scopes': 'view'},
      } as OwnStep,
    ],
  ),
  said(
    'say-authorizer',
    'What an authorizer tells.',
    [
      "authorizer.group('').resource('pods').namespace('default').check('create').reason()",
      "authorizer.group('apps').resource('deployments').subresource('scale').namespace('default').name('x').check('update').allowed() ? 'yes' : 'no'",
      "authorizer.serviceAccount('kube-system', 'default').group('').resource('pods').namespace('default').check('get').allowed() ? 'yes' : 'no'",
      "authorizer.serviceAccount('kube-system', 'default').group('').resource('pods').namespace('default').check('get').reason()",
      "authorizer.path('/version').check('get').allowed() ? 'yes' : 'no'",
      "authorizer.requestResource.check('delete').allowed() ? 'yes' : 'no'",
      "authorizer.group('').resource('pods').check('get').errored() ? 'yes' : 'no'",
      "authorizer.group('').resource('pods').fieldSelector('spec.nodeName=x').check('list').allowed() ? 'yes' : 'no'",
      "authorizer.group('').resource('pods').labelSelector('a in (b)').check('list').allowed() ? 'yes' : 'no'",
    ],
    [post(MAPS, cm('a'))],
  ),
  of(
    'say-cluster-params',
    'Parameters of a kind without namespaces, about objects with and without.',
    ...crd('bounds', {type: 'object', properties: {max: {type: 'integer'}}}, {}, {scope: 'Cluster'}),
    post('/apis/<ns>.example.com/v1/bounds', custom('bounds', 'one', {max: 1})),
    policy('p', {
      paramKind: {apiVersion: '<ns>.example.com/v1', kind: 'Bound'},
      matchConstraints: {resourceRules: [rule(['configmaps', 'namespaces'], ['CREATE'])]},
      validations: [
        {expression: "object.metadata.name == 'ok' || params.max > 1", messageExpression: "'max is ' + string(params.max)"},
      ],
    }),
    binding('b', 'p', {paramRef: {name: 'one', parameterNotFoundAction: 'Deny'}}),
    settleParams,
    post(MAPS, cm('a')),
    post(MAPS, cm('ok')),
    del('/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/<ns>-b'),
    binding('c', 'p', {paramRef: {name: 'one', namespace: '<ns>', parameterNotFoundAction: 'Deny'}}),
    settle,
    post(MAPS, cm('c')),
  ),
  of(
    'say-wrong-params',
    'A namespaced kind of parameters and an object of the cluster.',
    ...crd('limits', {type: 'object', properties: {max: {type: 'integer'}}}),
    post(customs('limits'), custom('limits', 'one', {max: 1})),
    // the real server finds new kinds after up to half a minute
    {sleep: 30},
    policy('p', {
      paramKind: {apiVersion: '<ns>.example.com/v1', kind: 'Limit'},
      matchConstraints: {
        resourceRules: [rule(['clusterroles'], ['CREATE'], 'rbac.authorization.k8s.io')],
        objectSelector: {matchLabels: {of: '<ns>'}},
      },
      validations: [{expression: 'params.max > 1', messageExpression: "'max is ' + string(params.max)"}],
    }),
    binding('b', 'p', {matchResources: {}, paramRef: {name: 'one', parameterNotFoundAction: 'Deny'}}),
    settleParams,
    post(
      '/apis/rbac.authorization.k8s.io/v1/clusterroles',
      obj('rbac.authorization.k8s.io/v1', 'ClusterRole', '<ns>-a', {}, {labels: {of: '<ns>'}}),
    ),
  ),
  of(
    'say-annotations',
    'What is written to the audit log may fail as well.',
    policy('p', {
      matchConstraints: maps,
      auditAnnotations: [
        {key: 'good', valueExpression: "'x' + object.metadata.name"},
        {key: 'none', valueExpression: 'null'},
        {key: 'bad', valueExpression: "object.data.nothing + 'x'"},
      ],
      validations: [{expression: "object.metadata.name != 'no'", message: 'no'}],
    }),
    binding('b', 'p'),
    settle,
    post(MAPS, cm('a')),
    post(MAPS, cm('b', {nothing: 'x'})),
    post(MAPS, cm('no', {nothing: 'x'})),
  ),
  of(
    'say-custom',
    'Custom kinds are checked like others.',
    ...crd('things', {
      type: 'object',
      properties: {spec: {type: 'object', properties: {n: {type: 'integer'}, 'a-b': {type: 'string'}}}},
    }),
    policy('p', {
      matchConstraints: {resourceRules: [rule(['things'], ['*'], '<ns>.example.com')]},
      validations: [
        {expression: 'object == null || object.spec.n < 5', messageExpression: "'n is ' + string(object.spec.n)"},
        {expression: "object == null || !has(object.spec.a__dash__b) || object.spec.a__dash__b != 'x'", message: 'dash'},
        {expression: "object == null || !('a-b' in object.spec) || object.spec['a-b'] != 'y'", message: 'index'},
        {expression: "request.operation != 'DELETE' || oldObject.spec.n > 1", message: 'kept'},
      ],
    }),
    binding('b', 'p'),
    settle,
    post(customs('things'), custom('things', 'a', {spec: {n: 7}})),
    post(customs('things'), custom('things', 'a', {spec: {n: 1}})),
    post(customs('things'), custom('things', 'b', {spec: {n: 1, 'a-b': 'x'}})),
    post(customs('things'), custom('things', 'c', {spec: {n: 1, 'a-b': 'y'}})),
    post(customs('things'), custom('things', 'd', {})),
    del(`${customs('things')}/a`),
    del(customs('things')),
  ),
  of(
    'say-many',
    'Several validations that fail, of several kinds.',
    policy('p', {
      matchConstraints: maps,
      validations: [
        {expression: "object.data.a == 'x'", message: 'a'},
        {expression: 'object.data.b.size() > 1', message: 'b', reason: 'Forbidden'},
        {expression: '1 / int(object.data.c) == 1', message: 'c'},
        {expression: '[1, 2][int(object.data.c)] == 1', message: 'd'},
        {expression: 'int(object.data.a) == 1', message: 'e'},
      ],
    }),
    binding('b', 'p', {validationActions: ['Warn', 'Audit']}),
    settle,
    post(MAPS, cm('a', {a: 'y', b: 'z', c: '0'})),
    post(MAPS, cm('b', {a: '1', b: 'zz', c: '9'})),
    post(MAPS, cm('c', {})),
    post(MAPS, cm('d', {a: 'x', b: 'yy', c: '1'})),
  ),
  of(
    'say-cost',
    'Expressions that cost too much.',
    policy('p', {
      matchConstraints: maps,
      validations: [
        {
          expression: "object.data.all(a, object.data.all(b, object.data.all(c, object.data.all(d, a != b + c + d + 'x'))))",
          message: 'dear',
        },
      ],
    }),
    binding('b', 'p'),
    settle,
    post(MAPS, cm('a', {a: 'y'})),
    post(MAPS, cm('b', Object.fromEntries(Array.from({length: 40}, (_, at) => [`k${at}`, 'v'])))),
  ),
  of(
    'say-pods',
    'Pods, their images and their parts.',
    policy('p', {
      matchConstraints: {
        resourceRules: [rule(['pods', 'pods/ephemeralcontainers', 'pods/status', 'pods/binding', 'pods/eviction'], ['*'])],
      },
      matchConditions: [{name: 'not-free', expression: "request.name != 'free'"}],
      validations: [
        {
          expression:
            "object == null || request.subResource != '' || object.spec.containers.all(c, c.image.startsWith('registry.example.com/'))",
          messageExpression: "'images: ' + object.spec.containers.map(c, c.image).join(', ')",
        },
        {
          expression: "request.subResource == ''",
          messageExpression:
            "request.subResource + ' ' + request.kind.kind + ' ' + request.resource.resource + ' ' + request.operation + ' ' + object.kind",
        },
      ],
    }),
    binding('b', 'p'),
    settle,
    plain('a'),
    plain('free'),
    plain('b', {containers: [{name: 'a', image: 'registry.example.com/a'}]}),
    json(`${PODS}/b`, [{op: 'replace', path: '/spec/containers/0/image', value: 'evil'}]),
    merge(`${PODS}/b/status`, {status: {phase: 'Running'}}),
    {
      method: 'PATCH',
      path: `${PODS}/b/ephemeralcontainers`,
      contentType: 'application/strategic-merge-patch+json',
      body: {spec: {ephemeralContainers: [{name: 'e', image: 'x'}]}},
    },
    post(`${PODS}/b/binding`, {apiVersion: 'v1', kind: 'Binding', metadata: {name: 'b'}, target: {kind: 'Node', name: 'n'}}),
    post(`${PODS}/b/eviction`, {apiVersion: 'policy/v1', kind: 'Eviction', metadata: {name: 'b'}}),
    del(`${PODS}/b?gracePeriodSeconds=0`),
    del(`${PODS}/free?gracePeriodSeconds=0`),
  ),
  of(
    'say-policy-updates',
    'Policies that change while they are used.',
    policy('p', {matchConstraints: maps, validations: [{expression: 'false', message: 'one'}]}),
    binding('b', 'p'),
    settle,
    post(MAPS, cm('a')),
    merge(`${POLICIES}/<ns>-p`, {spec: {validations: [{expression: 'false', message: 'two'}]}}),
    settle,
    post(MAPS, cm('a')),
    merge(`${POLICIES}/<ns>-p`, {spec: {failurePolicy: 'Ignore', validations: [{expression: 'object.nothing.x'}]}}),
    settle,
    post(MAPS, cm('b')),
    merge('/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/<ns>-b', {spec: {policyName: '<ns>-none'}}),
    settle,
    post(MAPS, cm('c')),
    del(`${POLICIES}/<ns>-p`),
    settle,
    post(MAPS, cm('d')),
  ),
]

const changing: readonly OwnCase[] = [
  of(
    'change-with-params',
    'Mutations that parameters guide.',
    ...crd('looks', {type: 'object', properties: {label: {type: 'string'}}}),
    post(customs('looks'), custom('looks', 'one', {label: 'red'})),
    mutatingPolicy('m', {
      paramKind: {apiVersion: '<ns>.example.com/v1', kind: 'Look'},
      matchConstraints: maps,
      reinvocationPolicy: 'Never',
      failurePolicy: 'Fail',
      variables: [{name: 'l', expression: "params.label + '-' + object.metadata.name"}],
      mutations: [
        {
          patchType: 'ApplyConfiguration',
          applyConfiguration: {expression: "Object{metadata: Object.metadata{labels: {'look': variables.l}}}"},
        },
      ],
    }),
    mutatingBinding('b', 'm', {paramRef: {name: 'one', namespace: '<ns>', parameterNotFoundAction: 'Deny'}}),
    settleParams,
    post(MAPS, cm('a')),
    del(`${customs('looks')}/one`),
    settle,
    post(MAPS, cm('b')),
  ),
  of(
    'change-lists',
    'Lists of a pod, by their keys and without.',
    mutatingPolicy('m', {
      matchConstraints: {resourceRules: [rule(['pods'], ['CREATE'])]},
      reinvocationPolicy: 'Never',
      mutations: [
        {
          patchType: 'ApplyConfiguration',
          applyConfiguration: {
            expression: "Object{spec: Object.spec{tolerations: [Object.spec.tolerations{key: 'x', operator: 'Exists'}]}}",
          },
        },
      ],
    }),
    mutatingBinding('b', 'm'),
    settle,
    plain('a'),
    plain('b', {tolerations: [{key: 'y', operator: 'Exists'}]}),
  ),
  of(
    'change-pods-later',
    'What is changed in a pod after it was made.',
    plain('a'),
    mutatingPolicy('m', {
      matchConstraints: {resourceRules: [rule(['pods'], ['UPDATE'])]},
      reinvocationPolicy: 'IfNeeded',
      mutations: [
        {
          patchType: 'JSONPatch',
          jsonPatch: {expression: "[JSONPatch{op: 'replace', path: '/spec/containers/0/image', value: 'new'}]"},
        },
        {
          patchType: 'JSONPatch',
          jsonPatch: {
            expression:
              "has(object.metadata.labels) ? [JSONPatch{op: 'add', path: '/metadata/labels/m', value: object.spec.containers[0].image}] : []",
          },
        },
      ],
    }),
    mutatingBinding('b', 'm'),
    settle,
    merge(`${PODS}/a`, {metadata: {labels: {x: 'y'}}}),
    merge(`${PODS}/a`, {spec: {activeDeadlineSeconds: 50}}),
    put(`${MAPS}/none`, cm('none')),
    get(`${PODS}/a`),
  ),
  of(
    'change-to-wrong',
    'Mutations whose result is refused.',
    mutatingPolicy('m', {
      matchConstraints: {resourceRules: [rule(['deployments'], ['CREATE'], 'apps')], namespaceSelector: here},
      reinvocationPolicy: 'Never',
      mutations: [{patchType: 'ApplyConfiguration', applyConfiguration: {expression: 'Object{spec: Object.spec{replicas: -1}}'}}],
    }),
    mutatingBinding('b', 'm'),
    settle,
    post(DEPLOYS, deploy('a')),
  ),
]

/** What users let stand at the gate: levels of pods' security, and policies in depth. */
export const guards: readonly OwnCase[] = [...security, ...deep, ...changing]
