import type {Json} from '../../test/conformance/case.js'
import {
  apply,
  type Body,
  binding,
  CONFIG_MAPS,
  configMap,
  create,
  DEPLOYMENTS,
  deployment,
  here,
  merge,
  mutatingBinding,
  mutatingPolicy,
  mutatingWebhooks,
  type OwnCase,
  type OwnStep,
  policy,
  rule,
  settle,
} from './kit.js'

const maps = {resourceRules: [rule(['configmaps'])]}
const applied = (expression: string): Json => ({patchType: 'ApplyConfiguration', applyConfiguration: {expression}})
const patched = (expression: string): Json => ({patchType: 'JSONPatch', jsonPatch: {expression}})

function mutated(name: string, about: string, mutations: Json[], steps: OwnStep[], spec: Body = {}): OwnCase {
  return {
    name,
    about,
    steps: [
      mutatingPolicy('m', {matchConstraints: maps, reinvocationPolicy: 'Never', mutations, ...spec}),
      mutatingBinding('b', 'm'),
      settle,
      ...steps,
    ],
  }
}

const deployments = {
  matchConstraints: {
    resourceRules: [rule(['deployments'], ['*'], 'apps')].map((one) => ({...one, operations: ['CREATE', 'UPDATE']})),
  },
}
const newDeployment: OwnStep = {method: 'POST', path: DEPLOYMENTS, body: deployment('web', 1)}

/** Requests that MutatingAdmissionPolicies change. */
export const mutating: readonly OwnCase[] = [
  mutated(
    'apply',
    'An apply configuration adds and replaces.',
    [applied("Object{metadata: Object.metadata{labels: {'added': 'yes'}}, data: {'k': 'policy'}}")],
    [
      create('a', {k: 'v', l: 'm'}),
      create('b', {}, {x: 'y'}),
      merge(`${CONFIG_MAPS}/a`, {data: {k: 'w'}}),
      apply(`${CONFIG_MAPS}/c`, configMap('c', {x: 'y'})),
      apply(`${CONFIG_MAPS}/c`, configMap('c', {x: 'y'})),
      create('d', {k: 'v'}, {}, '?dryRun=All'),
    ],
  ),
  mutated(
    'json-patch',
    'A JSON patch.',
    [
      patched(
        "[JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('a.b/c'), value: 'x'}, JSONPatch{op: 'add', path: '/data/k', value: 'y'}]",
      ),
    ],
    [create('a', {q: 'v'}, {x: 'y'}), create('b', {q: 'v'}), create('c', {}, {x: 'y'})],
  ),
  mutated(
    'json-patch-test',
    'A test that fails leaves the object alone.',
    [patched("[JSONPatch{op: 'test', path: '/data/q', value: 'v'}, JSONPatch{op: 'replace', path: '/data/q', value: 'w'}]")],
    [create('a', {q: 'v'}), create('b', {q: 'x'}), create('c')],
  ),
  mutated(
    'json-patch-kinds',
    'remove, move, copy and objects as values.',
    [
      patched(
        "[JSONPatch{op: 'copy', from: '/data/q', path: '/data/copy'}, JSONPatch{op: 'move', from: '/data/q', path: '/data/moved'}, JSONPatch{op: 'add', path: '/metadata/annotations', value: {'a': 'b'}}]",
      ),
    ],
    [create('a', {q: 'v'})],
  ),
  mutated(
    'json-patch-invalid',
    'A patch that makes no object.',
    [patched("[JSONPatch{op: 'add', path: '/data', value: 1}]")],
    [create('a', {q: 'v'})],
  ),
  mutated(
    'json-patch-unknown',
    'A patch that adds an unknown field.',
    [patched("[JSONPatch{op: 'add', path: '/nothing', value: 1}]")],
    [create('a', {q: 'v'})],
  ),
  mutated(
    'two-mutations',
    'The second sees what the first did.',
    [applied("Object{data: {'one': '1'}}"), patched("[JSONPatch{op: 'add', path: '/data/two', value: object.data.one + '2'}]")],
    [create('a', {q: 'v'})],
  ),
  mutated(
    'variables',
    'Variables and conditions.',
    [applied("Object{data: {'who': variables.who}}")],
    [create('a', {q: 'v'}), create('b', {q: 'v'}, {skip: 'x'})],
    {
      variables: [{name: 'who', expression: 'request.userInfo.username'}],
      matchConditions: [{name: 'c', expression: "!has(object.metadata.labels) || !('skip' in object.metadata.labels)"}],
    },
  ),
  mutated(
    'failing',
    'An expression that fails.',
    [applied("Object{data: {'x': object.data.missing}}")],
    [create('a', {q: 'v'}), create('b', {missing: 'm'})],
  ),
  mutated(
    'failing-ignored',
    'An expression that fails, which is ignored.',
    [applied("Object{data: {'x': object.data.missing}}"), applied("Object{data: {'y': 'z'}}")],
    [create('a', {q: 'v'})],
    {failurePolicy: 'Ignore'},
  ),
  mutated('failing-condition', 'A condition that fails.', [applied("Object{data: {'x': 'y'}}")], [create('a', {q: 'v'})], {
    matchConditions: [{name: 'c', expression: "object.data.missing == 'x'"}],
  }),
  mutated('unknown-field', 'A field that the kind does not have.', [applied("Object{nothing: 'x'}")], [create('a')]),
  mutated('wrong-type', 'A value of another type.', [applied("Object{data: {'x': 1}}")], [create('a')]),
  mutated('wrong-name', 'A message of another place.', [applied('Object{metadata: Object.spec{name: "x"}}')], [create('a')]),
  mutated(
    'deployment',
    'A container by its name.',
    [
      applied(
        "Object{spec: Object.spec{replicas: object.spec.replicas + 1, template: Object.spec.template{spec: Object.spec.template.spec{containers: [Object.spec.template.spec.containers{name: 'a', env: [Object.spec.template.spec.containers.env{name: 'E', value: 'v'}]}]}}}}",
      ),
    ],
    [newDeployment],
    deployments,
  ),
  mutated(
    'sidecar',
    'One more container.',
    [
      applied(
        "Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{containers: [Object.spec.template.spec.containers{name: 'side', image: 'car'}]}}}}",
      ),
    ],
    [
      newDeployment,
      {
        method: 'PATCH',
        path: `${DEPLOYMENTS}/web`,
        contentType: 'application/merge-patch+json',
        body: {metadata: {labels: {a: 'b'}}},
      },
    ],
    deployments,
  ),
  mutated(
    'atomic',
    'Atomic lists may not be changed.',
    [
      applied(
        "Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{containers: [Object.spec.template.spec.containers{name: 'a', args: ['x']}]}}}}",
      ),
    ],
    [newDeployment],
    deployments,
  ),
  {
    name: 'before-validation',
    about: 'What was changed is what is validated and what validating policies see.',
    steps: [
      mutatingPolicy('m', {
        matchConstraints: maps,
        reinvocationPolicy: 'Never',
        mutations: [applied("Object{data: {'k': 'policy'}}")],
      }),
      mutatingBinding('b', 'm'),
      policy('v', {matchConstraints: maps, validations: [{expression: "object.data.k != 'policy'", message: 'seen'}]} as never),
      binding('v', 'v'),
      settle,
      create('a', {k: 'v'}),
    ],
  },
  {
    name: 'reinvocation',
    about: 'A policy runs again after a webhook has changed the object.',
    steps: [
      mutatingPolicy('m', {
        matchConstraints: maps,
        reinvocationPolicy: 'IfNeeded',
        mutations: [applied("Object{data: {'runs': has(object.data) && 'runs' in object.data ? object.data.runs + 'I' : 'I'}}")],
      }),
      mutatingBinding('b', 'm'),
      mutatingWebhooks('w', [
        {
          name: 'count.hooks.test',
          clientConfig: {url: '<hook>/count-a', caBundle: '<hookca>'},
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          namespaceSelector: here,
          rules: [rule(['configmaps'])],
          reinvocationPolicy: 'IfNeeded',
        },
      ]),
      settle,
      create('a', {k: 'v'}),
    ],
  },
  {
    name: 'policies-reinvoked',
    about: 'Policies run again after later ones.',
    steps: [
      mutatingPolicy('m1', {
        matchConstraints: maps,
        reinvocationPolicy: 'IfNeeded',
        mutations: [applied("Object{data: {'one': has(object.data) && 'one' in object.data ? object.data.one + 'I' : 'I'}}")],
      }),
      mutatingPolicy('m2', {
        matchConstraints: maps,
        reinvocationPolicy: 'Never',
        mutations: [applied("Object{data: {'two': has(object.data) && 'two' in object.data ? object.data.two + 'I' : 'I'}}")],
      }),
      mutatingBinding('b1', 'm1'),
      mutatingBinding('b2', 'm2'),
      settle,
      create('a', {k: 'v'}),
    ],
  },
]
