// Command lines of `flux create` beside those of the corpus, by group; `record-create` runs them with CNCF's flux.
import {readdirSync} from 'node:fs'
import {join} from 'node:path'

/** One command line to record; the words after `create`. */
export interface CreateLine {
  readonly name: string
  readonly dir?: string
  readonly words: readonly string[]
}

const GIT = ['source', 'git', 'web', '--branch', 'm']
const git = (...words: string[]) => [...GIT, ...words]
const url = (text: string) => git('--url', text)
const label = (text: string) => git('--url', 'https://g/r', '--label', text)
const ks = (...words: string[]) => ['ks', 'web', ...words]
const hr = (...words: string[]) => ['hr', 'web', '--chart', 'x', ...words]
const policy = (...words: string[]) => ['image', 'policy', 'web', '--image-ref', 'a', ...words]
const extract = (pattern: string, template: string) =>
  policy('--select-numeric', 'asc', '--filter-regex', pattern, '--filter-extract', template)

const LONG = 'a'.repeat(70)

/** Values of lists, which are split as a line of CSV. */
const LISTS = [
  ...[
    'a="x,y"',
    '"a=x,y"',
    '"a=x",b=y',
    '"a=x"b=y',
    '"a=x',
    'a=x,"b=y',
    'a=x,',
    ',a=x',
    ',',
    '"a=""x"""',
    'a=x\nb=y',
    '\na=x',
    '\n',
    '\r\n',
    '"a=x\ny"',
  ],
  ...['"a=x\n', '"a=x\ny"z', 'ä="', '"ä"x', '""', ' "a=x"', 'a=x\r\n', '"a=x"\n', '"a=x",\n"b=y"', "'a=x,b=y'"],
]

const GROUPS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  url: [
    ...[
      'https://g r/x',
      'https://g:x/x',
      'https://g:/x',
      'https://g:80/x',
      'https://g/%zz',
      'https://g/%4',
      'https://u:p@g/r#x%zz',
    ],
    ...[
      'HTTPS://g/r',
      'ssh://g',
      'https://',
      'http:///r',
      'https:r',
      'https:?q',
      '/r',
      '//g/r',
      '///r',
      '?q',
      '#f',
      'a:b/c',
      'a/b:c',
    ],
    ...[
      '1http://g',
      'ht+tp://g',
      'ht_tp://g',
      'https://[::1]/',
      'https://[::1]x/',
      'https://[::1]:22/',
      'https://[::1/',
      'https://a@b@c/',
    ],
    ...[
      'https://a b@c/',
      'https://a%b/',
      'https://%41/',
      'https://%C3%A4/',
      'https://ä/ö',
      'https://a<b>"/',
      'https://a|b/',
      'https://a^b/',
    ],
    ...[
      'https://g/a b',
      'https://g/\u007f',
      'https://g\n/',
      'https://u%zz@g/',
      'https://u[@g/',
      ' https://g',
      'https://g\\r',
      'ssh://git@g:22:33/r',
    ],
  ].map(url),
  'helm-url': ['https:x', 'a b', 'https://a\nb', 'https://a b@c/', 'OCI://r/x', 'https://:80', 'https://u@', '%zz'].map(
    (text) => [...['source', 'helm', 'web', '--url', text]],
  ),
  label: [
    ...[
      `a=${LONG}`,
      `${LONG}=a`,
      'A_/a=a',
      '/a=a',
      'a b=c',
      '=c',
      'a/b/c=c',
      'a.b/c=d',
      'a=-',
      'a=b-',
      `${LONG}.x/a=b`,
      'ä=b',
      '=',
      '',
    ],
  ].map(label),
  list: LISTS.map(label),
  argument: ['é\u0001', '"\\', '\u2028', '\u{1f600}\u200b'].flatMap((text) => [
    git('--url', 'https://g/r', '--ssh-rsa-bits', text),
    git('--url', 'https://g/r', '--interval', text),
    git('--url', 'https://g/r', `--recurse-submodules=${text}`),
    git('--url', 'https://g/r', '--provider', text),
  ]),
  reference: [
    ...[
      'a.b.c',
      'gitrepository/a.b.c',
      '/xx',
      'xx.',
      '.xx',
      'xx/',
      '/',
      '.',
      ' ',
      'Bucket',
      'bucket',
      'OCIRepository/.x',
      'a/b/c.d',
    ],
  ].map((text) => ks('--source', text)),
  'chart-source': [
    'xx',
    'xx/',
    '/xx',
    ' ',
    'HelmRepository/xx.',
    'HelmRepository/.',
    'HelmRepository/a/b',
    'bucket/a.b.c',
  ].flatMap((text) => [hr('--source', text), ['source', 'chart', 'web', '--chart', 'x', '--source', text]]),
  'chart-ref': ['HelmChart/', 'HelmChart/a/b', 'HelmChart/a.b.c', '/x', 'x', 'OCIRepository/.x'].map((text) => [
    ...['hr', 'web', '--chart-ref', text],
  ]),
  path: ['../../x', '/a/../../x/./y//z/', '', ' ', ' a ', '..', './..', 'a/..', 'a/../..//b', '...', 'a\\b', './a b'].map(
    (text) => ks('--source', 'a', '--path', text),
  ),
  choice: [
    ...['', ' ', 'xx', 'Generic'].flatMap((text) => [
      git('--url', 'https://g/r', '--provider', text),
      git('--url', 'https://g/r', '--ssh-key-algorithm', text),
      git('--url', 'https://g/r', '--ssh-ecdsa-curve', text),
      ['source', 'oci', 'web', '--url', 'oci://g/r', '--tag', 'm', '--provider', text],
      ['source', 'oci', 'web', '--url', 'oci://g/r', '--tag', 'm', '--verify-provider', text],
      ['source', 'bucket', 'web', '--bucket-name', 'b', '--endpoint', 'e', '--provider', text],
      ks('--source', 'a', '--decryption-provider', text),
      hr('--crds', text),
      hr('--reconcile-strategy', text),
      ['receiver', 'web', '--secret-ref', 'x', '--resource', 'a/b', '--type', text],
    ]),
    ...['1000000008', '-8', '+1032', '1024.0', '0x400', ' ', '1e4', ' 1024'].map((text) =>
      git('--url', 'https://g/r', '--ssh-rsa-bits', text),
    ),
  ],
  needed: [
    ['source', 'git', 'web', '--url', 'ssh://g/r', '--branch', 'm', '--ca-file', 'x'],
    ['source', 'git', 'web', '--url', 'ftp://g/r', '--label', 'x'],
    ['source', 'git', 'web', '--url', 'https://g/r', '--label', 'x'],
    ['source', 'helm', 'web', '--url', 'ftp://g', '--label', 'x'],
    ['source', 'oci', 'web', '--url', 'x', '--tag', 'x', '--label', 'x', '--verify-issuer', 'x'],
    ['source', 'oci', 'web', '--url', 'x', '--tag', 'x', '--layer-selector', ':extract', '--label', 'x'],
    ['source', 'chart', 'web', '--source', 'HelmRepository/x'],
    ['source', 'chart', 'web', '--chart', 'x'],
    ['source', 'chart', 'web', '--chart', 'x', '--source', 'HelmRepository/x', '--verify-subject', 's'],
    ['source', 'chart', 'web', '--chart', 'x', '--source', 'HelmRepository/x', '--reconcile-strategy', ''],
    ['source', 'chart', 'web', '--chart', 'x', '--source', 'HelmRepository/x', '--label', 'x', '--verify-issuer', 's'],
    ['source', 'bucket', 'web', '--endpoint', 'x'],
    ['source', 'bucket', 'web', '--bucket-name', 'x'],
    ['source', 'bucket', 'web', '--bucket-name', 'x', '--endpoint', 'x', '--label', 'x'],
    ['image', 'repository', 'web'],
    ['image', 'repository', 'web', '--image', ''],
    ['image', 'update', 'web', '--git-repo-ref', 'a', '--checkout-branch', 'b', '--author-name', 'x'],
    ['alert', 'web', '--provider-ref', 'x', '--event-source', 'x', '--label', 'x'],
    ['alert', 'web', '--provider-ref', 'x', '--event-source', 'a/x.y.z', '--event-source', '/x'],
    ['alert', 'web', '--provider-ref', 'x', '--event-source', 'a/x.y.z,b/c'],
    ['alert-provider', 'web', '--type', '', '--label', 'x'],
    ['receiver', 'web', '--type', 'github', '--secret-ref', 'x'],
    ['receiver', 'web', '--type', 'github', '--secret-ref', 'x', '--resource', 'a/b', '--event', ''],
    hr('--label', 'x', '--reconcile-strategy', 'y'),
    hr('--values-from', 'x'),
    hr('--values-from', 'a/x'),
    hr('--values-from', 'secret/a/b'),
    hr('--depends-on', 'a/b/c,d@e@f,@x,/y'),
    hr('--chart-interval', '-3s', '--interval', '0'),
    ks('--source', 'x', '--health-check', 'a/b/c'),
    ks('--source', 'x', '--health-check', 'Pod/b.c'),
    ks('--source', 'x', '--health-check', 'Deployment/b.c.d'),
    ks('--source', 'x', '--health-check', 'Deployment/.'),
    ks('--source', 'x', '--depends-on', 'a/b/c'),
    ks('--source', 'x', '--retry-interval', '-3s', '--interval', '-1m'),
    ks('--source', 'x', '--health-check-timeout', '0', '--wait'),
    ks('--source', 'x', '--validation', 'client'),
    ks('--validation', 'client'),
    [
      'source',
      'git',
      'web',
      '--url',
      'https://g/r',
      '--branch',
      'm',
      '--fetch-timeout',
      '-3s',
      '--ignore-paths',
      '',
      '--sparse-checkout-paths',
      '',
    ],
    [
      'source',
      'git',
      'web',
      '--url',
      'https://g/r',
      '--branch',
      'm',
      '--fetch-timeout',
      '1.5h',
      '--sparse-checkout-paths',
      'a,b',
    ],
    ['image', 'repository', 'web', '--image', 'ab', '--scan-timeout', '-1ms'],
    ['tenant', 'ten', '--with-namespace', 'a b'],
    ['tenant', 'ten', '--with-namespace', 'a', '--with-service-account', 'a b'],
    ['tenant', 'ten', '--with-namespace', 'a', '--label', 'x'],
    ['tenant', 'ten'],
    ['tenant', 'ten', '--with-namespace', ''],
    ['tenant', 'ten', '--with-namespace', 'dev', '--label', 'toolkit.fluxcd.io/tenant=x'],
  ],
  image: [
    ...[
      'a',
      'http://a b/cd',
      'a.b',
      'a.b/',
      'a.b/c',
      'a.b/cd',
      'localhost/cd',
      'a:b/cd',
      'a:80/cd',
      'x/y',
      '/ab',
      'ab/',
      'a b.c/de',
      LONG,
    ],
    ...[LONG.repeat(4), 'ab@cd', 'ab:cd', 'ä/öü', 'a%b.c/de', '[::1]/ab', '[::1]:80/ab', 'u@h.x/ab'],
  ].map((text) => ['image', 'repository', 'web', '--image', text]),
  policy: [
    policy(),
    policy('--select-alpha', ''),
    policy('--select-numeric', 'up'),
    policy('--select-semver', '1', '--select-alpha', 'x'),
    policy('--select-semver', '1', '--interval', '3s', '--reflect-digest', 'Always'),
    policy('--select-semver', '1', '--interval', '-3s', '--reflect-digest', 'Always'),
    policy('--select-semver', '1', '--filter-regex', '(?P<a>x', '--label', 'x'),
    ...[
      '$',
      '${a',
      '$$1$1',
      '$a',
      '${a}',
      '$b',
      '$01',
      '$100000000',
      '$1000000000',
      '$a_b',
      '$ä',
      '$a$',
      '$$$',
      '$$a',
      '${}',
      '$-',
      'x$1y',
    ].map((template) => extract('(?P<a>x)(?<ä>y)', template)),
    ...['(?=x)', 'a{1001}', '\\Q', '[[:word:]]', '\\pL', '(?P<a>x)(?P<a>y)', '(?P<a>x)(?P<a>y', '\\8', 'x**'].map((pattern) =>
      extract(pattern, ''),
    ),
  ],
  'secret-flags': [
    ['githubapp', 'ab', '--app-id', '1'],
    ['githubapp', 'ab', '--app-id', '1', '--app-private-key', 'nope'],
    ...[
      'a',
      'abc@sha256:1',
      `abc@sha256:${'4'.repeat(64)}`,
      `abc:v1@sha256:${'4'.repeat(64)}`,
      'ghcr.io/abc:v1',
      'https://ghcr.io/abc',
    ].map((text) => ['oci', 'ab', '--url', text, '-u', 'x', '-p', 'y']),
    ...[
      'abc:',
      'abc:v1:v2',
      'a.b:80/cd',
      'a.b:80',
      `abc:${'a'.repeat(129)}`,
      'abc:v 1',
      'AB',
      'ab@cd@ef',
      'ab:-x',
      'h.x/AB:v1',
    ].map((text) => [...['oci', 'ab', '--url', text, '-u', 'x', '-p', 'y']]),
    ['oci', 'ab', '--url', 'ghcr.io', '-u', 'x<&>', '-p', 'y"é\u2028\t\\'],
    ['proxy', 'ab', '--address', 'a b://x'],
    ['proxy', 'ab', '--address', ':x', '--label', 'x'],
    ['proxy', 'ab', '--address', 'http://p', '-u', '', '-p', 'x: y'],
    ['git', 'ab', '--url', 'x://y', '--label', 'z'],
    ['git', 'ab', '--url', 'https://y', '--bearer-token', 't', '-u', 'x'],
    ['git', 'ab', '--url', 'https://y', '-u', 'x', '-p', 'line\n\nend\n'],
    ['git', 'ab', '--url', 'https://y', '-u', ' x', '-p', 'tab\tä\u0001'],
    ['git', 'ab', '--url', 'https://y', '-u', 'x', '-p', 'long '.repeat(40)],
    ['git', 'ab', '--url', 'https://y', '-u', 'null', '-p', '0x1f'],
    ['git', 'ab', '--url', 'ssh://git@nohost.invalid/x'].slice(0, 0),
    ['helm', 'ab', '-p', 'x'],
    ['helm', 'ab', '-u', 'x', '-p', 'y', '--label', 'z'],
    ['receiver', 'ab', '--type', 'gcr', '--hostname', 'h', '--token', 't', '--email-claim', 'e'],
    ['receiver', 'ab', '--type', 'github', '--hostname', 'h', '--token', 't', '--label', 'z'],
  ]
    .filter((words) => words.length > 0)
    .map((words) => ['secret', ...words]),
}

/** Everything but the lines that read files. */
export function plainLines(): CreateLine[] {
  return Object.entries(GROUPS).flatMap(([group, lines]) =>
    lines.map((words, index) => ({name: `${group}-${index + 1}`, words: [...words, '--export']})),
  )
}

/** Lines about the files of `dirs/`. */
export function fileLines(dirs: string): CreateLine[] {
  const files = (dir: string) => readdirSync(join(dirs, dir)).sort()
  const tls = files('tls').filter((file) => file !== 'chain.crt')
  const pairs = tls.flatMap((cert) => (cert.endsWith('.crt') ? [[cert, 'tls.key']] : [['tls.crt', cert]]))
  const more = [
    ...[
      ['tls.key', 'tls.key'],
      ['tls.crt', 'tls.crt'],
      ['two.key', 'tls.key'],
      ['tls.crt', 'two.crt'],
      ['rsa.crt', 'rsa.key'],
    ],
    ...[
      ['ed25519.crt', 'ed25519.key'],
      ['chain.crt', 'tls.key'],
      ['chain.crt', 'rsa.key'],
      ['.', 'tls.key'],
      ['tls.crt', 'no/file'],
    ],
  ]
  return [
    ...[...pairs, ...more].map(([cert, key], index) => ({
      ...{name: `tls-pair-${index + 1}`, dir: 'tls'},
      words: ['secret', 'tls', 'ab', '--tls-crt-file', cert!, '--tls-key-file', key!, '--export'],
    })),
    ...['bytes.crt', 'empty.crt', 'crlf.crt', '.', 'tls.crt/x', ''].map((ca, index) => ({
      ...{name: `tls-ca-${index + 1}`, dir: 'tls'},
      words: ['secret', 'helm', 'ab', '--ca-crt-file', ca, '--export'],
    })),
    ...files('keys').flatMap((key) =>
      [[], ['--password', 'secret'], ['--password', 'wrong']].map((password, index) => ({
        ...{name: `key-${key}-${['plain', 'secret', 'wrong'][index]}`, dir: 'keys'},
        words: ['secret', 'git', 'ab', '--url', 'ssh://git@<ssh>/r', '--private-key-file', key, ...password, '--export'],
      })),
    ),
    ...files('values').map((file) => ({
      ...{name: `values-${file}`, dir: 'values'},
      words: ['hr', 'web', '--chart', 'x', '--values', file, '--export'],
    })),
    ...['base.yaml,over.yaml', 'over.yaml,base.yaml', 'base.yaml,list.yaml', 'no.yaml', '.', 'empty.yaml,base.yaml'].map(
      (list, index) => ({
        ...{name: `values-merged-${index + 1}`, dir: 'values'},
        words: ['hr', 'web', '--chart', 'x', '--values', list, '--export'],
      }),
    ),
    ...files('notation').map((file) => ({
      ...{name: `notation-${file.replace('.json', '')}`, dir: 'notation'},
      words: ['secret', 'notation', 'ab', '--trust-policy-file', file, '--ca-cert-file', file, '--export'],
    })),
    ...['a.x,b.x,no.crt', 'sub/../ca.crt,ca.crt', 'ca.crt,/nope/ca.pem'].map((list, index) => ({
      ...{name: `notation-certificates-${index + 1}`, dir: 'notation'},
      words: ['secret', 'notation', 'ab', '--trust-policy-file', 'good.json', '--ca-cert-file', list, '--export'],
    })),
  ]
}
