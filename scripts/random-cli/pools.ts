/** Few, so that objects of several kinds and namespaces share them and name each other. */
export const NAMES = [
  'web',
  'a',
  'web-1',
  'a.b.c',
  '0',
  '1.5',
  'true',
  'null',
  'all',
  'infra',
  'x'.repeat(63),
  `${'long-name-'.repeat(9)}z`,
]
export const NAMESPACES = ['flux-system', 'flux-system', 'apps', 'ns-2']

export const TIMES = [
  ...[
    '2026-01-15T10:00:00Z',
    '2026-01-15T10:01:00Z',
    '1970-01-01T00:00:00Z',
    '2024-02-29T23:59:59Z',
    '2026-01-15T12:00:00+02:00',
  ],
  ...['0001-01-01T00:00:00Z', '2099-12-31T00:00:00Z'],
]

const SHA = 'ab12'.repeat(10)
const SHA256 = '0a'.repeat(32)

export const TEXTS = [
  ...[
    '',
    'ok',
    'stored artifact',
    'two\nlines',
    'ends with a line\n',
    '\n',
    'tab\there',
    '\ttab first',
    'carriage\r\nreturn',
    '  blanks  ',
  ],
  ...[
    'übergröße ✓ 日本語 🚀',
    'e\u0301 combined',
    '\u200bzero width',
    'x'.repeat(300),
    `${'word '.repeat(80)}`,
    '"quoted" \'text\'',
    '{{ .x }}',
    '%s %d %!',
  ],
  ...[
    'a: b',
    '- a',
    '#comment',
    'null',
    'true',
    '1e3',
    '0x1f',
    '~',
    '|',
    '<html>&amp;',
    'yes',
    '012',
    '2026-01-15',
    '\u001b[31mred',
    '\u0085next',
    '\\n',
    '`$(x)`',
  ],
  ...[`Applied revision: main@sha1:${SHA}`, `dependency 'apps/web' is not ready`],
]

const REVISIONS = [
  ...[
    `main@sha1:${SHA}`,
    `1.4.0@sha1:${SHA}`,
    `sha256:${SHA256}`,
    `latest@sha256:${SHA256}`,
    '6.5.0',
    `main/${SHA}`,
    'main',
    '',
    '@',
    ':',
    'sha1:',
  ],
  ...[
    `feature/a@b@sha1:${SHA}`,
    `main@sha1:${SHA.slice(0, 5)}`,
    `${'ü'.repeat(12)}@sha1:${SHA}`,
    `sha1:${SHA}`,
    'v1@sha256:',
    'HEAD/x',
    `x@sha512:${SHA256}${SHA256}`,
  ],
  ...['1.0.0+build', `refs/heads/main@sha1:${SHA}`, `main@md5:${SHA}`, SHA, `main@sha1:${SHA}x`],
]

const DURATIONS = ['1m0s', '10m', '5m', '1h', '30s', '1h30m', '90s', '0s', '345.6ms', '1.5h', '24h0m0s']

/** What fits in fields of a name. */
export const POOLS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    [
      'interval',
      'timeout',
      'retryInterval',
      'lastReconciledDuration',
      'requeueAfter',
      'healthCheckTimeout',
      'lastAttemptedReleaseActionDuration',
    ].map((key) => [key, DURATIONS]),
  ),
  ...Object.fromEntries(
    [
      'revision',
      'lastAppliedRevision',
      'lastAttemptedRevision',
      'lastHandledRevision',
      'originRevision',
      'rRevision',
      'lastPushCommit',
    ].map((key) => [key, REVISIONS]),
  ),
  name: NAMES,
  namespace: NAMESPACES,
  secretName: NAMES,
  targetNamespace: NAMESPACES,
  storageNamespace: NAMESPACES,
  serviceAccountName: NAMES,
  url: [
    'https://git.example.com/a/b',
    'ssh://git@example.com/a',
    'oci://ghcr.io/a/b',
    'http://x/y',
    'https://example.com/?a=b&c=<d>',
    'git@example.com:a/b',
    '',
  ],
  address: ['https://x/y', '', 'nats://a:1'],
  image: ['ghcr.io/a/b', 'nginx', ''],
  kind: ['Kustomization', 'HelmRelease', 'GitRepository', 'ConfigMap', 'Secret', 'Deployment', 'HelmRepository', 'Foo'],
  apiVersion: ['v1', 'apps/v1', 'kustomize.toolkit.fluxcd.io/v1', 'a/b/c', ''],
  id: [
    ...[
      'apps_web__ConfigMap',
      'flux-system_web_kustomize.toolkit.fluxcd.io_Kustomization',
      'apps_web_helm.toolkit.fluxcd.io_HelmRelease',
    ],
    ...[
      '_web_rbac.authorization.k8s.io_ClusterRole',
      'apps_a__b__Secret',
      'ns-2_infra_kustomize.toolkit.fluxcd.io_Kustomization',
      'a',
      '',
      '_',
      'x_y_z',
      '___',
      'apps_web_apps_Deployment',
    ],
    ...[
      'flux-system_0_source.toolkit.fluxcd.io_GitRepository',
      '_system__a_rbac.authorization.k8s.io_ClusterRole',
      'apps_a.b.c_source.extensions.fluxcd.io_ArtifactGenerator',
    ],
  ],
  v: ['v1', 'v2', 'v1beta1', ''],
  digest: [`sha256:${SHA256}`, `sha1:${SHA}`, 'sha256:ab', ''],
  path: ['./deploy', './', '', '/abs', '../up', 'a/b//c'],
  status: ['deployed', 'failed', 'superseded', 'odd'],
  chartVersion: ['6.5.0', '1.0.0-rc.1', '', '>=1.0.0'],
  version: ['6.5.0', '*', '>=1.0 <2', ''],
  range: ['1.x', '>=1.0.0', '*'],
  lastReconciledStatus: ['ReconciliationSucceeded', 'Failed', ''],
  latestImage: ['ghcr.io/a/b:1.0.0', ''],
  tag: ['1.0.0', 'latest', 'v2', ''],
  latestTag: ['1.0.0', 'latest', ''],
}
