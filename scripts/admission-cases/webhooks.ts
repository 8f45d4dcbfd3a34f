import {
  apply,
  type Body,
  CONFIG_MAPS,
  configMap,
  create,
  DEPLOYMENTS,
  deployment,
  hook,
  merge,
  mutatingWebhooks,
  type OwnCase,
  type OwnStep,
  remove,
  rule,
  settle,
  validatingWebhooks,
} from './kit.js'

const validating = (name: string, about: string, hooks: Body[], steps: OwnStep[]): OwnCase => ({
  name,
  about,
  steps: [validatingWebhooks('w', hooks), settle, ...steps],
})
const mutating = (name: string, about: string, hooks: Body[], steps: OwnStep[]): OwnCase => ({
  name,
  about,
  steps: [mutatingWebhooks('w', hooks), settle, ...steps],
})

const failures = ['/500', '/404', '/text', '/null', '/no-response', '/no-kind', '/other-uid', '/undecodable']
const generated: OwnStep = {
  method: 'POST',
  path: CONFIG_MAPS,
  body: {apiVersion: 'v1', kind: 'ConfigMap', metadata: {generateName: 'g-'}},
}

/** Requests about which webhooks are asked. */
export const webhooks: readonly OwnCase[] = [
  ...['/allow', '/deny', '/deny-message', '/deny-reason', '/deny-code', '/deny-details', '/warn', '/deny-warn'].map((path) =>
    validating(
      `validating${path.replaceAll('/', '-')}`,
      `A validating webhook answers ${path}.`,
      [hook(path)],
      [create('a', {k: 'v'}), merge(`${CONFIG_MAPS}/a`, {data: {k: 'w'}}), create('b', {}, {}, '?dryRun=All')],
    ),
  ),
  ...[...failures, '/no-type', '/data'].map((path) =>
    validating(
      `validating-broken${path.replaceAll('/', '-')}`,
      `A validating webhook is broken: ${path}.`,
      [hook(path)],
      [create('a')],
    ),
  ),
  ...[...failures, '/no-type', '/no-patch', '/bad-path', '/bad-type', '/invalid', '/empty-patch'].map((path) =>
    mutating(
      `mutating-broken${path.replaceAll('/', '-')}`,
      `A mutating webhook is broken: ${path}.`,
      [hook(path)],
      [create('a', {x: 'y'})],
    ),
  ),
  ...failures.map((path) =>
    mutating(
      `mutating-open${path.replaceAll('/', '-')}`,
      `A mutating webhook is broken, which is ignored: ${path}.`,
      [hook(path, {failurePolicy: 'Ignore'})],
      [create('a', {x: 'y'})],
    ),
  ),
  validating(
    'refused',
    'Nobody listens.',
    [hook('/x', {clientConfig: {url: 'https://127.0.0.1:1/path', caBundle: '<hookca>'}})],
    [create('a')],
  ),
  validating(
    'unknown-authority',
    'The certificate is of another authority.',
    [hook('/x', {clientConfig: {url: '<hook>/allow'}})],
    [create('a')],
  ),
  validating(
    'ignored',
    'Nobody listens and nobody minds.',
    [hook('/x', {failurePolicy: 'Ignore', clientConfig: {url: 'https://127.0.0.1:1/'}})],
    [create('a')],
  ),
  validating(
    'no-service',
    'The Service does not exist.',
    [hook('/x', {clientConfig: {service: {namespace: '<ns>', name: 'none', path: '/p'}}})],
    [create('a')],
  ),
  validating(
    'service-port',
    'The Service has no such port.',
    [hook('/x', {clientConfig: {service: {namespace: '<ns>', name: 'some', port: 8443}}})],
    [
      {
        method: 'POST',
        path: '/api/v1/namespaces/<ns>/services',
        body: {apiVersion: 'v1', kind: 'Service', metadata: {name: 'some'}, spec: {clusterIP: '10.96.7.7', ports: [{port: 443}]}},
      },
      create('a'),
    ],
  ),
  validating('timeout', 'The webhook does not answer.', [hook('/hang', {timeoutSeconds: 1})], [create('a')]),
  validating(
    'side-effects',
    'Webhooks with side effects are not rehearsed.',
    [hook('/allow', {sideEffects: 'NoneOnDryRun'})],
    [create('a', {}, {}, '?dryRun=All'), create('a')],
  ),
  validating(
    'delete',
    'Deletions are asked about, one of a collection by the other.',
    [hook('/deny-message', {rules: [rule(['configmaps'], ['DELETE'])]})],
    [create('a'), remove(`${CONFIG_MAPS}/a`), remove(CONFIG_MAPS), {method: 'DELETE', path: `${CONFIG_MAPS}/a?dryRun=All`}],
  ),
  validating(
    'selectors',
    'objectSelector, matchConditions and rules choose.',
    [
      hook('/deny-message', {objectSelector: {matchLabels: {x: 'y'}}}),
      hook('/deny', {matchConditions: [{name: 'n', expression: "object.metadata.name == 'named'"}]}),
      hook('/deny-reason', {matchConditions: [{name: 'n', expression: "object.data.boom == 'x'"}], failurePolicy: 'Ignore'}),
    ],
    [
      create('a'),
      create('b', {}, {x: 'y'}),
      create('named'),
      merge(`${CONFIG_MAPS}/a`, {metadata: {labels: {x: 'y'}}}),
      create('c', {boom: 'x'}),
    ],
  ),
  validating(
    'match-condition-fails',
    'A condition that fails denies.',
    [hook('/allow', {matchConditions: [{name: 'n', expression: "object.data.boom == 'x'"}]})],
    [create('a'), create('b', {boom: 'x'}), create('c', {boom: 'y'}), generated],
  ),
  validating(
    'review',
    'What a webhook is told.',
    [hook('/operation', {rules: [rule(['configmaps'], ['*'])]})],
    [
      create('a', {k: 'v'}),
      create('a', {k: 'v'}, {}, '?dryRun=All&fieldManager=x&fieldValidation=Strict'),
      apply(`${CONFIG_MAPS}/a`, configMap('a', {k: 'v'})),
    ],
  ),
  validating(
    'review-update',
    'What a webhook is told of updates and deletions.',
    [hook('/operation', {rules: [rule(['configmaps'], ['UPDATE', 'DELETE'])]})],
    [
      create('a', {k: 'v'}),
      merge(`${CONFIG_MAPS}/a?fieldManager=fm`, {data: {k: 'w'}}),
      {method: 'PUT', path: `${CONFIG_MAPS}/a`, body: configMap('a', {q: 'r'})},
      apply(`${CONFIG_MAPS}/a`, configMap('a', {k: 'v', l: 'm'}), '?fieldManager=me&force=true'),
      remove(`${CONFIG_MAPS}/a`),
      {
        method: 'DELETE',
        path: `${CONFIG_MAPS}/a`,
        body: {apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background'},
      },
    ],
  ),
  validating(
    'review-deployment',
    'A built-in kind with a status, and its subresources.',
    [hook('/operation', {rules: [rule(['deployments', 'deployments/*'], ['*'], 'apps')]})],
    [{method: 'POST', path: DEPLOYMENTS, body: deployment('web', 1)}],
  ),
  {
    name: 'review-scale',
    about: 'Webhooks and subresources.',
    steps: [
      {method: 'POST', path: DEPLOYMENTS, body: deployment('web', 1)},
      validatingWebhooks('w', [hook('/operation', {rules: [rule(['deployments', 'deployments/*'], ['*'], 'apps')]})]),
      settle,
      merge(`${DEPLOYMENTS}/web/scale`, {spec: {replicas: 2}}),
      merge(`${DEPLOYMENTS}/web/status`, {status: {replicas: 2}}),
    ],
  },
  {
    name: 'review-version',
    about: 'A rule in another version of the kind.',
    steps: [
      validatingWebhooks('w', [hook('/operation', {rules: [rule(['horizontalpodautoscalers'], ['*'], 'autoscaling', 'v2')]})]),
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
  validating(
    'review-v1beta1',
    'The older version of the review.',
    [hook('/operation', {admissionReviewVersions: ['v1beta1', 'v1']})],
    [create('a')],
  ),
  mutating(
    'mutate',
    'Patches of creates, updates and applies.',
    [hook('/data')],
    [
      create('a', {k: 'v'}),
      create('n'),
      {method: 'PUT', path: `${CONFIG_MAPS}/a`, body: configMap('a', {q: 'r'})},
      merge(`${CONFIG_MAPS}/a`, {data: {added: null}}),
      apply(`${CONFIG_MAPS}/b`, configMap('b', {x: 'y'})),
      apply(`${CONFIG_MAPS}/b`, configMap('b', {x: 'y'})),
      apply(`${CONFIG_MAPS}/b`, configMap('b', {x: 'z'}), '?fieldManager=me&dryRun=All'),
      {method: 'GET', path: `${CONFIG_MAPS}/b`},
      remove(`${CONFIG_MAPS}/b`),
    ],
  ),
  mutating(
    'mutate-delete',
    'A patch of a deletion.',
    [hook('/data', {rules: [rule(['configmaps'], ['DELETE'])]})],
    [create('a', {k: 'v'}), remove(`${CONFIG_MAPS}/a`)],
  ),
  mutating('mutate-then-deny', 'A mutating webhook may refuse.', [hook('/count-a'), hook('/deny-message')], [create('a')]),
  mutating('reinvoke-never', 'Without reinvocation each is asked once.', [hook('/count-a'), hook('/count-b')], [create('a')]),
  mutating(
    'reinvoke-first',
    'The first is asked again after the second changed something.',
    [hook('/count-a', {reinvocationPolicy: 'IfNeeded'}), hook('/count-b')],
    [create('a'), generated],
  ),
  mutating(
    'reinvoke-both',
    'Both want to be asked again.',
    [hook('/count-a', {reinvocationPolicy: 'IfNeeded'}), hook('/count-b', {reinvocationPolicy: 'IfNeeded'})],
    [create('a'), merge(`${CONFIG_MAPS}/a`, {data: {k: 'w'}})],
  ),
  mutating(
    'reinvoke-last',
    'Nothing changes after the last.',
    [hook('/count-a'), hook('/count-b', {reinvocationPolicy: 'IfNeeded'})],
    [create('a')],
  ),
  mutating(
    'mutating-review',
    'What a mutating webhook is told.',
    [hook('/operation', {rules: [rule(['configmaps'], ['*'])]})],
    [create('a', {k: 'v'}), generated],
  ),
]
