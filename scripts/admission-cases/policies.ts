import {
  apply,
  binding,
  CONFIG_MAPS,
  configMap,
  create,
  DEPLOYMENTS,
  deployment,
  merge,
  type OwnCase,
  policy,
  remove,
  rule,
  settle,
  settleParams,
} from './kit.js'

const maps = {resourceRules: [rule(['configmaps'])]}

/** A policy on ConfigMaps with these validations, bound, and then some requests. */
function checked(
  name: string,
  about: string,
  validations: {[key: string]: string}[],
  steps: OwnCase['steps'],
  spec: {[key: string]: never | object | string} = {},
  bound: {[key: string]: never | object} = {},
): OwnCase {
  return {
    name,
    about,
    steps: [
      policy('p', {matchConstraints: maps, validations, ...spec} as never),
      binding('b', 'p', bound as never),
      settle,
      ...steps,
    ],
  }
}

const big = {expression: '!has(object.data) || object.data.all(k, size(object.data[k]) < 5)'}
const ADMIN_ONLY = {expression: "authorizer.group('').resource('secrets').namespace('<ns>').check('create').allowed()"}

const LIMITS = '/apis/<ns>.example.com/v1/namespaces/<ns>/limits'
/** A kind of parameters. (A ConfigMap works only for the first policy of a kube-apiserver: it never starts that informer again.) */
const limitKind: OwnCase['steps'] = [
  {
    method: 'POST',
    path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    body: {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {name: 'limits.<ns>.example.com'},
      spec: {
        group: '<ns>.example.com',
        scope: 'Namespaced',
        names: {plural: 'limits', singular: 'limit', kind: 'Limit', listKind: 'LimitList'},
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {openAPIV3Schema: {type: 'object', properties: {max: {type: 'integer'}}}},
          },
        ],
      },
    },
  },
  settle,
]
const limit = (name: string, max: number, role: string): OwnCase['steps'][number] => ({
  method: 'POST',
  path: LIMITS,
  body: {apiVersion: '<ns>.example.com/v1', kind: 'Limit', metadata: {name, labels: {role}}, max},
})

/** Requests under ValidatingAdmissionPolicies. */
export const policies: readonly OwnCase[] = [
  checked(
    'deny-default-message',
    'Without a message the expression is shown.',
    [big],
    [
      create('ok', {a: 'x'}),
      create('bad', {a: 'too long'}),
      {method: 'PUT', path: `${CONFIG_MAPS}/ok`, body: configMap('ok', {a: 'too long'})},
      merge(`${CONFIG_MAPS}/ok`, {data: {a: 'much too long'}}),
      apply(`${CONFIG_MAPS}/new`, configMap('new', {a: 'much too long'})),
      apply(`${CONFIG_MAPS}/new`, configMap('new', {a: 'x'})),
      {
        method: 'POST',
        path: CONFIG_MAPS,
        body: {apiVersion: 'v1', kind: 'ConfigMap', metadata: {generateName: 'g-'}, data: {a: 'too long'}},
      },
      create('dry', {a: 'too long'}, {}, '?dryRun=All'),
      remove(`${CONFIG_MAPS}/ok`),
    ],
  ),
  checked('deny-message', 'A fixed message.', [{...big, message: ' values must be short '}], [create('bad', {a: 'too long'})]),
  checked(
    'deny-message-expression',
    'A message that an expression makes; failing and multi-line ones fall back.',
    [
      {expression: "!has(object.data) || !('a' in object.data)", messageExpression: "'no a: ' + object.data.a"},
      {
        expression: "!has(object.data) || !('b' in object.data)",
        messageExpression: 'string(object.data.nothing)',
        message: 'fallback',
      },
      {expression: "!has(object.data) || !('c' in object.data)", messageExpression: "'two\\nlines'", message: 'fallback'},
      {expression: "!has(object.data) || !('d' in object.data)", messageExpression: "' '"},
    ],
    [create('m', {a: '1'}), create('m', {b: '1'}), create('m', {c: '1'}), create('m', {d: '1'}), create('m', {a: '1', b: '1'})],
  ),
  checked(
    'reasons',
    'The reason decides the code.',
    [
      {expression: "object.metadata.name != 'forbidden'", reason: 'Forbidden', message: 'm'},
      {expression: "object.metadata.name != 'invalid'", reason: 'Invalid', message: 'm'},
      {expression: "object.metadata.name != 'unauthorized'", reason: 'Unauthorized', message: 'm'},
      {expression: "object.metadata.name != 'large'", reason: 'RequestEntityTooLarge', message: 'm'},
    ],
    ['forbidden', 'invalid', 'unauthorized', 'large', 'fine'].map((name) => create(name)),
  ),
  checked(
    'reasons-allowed',
    'The reason decides the code, with those that are allowed.',
    [
      {expression: "object.metadata.name != 'forbidden'", reason: 'Forbidden', message: 'm'},
      {expression: "object.metadata.name != 'large'", reason: 'RequestEntityTooLarge', message: 'm'},
    ],
    ['forbidden', 'large', 'fine'].map((name) => create(name)),
  ),
  checked(
    'warn',
    'A warning instead of a refusal.',
    [{...big, message: 'short please'}],
    [create('w', {a: 'too long'}), merge(`${CONFIG_MAPS}/w`, {data: {b: 'too long'}})],
    {},
    {
      validationActions: ['Warn'],
    } as never,
  ),
  checked('audit', 'Audit alone changes nothing.', [big], [create('w', {a: 'too long'})], {}, {
    validationActions: ['Audit'],
  } as never),
  checked('deny-audit', 'Deny and Audit.', [big], [create('w', {a: 'too long'})], {}, {
    validationActions: ['Deny', 'Audit'],
  } as never),
  checked(
    'failure-fail',
    'An expression that fails denies.',
    [{expression: 'object.data.missing == "x"', message: 'm'}],
    [create('m', {a: '1'}), create('n'), create('o', {missing: 'x'})],
  ),
  checked(
    'failure-ignore',
    'An expression that fails is nothing.',
    [{expression: 'object.data.missing == "x"', message: 'm'}],
    [create('m', {a: '1'}), create('o', {missing: 'y'})],
    {failurePolicy: 'Ignore'},
  ),
  checked(
    'match-conditions',
    'matchConditions choose requests; a failing one denies.',
    [{expression: 'false', message: 'matched'}],
    [create('a', {}, {mode: 'on'}), create('b', {}, {mode: 'off'}), create('c')],
    {
      matchConditions: [
        {name: 'mode', expression: "object.metadata.labels.mode == 'on'"},
        {name: 'not-c', expression: "object.metadata.name != 'd'"},
      ],
    } as never,
  ),
  checked(
    'match-conditions-ignore',
    'A failing matchCondition leaves the request alone.',
    [{expression: 'false', message: 'matched'}],
    [create('a', {}, {mode: 'on'}), create('c')],
    {failurePolicy: 'Ignore', matchConditions: [{name: 'mode', expression: "object.metadata.labels.mode == 'on'"}]} as never,
  ),
  checked(
    'variables',
    'Variables build on each other.',
    [
      {expression: 'variables.long.size() == 0', messageExpression: "'too long: ' + variables.long.join(', ')"},
      {expression: 'variables.count < 3'},
      {expression: "!('boom' in variables.data) || variables.broken"},
    ],
    [create('a', {a: 'x'}), create('b', {a: 'abcdef'}), create('c', {a: 'x', b: 'x', c: 'x'}), create('d', {boom: 'x'})],
    {
      variables: [
        {name: 'data', expression: 'has(object.data) ? object.data : {}'},
        {name: 'long', expression: 'variables.data.filter(k, size(variables.data[k]) > 5)'},
        {name: 'count', expression: 'size(variables.data)'},
        {name: 'broken', expression: "variables.data['nothing'] == 'x'"},
      ],
    } as never,
  ),
  checked(
    'old-object',
    'Updates see what was.',
    [{expression: 'oldObject == null || object.data.a == oldObject.data.a', message: 'a may not change'}],
    [create('a', {a: '1'}), merge(`${CONFIG_MAPS}/a`, {data: {b: '2'}}), merge(`${CONFIG_MAPS}/a`, {data: {a: '2'}})],
  ),
  checked(
    'delete',
    'Deletions have no object.',
    [
      {
        expression: "request.operation != 'DELETE' || !(has(oldObject.metadata.labels) && 'keep' in oldObject.metadata.labels)",
        message: 'kept',
      },
      {expression: "request.operation != 'DELETE' || object == null"},
    ],
    [create('a', {}, {keep: 'x'}), create('b'), remove(`${CONFIG_MAPS}/a`), remove(`${CONFIG_MAPS}/b`), remove(CONFIG_MAPS)],
    {matchConstraints: {resourceRules: [rule(['configmaps'], ['*'])]}},
  ),
  checked(
    'request',
    'What request says.',
    [
      {
        expression: 'false',
        messageExpression:
          "[request.operation, request.name, request.namespace, request.kind.kind, request.resource.resource, request.requestKind.version, request.userInfo.username, request.userInfo.groups.join('+'), string(request.dryRun), string(has(request.subResource)), ['fieldManager','fieldValidation','force','dryRun','kind','apiVersion'].filter(k, k in request.options).map(k, k + '=' + string(request.options[k])).join('+')].join(' ')",
      },
    ],
    [
      create('a'),
      create('a', {}, {}, '?fieldManager=fm&fieldValidation=Strict'),
      apply(`${CONFIG_MAPS}/a`, configMap('a'), '?fieldManager=me&force=true'),
      {method: 'POST', path: CONFIG_MAPS, body: {apiVersion: 'v1', kind: 'ConfigMap', metadata: {generateName: 'g-'}}},
    ],
    {},
  ),
  checked(
    'request-update',
    'What request says of updates and deletions.',
    [
      {
        expression: "request.operation == 'CREATE'",
        messageExpression:
          "[request.operation, request.name, request.namespace, string(request.options.kind), string(request.dryRun), ['fieldManager','fieldValidation','force','dryRun','kind','apiVersion','propagationPolicy','gracePeriodSeconds','orphanDependents','preconditions'].filter(k, k in request.options).join('+')].join(' ')",
      },
    ],
    [
      create('a'),
      merge(`${CONFIG_MAPS}/a?fieldManager=fm`, {data: {x: 'y'}}),
      {method: 'PUT', path: `${CONFIG_MAPS}/a?fieldValidation=Ignore`, body: configMap('a', {b: 'c'})},
      apply(`${CONFIG_MAPS}/a`, configMap('a', {q: 'r'})),
      {
        method: 'DELETE',
        path: `${CONFIG_MAPS}/a`,
        body: {apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Foreground', gracePeriodSeconds: 3},
      },
      {method: 'DELETE', path: `${CONFIG_MAPS}/a?propagationPolicy=Background`},
      {method: 'DELETE', path: `${CONFIG_MAPS}/a?dryRun=All`},
      remove(`${CONFIG_MAPS}/a`),
    ],
    {matchConstraints: {resourceRules: [rule(['configmaps'], ['*'])]}},
  ),
  checked(
    'namespace-object',
    'namespaceObject is the namespace.',
    [
      {
        expression: 'false',
        messageExpression:
          "namespaceObject.metadata.name + ' ' + namespaceObject.metadata.labels['kubernetes.io/metadata.name'] + ' ' + namespaceObject.status.phase + ' ' + string(has(namespaceObject.metadata.annotations))",
      },
    ],
    [create('a')],
  ),
  checked(
    'authorizer',
    'The authorizer answers for the user.',
    [
      {...ADMIN_ONLY, message: 'no rights'} as never,
      {expression: 'authorizer.requestResource.check("get").allowed()', message: 'may not get'},
      {expression: "authorizer.serviceAccount('<ns>', 'default').path('/healthz').check('get').allowed()", message: 'account'},
    ],
    [create('a')],
  ),
  checked(
    'object-selector',
    'objectSelector and namespaceSelector of policy and binding.',
    [{expression: 'false', message: 'selected'}],
    [
      create('a', {}, {team: 'x'}),
      create('b', {}, {team: 'y'}),
      create('c'),
      merge(`${CONFIG_MAPS}/b`, {metadata: {labels: {team: 'x'}}}),
    ],
    {matchConstraints: {...maps, objectSelector: {matchLabels: {team: 'x'}}}},
  ),
  checked(
    'binding-rules',
    'A binding narrows what its policy is about.',
    [{expression: 'false', message: 'bound'}],
    [create('named'), create('other')],
    {},
    {
      matchResources: {
        resourceRules: [{...rule(['configmaps']), resourceNames: ['named']}],
        namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': '<ns>'}},
      },
    } as never,
  ),
  checked(
    'exclude',
    'excludeResourceRules win.',
    [{expression: 'false', message: 'all'}],
    [
      create('a'),
      {method: 'POST', path: '/api/v1/namespaces/<ns>/secrets', body: {apiVersion: 'v1', kind: 'Secret', metadata: {name: 's'}}},
    ],
    {matchConstraints: {resourceRules: [rule(['*'])], excludeResourceRules: [rule(['secrets'])]}},
  ),
  {
    name: 'two-policies',
    about: 'The first policy by name is shown, warnings of both.',
    steps: [
      policy('p1', {matchConstraints: maps, validations: [{expression: 'false', message: 'one'}]} as never),
      policy('p2', {matchConstraints: maps, validations: [{expression: 'false', message: 'two'}]} as never),
      binding('b1', 'p1', {validationActions: ['Warn']}),
      binding('b2', 'p2'),
      settle,
      create('a'),
    ],
  },
  {
    name: 'params',
    about: 'A custom resource as parameter, by name.',
    steps: [
      ...limitKind,
      limit('limits', 3, 'limits'),
      policy('p', {
        paramKind: {apiVersion: '<ns>.example.com/v1', kind: 'Limit'},
        matchConstraints: {resourceRules: [rule(['secrets'])]},
        validations: [
          {
            expression: 'object.data.size() <= params.max',
            messageExpression: "'more than ' + string(params.max) + ' ' + params.kind",
          },
        ],
      } as never),
      binding('b', 'p', {paramRef: {name: 'limits', namespace: '<ns>', parameterNotFoundAction: 'Deny'}}),
      settleParams,
      secret('a', 2),
      secret('b', 4),
      merge(`${LIMITS}/limits`, {max: 9}),
      settleParams,
      secret('b', 4),
      remove(`${LIMITS}/limits`),
      settleParams,
      secret('c', 1),
    ],
  },
  {
    name: 'params-selector',
    about: 'All parameters that a selector finds count.',
    steps: [
      ...limitKind,
      limit('one', 3, 'limits'),
      limit('two', 2, 'limits'),
      limit('three', 0, 'other'),
      policy('p', {
        paramKind: {apiVersion: '<ns>.example.com/v1', kind: 'Limit'},
        matchConstraints: {resourceRules: [rule(['secrets'])]},
        validations: [{expression: 'object.data.size() <= params.max', message: 'too many'}],
      } as never),
      binding('b', 'p', {paramRef: {selector: {matchLabels: {role: 'limits'}}, parameterNotFoundAction: 'Allow'}}),
      settleParams,
      secret('a', 2),
      secret('b', 3),
      remove(`${LIMITS}/two`),
      remove(`${LIMITS}/one`),
      settleParams,
      secret('c', 9),
    ],
  },
  {
    name: 'params-missing-kind',
    about: 'A paramKind that is not served.',
    steps: [
      policy('p', {
        paramKind: {apiVersion: '<ns>.example.com/v1', kind: 'Limit'},
        matchConstraints: {resourceRules: [rule(['secrets'])]},
        validations: [{expression: 'params.x == 1'}],
      } as never),
      binding('b', 'p', {paramRef: {name: 'limits', namespace: '<ns>', parameterNotFoundAction: 'Deny'}}),
      settle,
      secret('a', 2),
    ],
  },
  {
    name: 'param-access',
    about: 'Who names parameters must be able to read them.',
    steps: [
      {
        method: 'POST',
        path: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
        body: {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRole',
          metadata: {name: '<ns>-p'},
          rules: [{apiGroups: ['admissionregistration.k8s.io'], resources: ['*'], verbs: ['*']}],
        },
      },
      {
        method: 'POST',
        path: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
        body: {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRoleBinding',
          metadata: {name: '<ns>-p'},
          roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: '<ns>-p'},
          subjects: [{apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'bob'}],
        },
      },
      {sleep: 1},
      ...[
        {apiVersion: 'v1', kind: 'ConfigMap'},
        {apiVersion: 'none.example.com/v1', kind: 'None'},
      ].map((paramKind) => asBob(policy('p', {paramKind, matchConstraints: maps, validations: [{expression: 'true'}]} as never))),
      policy('p', {
        paramKind: {apiVersion: 'v1', kind: 'ConfigMap'},
        matchConstraints: maps,
        validations: [{expression: 'true'}],
      } as never),
      policy('q', {
        paramKind: {apiVersion: 'none.example.com/v1', kind: 'None'},
        matchConstraints: maps,
        validations: [{expression: 'true'}],
      } as never),
      {sleep: 1},
      asBob(binding('b', 'p', {paramRef: {name: 'x', namespace: '<ns>', parameterNotFoundAction: 'Deny'}})),
      asBob(binding('b', 'p', {paramRef: {selector: {}, parameterNotFoundAction: 'Deny'}})),
      asBob(binding('b', 'q', {paramRef: {name: 'x', parameterNotFoundAction: 'Deny'}})),
      asBob(binding('b', 'nobody', {paramRef: {name: 'x', parameterNotFoundAction: 'Deny'}})),
      asBob(binding('b', 'p')),
    ],
  },
  {
    name: 'no-param-ref',
    about: 'Without paramRef params is null.',
    steps: [
      policy('p', {
        paramKind: {apiVersion: 'v1', kind: 'ConfigMap'},
        matchConstraints: {resourceRules: [rule(['secrets'])]},
        validations: [{expression: 'params != null', message: 'no params'}],
      } as never),
      binding('b', 'p'),
      settle,
      secret('a', 2),
    ],
  },
  {
    name: 'subresources',
    about: 'Status and scale are resources of their own.',
    steps: [
      {method: 'POST', path: DEPLOYMENTS, body: deployment('web', 1)},
      policy('p', {
        matchConstraints: {resourceRules: [rule(['deployments/scale', 'deployments/status'], ['UPDATE'], 'apps')]},
        validations: [
          {
            expression: 'false',
            messageExpression:
              "request.subResource + ' ' + request.kind.kind + ' ' + object.kind + ' ' + string(object.spec.replicas)",
          },
        ],
      } as never),
      binding('b', 'p'),
      settle,
      merge(`${DEPLOYMENTS}/web/scale`, {spec: {replicas: 2}}),
      merge(`${DEPLOYMENTS}/web/status`, {status: {replicas: 2}}),
      merge(`${DEPLOYMENTS}/web`, {spec: {replicas: 3}}),
    ],
  },
  {
    name: 'other-version',
    about: 'matchPolicy Equivalent converts, Exact does not.',
    steps: [
      policy('p', {
        matchConstraints: {resourceRules: [rule(['horizontalpodautoscalers'], ['CREATE'], 'autoscaling', 'v2')]},
        validations: [
          {
            expression: 'false',
            messageExpression:
              "request.kind.version + ' ' + request.requestKind.version + ' ' + object.apiVersion + ' ' + string(has(object.spec.metrics))",
          },
        ],
      } as never),
      binding('b', 'p'),
      settle,
      {
        method: 'POST',
        path: '/apis/autoscaling/v1/namespaces/<ns>/horizontalpodautoscalers',
        body: {
          apiVersion: 'autoscaling/v1',
          kind: 'HorizontalPodAutoscaler',
          metadata: {name: 'h'},
          spec: {
            maxReplicas: 3,
            targetCPUUtilizationPercentage: 50,
            scaleTargetRef: {kind: 'Deployment', name: 'd', apiVersion: 'apps/v1'},
          },
        },
      },
    ],
  },
  {
    name: 'namespaces',
    about: 'A policy about Namespaces themselves.',
    steps: [
      policy('p', {
        matchConstraints: {
          resourceRules: [rule(['namespaces'], ['CREATE', 'UPDATE', 'DELETE'])],
          namespaceSelector: {matchLabels: {guarded: '<ns>'}},
        },
        validations: [
          {
            expression: 'false',
            messageExpression:
              "request.operation + ' ' + request.name + ' ' + request.namespace + ' ' + string(namespaceObject == null)",
          },
        ],
      } as never),
      binding('b', 'p', {matchResources: {}}),
      settle,
      {
        method: 'POST',
        path: '/api/v1/namespaces',
        body: {apiVersion: 'v1', kind: 'Namespace', metadata: {name: '<ns>-x', labels: {guarded: '<ns>'}}},
      },
      merge('/api/v1/namespaces/<ns>', {metadata: {labels: {guarded: '<ns>'}}}),
    ],
  },
]

function secret(name: string, size: number): OwnCase['steps'][number] {
  const stringData = Object.fromEntries(Array.from({length: size}, (_, at) => [`k${at}`, 'v']))
  return {
    method: 'POST',
    path: '/api/v1/namespaces/<ns>/secrets',
    body: {apiVersion: 'v1', kind: 'Secret', metadata: {name}, stringData},
  }
}

function asBob(step: OwnCase['steps'][number]): OwnCase['steps'][number] {
  return {...step, as: {'Impersonate-User': 'bob'}} as OwnCase['steps'][number]
}
