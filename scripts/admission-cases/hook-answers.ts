import type {Json} from '../../test/conformance/case.js'
import {
  type Body,
  binding,
  CONFIG_MAPS,
  create,
  hook,
  merge,
  mutatingWebhooks,
  type OwnCase,
  type OwnStep,
  policy,
  rule,
  settle,
  validatingWebhooks,
} from './kit.js'

const PODS = '/api/v1/namespaces/<ns>/pods'
const TOKEN = '/api/v1/namespaces/<ns>/serviceaccounts/default/token'

const post = (path: string, body: Json): OwnStep => ({method: 'POST', path, body})
const old = {admissionReviewVersions: ['v1beta1']}
const tokens = {rules: [rule(['serviceaccounts/token'], ['*'])]}
const token = (spec: Body = {}, metadata: Body = {}): Json => ({
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'TokenRequest',
  metadata,
  spec,
})
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name: 'p', labels: {x: 'y'}},
  spec: {automountServiceAccountToken: false, containers: [{name: 'a', image: 'i'}]},
}
const eviction = {apiVersion: 'policy/v1', kind: 'Eviction', metadata: {name: 'p'}, deleteOptions: {gracePeriodSeconds: 3}}
const bound = {apiVersion: 'v1', kind: 'Binding', metadata: {name: 'p'}, target: {kind: 'Node', name: 'nowhere'}}

/** Answers of webhooks that are of another version or lead elsewhere, and webhooks on parts of objects. */
export const hookAnswers: readonly OwnCase[] = [
  {
    name: 'patch-types',
    about: 'Patches of types that nobody knows.',
    steps: ['/merge-type', '/lower-type'].flatMap((path, at) => [
      mutatingWebhooks(`w${at}`, [
        hook(path, {rules: [rule(['configmaps'], ['CREATE'])], objectSelector: {matchLabels: {at: String(at)}}}),
      ]),
      mutatingWebhooks(`o${at}`, [
        hook(path, {
          rules: [rule(['configmaps'], ['CREATE'])],
          objectSelector: {matchLabels: {open: String(at)}},
          failurePolicy: 'Ignore',
        }),
      ]),
      settle,
      create('a', {}, {at: String(at)}),
      create('b', {k: 'v'}, {open: String(at)}),
    ]),
  },
  ...['/301', '/302', '/303', '/307', '/308'].map(
    (path): OwnCase => ({
      name: `moved${path.replace('/', '-')}`,
      about: `A webhook that is elsewhere: ${path}.`,
      steps: [validatingWebhooks('w', [hook(path)]), settle, create('a')],
    }),
  ),
  ...[
    '/as-v1',
    '/as-v1beta1',
    '/as-v2',
    '/as-pod',
    '/as-other',
    '/as-nothing',
    '/as-unkind',
    '/as-odd',
    '/other-uid',
    '/no-type',
  ].flatMap((path) =>
    [true, false].map(
      (recent): OwnCase => ({
        name: `answer${path.replace('/', '-')}-to-${recent ? 'v1' : 'v1beta1'}`,
        about: `A webhook answers ${path} to a review of ${recent ? 'v1' : 'v1beta1'}.`,
        steps: [
          (path === '/no-type' ? mutatingWebhooks : validatingWebhooks)('w', [hook(path, recent ? {} : old)]),
          settle,
          create('a'),
        ],
      }),
    ),
  ),
  {
    name: 'token-review',
    about: 'What webhooks are told of a request for a token.',
    steps: [
      validatingWebhooks('w', [hook('/operation', tokens)]),
      settle,
      post(TOKEN, token({audiences: ['a'], expirationSeconds: 700})),
      post(TOKEN, token()),
      post(`${TOKEN}?dryRun=All`, token({}, {name: 'default', labels: {a: 'b'}})),
      post(TOKEN, token({expirationSeconds: 5})),
      post(TOKEN, token({boundObjectRef: {kind: 'Pod', apiVersion: 'v1', name: 'none'}})),
      post(TOKEN, token({}, {name: 'other'})),
      post(TOKEN.replace('default/', 'none/'), token()),
      create('a'),
    ],
  },
  {
    name: 'token-mutating-review',
    about: 'What a mutating webhook is told of a request for a token.',
    steps: [
      mutatingWebhooks('w', [hook('/operation', tokens)]),
      settle,
      post(TOKEN, token({audiences: ['a'], expirationSeconds: 700})),
      post(TOKEN, token()),
      post(TOKEN, token({expirationSeconds: 5})),
      post(TOKEN.replace('default/', 'none/'), token()),
    ],
  },
  {
    name: 'token-mutated',
    about: 'A webhook that changes a request for a token.',
    steps: [
      mutatingWebhooks('w', [hook('/minute', tokens)]),
      settle,
      post(TOKEN, token({expirationSeconds: 3600})),
      post(TOKEN, token({expirationSeconds: 5})),
    ],
  },
  {
    name: 'token-denied',
    about: 'All that a webhook refuses, tokens too; one that cannot be reached.',
    steps: [
      validatingWebhooks('w', [hook('/deny-message', {rules: [rule(['*/*'], ['CREATE'])]})]),
      settle,
      post(TOKEN, token()),
      create('a'),
    ],
  },
  {
    name: 'token-policy',
    about: 'A policy about tokens.',
    steps: [
      policy('p', {
        matchConstraints: {resourceRules: [rule(['serviceaccounts/token'], ['CREATE'])]},
        validations: [
          {
            expression: "object.spec.expirationSeconds < 1000 && request.subResource == 'token'",
            messageExpression: "'at most 1000, not ' + string(object.spec.expirationSeconds)",
          },
        ],
      }),
      binding('b', 'p'),
      {sleep: 10},
      post(TOKEN, token({expirationSeconds: 3600})),
      post(TOKEN, token({expirationSeconds: 5})),
    ],
  },
  {
    name: 'eviction-review',
    about: 'What webhooks are told of an eviction.',
    steps: [
      post(PODS, pod),
      validatingWebhooks('w', [hook('/operation', {rules: [rule(['pods/eviction'], ['*'])]})]),
      settle,
      post(`${PODS}/p/eviction`, eviction),
      post(`${PODS}/p/eviction?dryRun=All`, eviction),
      post(`${PODS}/none/eviction`, {...eviction, metadata: {name: 'none'}}),
      post(`${PODS}/p/eviction`, {...eviction, metadata: {name: 'q'}}),
    ],
  },
  {
    name: 'eviction-mutating-review',
    about: 'What mutating webhooks are told of an eviction.',
    steps: [
      post(PODS, pod),
      mutatingWebhooks('w', [hook('/operation', {rules: [rule(['pods/eviction'], ['*'])]})]),
      settle,
      post(`${PODS}/p/eviction`, eviction),
      post(`${PODS}/none/eviction`, {...eviction, metadata: {name: 'none'}}),
      post(`${PODS}/p/eviction`, {...eviction, metadata: {name: 'q'}}),
    ],
  },
  {
    name: 'binding-review',
    about: 'What webhooks are told of a binding.',
    steps: [
      post(PODS, pod),
      validatingWebhooks('w', [hook('/operation', {rules: [rule(['pods/binding', 'bindings'], ['*'])]})]),
      settle,
      post(`${PODS}/p/binding`, bound),
      post('/api/v1/namespaces/<ns>/bindings', bound),
      post(`${PODS}/p/binding?dryRun=All`, bound),
      post(`${PODS}/p/binding`, {...bound, target: {}}),
      post(`${PODS}/none/binding`, {...bound, metadata: {name: 'none'}}),
    ],
  },
  {
    name: 'binding-mutated',
    about: 'A webhook that labels a binding labels its pod.',
    steps: [
      post(PODS, pod),
      mutatingWebhooks('w', [hook('/label', {rules: [rule(['pods/binding'], ['*'])]})]),
      settle,
      post(`${PODS}/p/binding`, bound),
      {method: 'GET', path: `${PODS}/p`},
    ],
  },
  {
    name: 'binding-renamed',
    about: 'A webhook that renames a binding.',
    steps: [
      post(PODS, pod),
      mutatingWebhooks('w', [hook('/rename', {rules: [rule(['pods/binding', 'pods/eviction'], ['*'])]})]),
      settle,
      post(`${PODS}/p/binding`, bound),
      post(`${PODS}/p/eviction`, eviction),
      merge(`${CONFIG_MAPS}/none`, {}),
    ],
  },
]
