import type {Json} from '../../test/conformance/case.js'
import {
  type Body,
  binding,
  merge,
  mutatingBinding,
  mutatingPolicy,
  mutatingWebhooks,
  type OwnCase,
  type OwnStep,
  policy,
  rule,
  validatingWebhooks,
} from './kit.js'

const maps = {resourceRules: [rule(['configmaps'])]}
const url = 'https://127.0.0.1:9/x'
const hook = (rest: Body = {}): Body => ({
  name: 'a.b.c',
  clientConfig: {url},
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
  rules: [rule(['configmaps'])],
  ...rest,
})

/** Only rehearsed. */
const dry = (step: OwnStep): OwnStep => ('path' in step ? {...step, path: `${step.path}?dryRun=All`} : step)

const rules: Body[] = (
  [
    {},
    {operations: []},
    {operations: ['CREATE', '*']},
    {operations: ['PATCH', 'CREATE']},
    {apiGroups: ['', '*'], apiVersions: ['v1', '*', '']},
    {apiGroups: [], apiVersions: [], resources: []},
    {resources: ['*', 'pods']},
    {resources: ['*', 'pods/status']},
    {resources: ['*/*', 'pods']},
    {resources: ['pods/*', 'pods/status', '*/scale', 'deployments/scale', '']},
    {scope: 'Here'},
    {resourceNames: ['a', 'a', 'a/b']},
  ] as Body[]
).map((change) => ({...rule(['configmaps']), ...change}))

const expressions: Body[] = [
  {expression: ''},
  {expression: ' '},
  {expression: 'object.spec.replicas'},
  {expression: '1 + 1'},
  {expression: 'object.a =='},
  {expression: 'nothing == 1'},
  {expression: 'params.a == 1'},
  {expression: 'variables.a == 1'},
  {expression: 'request.nothing == 1'},
  {expression: "namespaceObject.metadata.uid == 'x'"},
  {expression: 'namespaceObject.metadata.labels.x == 1'},
  {expression: "authorizer.group('').resource('pods').check('get')"},
  {expression: "authorizer.group('').check('get').allowed()"},
  {expression: 'authorizer.requestResource.check(1).allowed()'},
  {expression: 'request.userInfo.groups.exists(g, g == 1)'},
  {expression: 'true', message: ' '},
  {expression: 'true', message: 'a\nb'},
  {expression: 'true', messageExpression: ' '},
  {expression: 'true', messageExpression: '1'},
  {expression: 'true', messageExpression: "authorizer.group('').resource('pods').check('get').reason()"},
  {expression: 'true', reason: 'Gone'},
  {expression: 'Object{a: 1} == Object{a: 1}'},
  {expression: "quantity('1x').isInteger()"},
  {expression: "object.metadata.name.matches('(')"},
]

const conditions: Json[] = [
  [
    {name: 'a', expression: 'true'},
    {name: 'a', expression: 'true'},
  ],
  [{name: '', expression: ''}],
  [{name: 'bad name!', expression: 'object.x'}],
  [{name: 'x/y', expression: 'params.a == 1'}],
  Array.from({length: 65}, (_, at) => ({name: `n${at}`, expression: 'true'})),
]

const matches: Json[] = [
  {resourceRules: []},
  {...maps, matchPolicy: 'Fuzzy'},
  {...maps, namespaceSelector: {matchExpressions: [{key: 'a', operator: 'Is', values: ['x']}]}},
  {...maps, objectSelector: {matchLabels: {'bad key!': 'bad value!'}}},
  {...maps, excludeResourceRules: [{...rule(['configmaps']), operations: ['X']}]},
]

const simple = {matchConstraints: maps, validations: [{expression: 'true'}]}
const policySteps: OwnStep[] = [
  ...rules.map((bad) => policy('p', {...simple, matchConstraints: {resourceRules: [bad]}})),
  ...expressions.map((bad) => policy('p', {...simple, validations: [bad]})),
  ...conditions.map((bad) => policy('p', {...simple, matchConditions: bad})),
  ...matches.map((bad) => policy('p', {...simple, matchConstraints: bad})),
  policy('p', {}),
  policy('p', {matchConstraints: maps}),
  policy('p', {...simple, failurePolicy: 'Maybe'}),
  ...(
    [
      {apiVersion: '', kind: ''},
      {apiVersion: 'a/b/c', kind: 'A B'},
      {apiVersion: 'Group/v1', kind: 'K'},
      {apiVersion: 'group/', kind: 'k'},
      {apiVersion: 'group/V1', kind: 'Kind-'},
      {apiVersion: 'v1', kind: 'ConfigMap'},
    ] as Body[]
  ).map((paramKind) => policy('p', {...simple, paramKind, validations: [{expression: 'params.a == 1'}]})),
  ...(
    [
      [{name: '', expression: ''}],
      [{name: '1a', expression: 'true'}],
      [{name: 'in', expression: 'nothing'}],
      [
        {name: 'a', expression: '1'},
        {name: 'b', expression: "variables.a == 'x'"},
        {name: 'c', expression: 'variables.d'},
        {name: 'd', expression: 'true'},
      ],
    ] as Json[]
  ).map((variables) => policy('p', {...simple, variables})),
  policy('p', {
    ...simple,
    variables: [{name: 'a', expression: '[1]'}],
    validations: [{expression: "variables.a == 'x'"}, {expression: 'variables.b'}],
  }),
  policy('p', {
    matchConstraints: maps,
    auditAnnotations: [
      {key: 'a', valueExpression: "'x'"},
      {key: 'a', valueExpression: ''},
      {key: 'b c', valueExpression: '1'},
      {key: 'd', valueExpression: 'null'},
    ],
  }),
  policy('p', {
    matchConstraints: maps,
    auditAnnotations: Array.from({length: 21}, (_, at) => ({key: `k${at}`, valueExpression: "'x'"})),
  }),
  policy('p.static.k8s.io', simple),
  policy('Bad_Name', simple),
]

const bindingSteps: OwnStep[] = [
  binding('b', 'p', {policyName: ''}),
  binding('b', 'p', {policyName: 'Bad_Name'}),
  binding('b', 'p', {validationActions: []}),
  binding('b', 'p', {validationActions: ['Deny', 'Warn']}),
  binding('b', 'p', {validationActions: ['Deny', 'Deny', 'Shout']}),
  binding('b', 'p', {paramRef: {}}),
  binding('b', 'p', {paramRef: {name: 'a/b', selector: {}, parameterNotFoundAction: 'Maybe'}}),
  binding('b', 'p', {paramRef: {selector: {matchLabels: {'a b': 'c'}}, parameterNotFoundAction: 'Deny'}}),
  binding('b', 'p', {matchResources: {resourceRules: [{}]}}),
  binding('b', 'p'),
  mutatingBinding('b', 'p', {policyName: ''}),
  mutatingBinding('b', 'p', {matchResources: {resourceRules: [rule(['configmaps'], ['DELETE', 'CREATE'])]}}),
  mutatingBinding('b', 'p'),
]

const mutation = (expression: string) => [{patchType: 'ApplyConfiguration', applyConfiguration: {expression}}]
const mutate = {matchConstraints: maps, reinvocationPolicy: 'Never', mutations: mutation('Object{}')}
const mutatingSteps: OwnStep[] = [
  mutatingPolicy('m', {}),
  mutatingPolicy('m', {...mutate, mutations: []}),
  mutatingPolicy('m', {...mutate, reinvocationPolicy: 'Often'}),
  mutatingPolicy('m', {...mutate, matchConstraints: {resourceRules: [rule(['configmaps'], ['DELETE'])]}}),
  ...(
    [
      [{}],
      [{patchType: 'Merge'}],
      [{patchType: 'JSONPatch'}],
      [{patchType: 'ApplyConfiguration'}],
      [{patchType: 'JSONPatch', jsonPatch: {expression: '[]'}, applyConfiguration: {expression: 'Object{}'}}],
      [{patchType: 'JSONPatch', jsonPatch: {expression: ' '}}],
      [{patchType: 'JSONPatch', jsonPatch: {expression: '[JSONPatch{op: "add", path: "/x", value: 1}]'}}],
      [{patchType: 'JSONPatch', jsonPatch: {expression: '[JSONPatch{op: 1}]'}}],
      [{patchType: 'JSONPatch', jsonPatch: {expression: '[JSONPatch{nothing: 1}]'}}],
      [{patchType: 'JSONPatch', jsonPatch: {expression: '[1]'}}],
      [
        {
          patchType: 'JSONPatch',
          jsonPatch: {expression: "[JSONPatch{op: 'add', path: '/a/' + jsonpatch.escapeKey('b/c'), value: Object.spec{a: 1}}]"},
        },
      ],
    ] as Json[]
  ).map((mutations) => mutatingPolicy('m', {...mutate, mutations})),
  ...[
    '',
    'Object{spec: Object.spec{replicas: 1}}',
    'Object{spec: Object.spec{template: Object.spec.template{a: [1, 2]}}}',
    'Object.spec{replicas: 1}',
    'Thing{a: 1}',
    'true',
    "has(object.spec) ? Object{} : Object{metadata: Object.metadata{labels: {'a': 'b'}}}",
    'Object{spec: nothing}',
    'Object{spec: Object.spec{',
  ].map((expression) => mutatingPolicy('m', {...mutate, mutations: mutation(expression)})),
]

const webhookSteps: OwnStep[] = [
  [hook()],
  [hook({name: ''})],
  [hook({name: 'a.b'})],
  [hook({name: 'A.b.c'})],
  [hook(), hook()],
  [hook({sideEffects: 'Some'})],
  [hook({sideEffects: 'Odd'})],
  [hook({admissionReviewVersions: []})],
  [hook({admissionReviewVersions: ['v2']})],
  [hook({admissionReviewVersions: ['v1', 'v1', 'V_2']})],
  [hook({timeoutSeconds: 0})],
  [hook({timeoutSeconds: 31})],
  [hook({failurePolicy: 'Maybe', matchPolicy: 'Fuzzy'})],
  [hook({clientConfig: {}})],
  [hook({clientConfig: {url, service: {name: 'a', namespace: 'b'}}})],
  [hook({clientConfig: {url: 'http://u:p@/x?y#z'}})],
  [hook({clientConfig: {service: {name: '', namespace: '', port: 70000, path: 'x'}}})],
  [hook({clientConfig: {service: {name: 'a', namespace: 'b', path: '/a//b'}}})],
  [hook({namespaceSelector: {matchExpressions: [{key: 'a', operator: 'In'}]}})],
  [hook({objectSelector: {matchLabels: {a: 'bad value!'}}})],
  [hook({matchConditions: [{name: 'a', expression: 'object.x'}]})],
  [hook({matchConditions: [{name: 'a', expression: 'params == null'}]})],
  [hook({matchConditions: [{name: 'a', expression: 'variables.a'}]})],
  ...rules.slice(1, 11).map((bad) => [hook({rules: [bad]})]),
].map((webhooks) => validatingWebhooks('w', webhooks as Json))

const mutatingWebhookSteps: OwnStep[] = [
  mutatingWebhooks('w', [hook({reinvocationPolicy: 'Often'})]),
  mutatingWebhooks('w', [hook()]),
  {...(mutatingWebhooks('w', [{name: 'a.b.c', clientConfig: {url}}]) as object)} as OwnStep,
]

const REGISTRATION = '/apis/admissionregistration.k8s.io/v1'

/** Validation of what steers admission. */
export const admissionConfig: readonly OwnCase[] = [
  {name: 'policies', about: 'Faulty ValidatingAdmissionPolicies.', steps: policySteps.map(dry)},
  {name: 'bindings', about: 'Faulty bindings.', steps: bindingSteps.map(dry)},
  {name: 'mutating-policies', about: 'Faulty MutatingAdmissionPolicies.', steps: mutatingSteps.map(dry)},
  {name: 'webhooks', about: 'Faulty ValidatingWebhookConfigurations.', steps: webhookSteps.map(dry)},
  {name: 'mutating-webhooks', about: 'Faulty MutatingWebhookConfigurations.', steps: mutatingWebhookSteps.map(dry)},
  {
    name: 'updates',
    about: 'Updates of policies, bindings and webhooks.',
    steps: [
      policy('p', simple),
      merge(`${REGISTRATION}/validatingadmissionpolicies/<ns>-p`, {spec: {validations: [{expression: 'x'}]}}),
      merge(`${REGISTRATION}/validatingadmissionpolicies/<ns>-p`, {spec: {failurePolicy: 'Ignore'}}),
      merge(`${REGISTRATION}/validatingadmissionpolicies/<ns>-p`, {metadata: {labels: {a: 'b'}}}),
      merge(`${REGISTRATION}/validatingadmissionpolicies/<ns>-p/status`, {status: {observedGeneration: 1}}),
      binding('b', 'p'),
      merge(`${REGISTRATION}/validatingadmissionpolicybindings/<ns>-b`, {spec: {validationActions: ['Warn']}}),
      merge(`${REGISTRATION}/validatingadmissionpolicybindings/<ns>-b`, {spec: {policyName: ''}}),
      validatingWebhooks('w', [hook({rules: []})]),
      merge(`${REGISTRATION}/validatingwebhookconfigurations/<ns>-w`, {webhooks: [hook({rules: [], timeoutSeconds: 40})]}),
      merge(`${REGISTRATION}/validatingwebhookconfigurations/<ns>-w`, {webhooks: [hook({rules: [], timeoutSeconds: 4})]}),
    ],
  },
]
