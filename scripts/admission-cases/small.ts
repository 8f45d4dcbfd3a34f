import {merge, type OwnCase} from './kit.js'

const REVISIONS = '/apis/apps/v1/namespaces/<ns>/controllerrevisions'
const PODS = '/api/v1/namespaces/<ns>/pods'

/** What once differed, and belongs to no other family. */
export const small: readonly OwnCase[] = [
  {
    name: 'controller-revision',
    about: 'The data of a ControllerRevision cannot be changed, its revision can.',
    steps: [
      {
        method: 'POST',
        path: REVISIONS,
        body: {apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: {name: 'r'}, revision: 1, data: {a: 'b'}},
      },
      merge(`${REVISIONS}/r`, {data: {a: 'c'}}),
      merge(`${REVISIONS}/r`, {revision: -1}),
      merge(`${REVISIONS}/r`, {revision: 2}),
    ],
  },
  {
    name: 'pod-without-phase',
    about: 'A status that is written without a phase has none.',
    steps: [
      {
        method: 'POST',
        path: PODS,
        body: {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: {name: 'p'},
          spec: {automountServiceAccountToken: false, containers: [{name: 'a', image: 'i'}]},
        },
      },
      {
        method: 'PUT',
        path: `${PODS}/p/status`,
        body: {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: {name: 'p'},
          spec: {automountServiceAccountToken: false, containers: [{name: 'a', image: 'i'}]},
          status: {message: 'm'},
        },
      },
      {method: 'GET', path: `${PODS}/p`},
    ],
  },
  {
    name: 'cel-doubles',
    about: 'What policies may say of odd values.',
    steps: [
      {
        method: 'POST',
        path: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies?dryRun=All',
        body: {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'ValidatingAdmissionPolicy',
          metadata: {name: '<ns>-p'},
          spec: {
            matchConstraints: {
              resourceRules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods']}],
            },
            validations: [
              {expression: "quantity('1Gi').compareTo(quantity('1G')) > 0 && cidr('10.0.0.0/8').containsIP(ip('10.1.2.3'))"},
              {expression: "url('https://a.b/c').getHost() == 'a.b' && ['a', 'b'].indexOf('b') == 1"},
              {expression: "format.dns1123Label().validate('a_b').hasValue() && '%s is %d'.format(['a', 1]) == 'a is 1'"},
              {expression: "object.spec.?nodeName.orValue('') == '' && optional.none().orValue(true)"},
              {expression: "isSemver('1.2.3') && semver('1.2.3').major() == 1 && 'abc'.find('b') == 'b'"},
              {expression: "object.spec.containers.all(c, c.image.contains('/') && !c.image.endsWith(':latest'))"},
              {expression: "sets.contains(['a'], ['a']) && base64.decode('YQ==') == b'a' && [3, 1].sort() == [1, 3]"},
            ],
          },
        },
      },
    ],
  },
]
