import type {LoginFlags} from '../../lib/actions/run/source/source-login.js'
import {FluxError} from '../../lib/errors/flux-error.js'
import {boolFlag, durationFlag, intFlag, listFlag, textFlag, wordFlag} from './flag-types.js'

const LOGIN_FLAGS = ['username', 'password', 'private-key-file', 'known-hosts-file', 'ca-file', 'secret-ref'] as const
const LEVELS = ['trace', 'debug', 'info', 'error']

/** The flags of `flux run`. */
export const RUN_FLAGS = {
  embedded: boolFlag({summary: 'use an embedded Kubernetes API instead of the cluster of the kubeconfig'}),
  'data-dir': textFlag({summary: 'keep the content of the embedded API in this folder across restarts'}),
  port: intFlag({default: 0, least: 0, most: 65_535, summary: 'port of the embedded API on loopback (0: a free one)'}),
  'ready-after': durationFlag({
    default: 1000,
    text: '1s',
    summary: 'how long a simulated container of the embedded API takes to become ready',
  }),
  rbac: boolFlag({summary: 'check access rights in the embedded API as a cluster does'}),
  import: listFlag({summary: 'begin with the content of another cluster: what kubectl get -o yaml printed (repeatable)'}),
  scenario: textFlag({summary: 'file that says which simulated containers are slow, fail or flap (docs/run.md)'}),
  source: textFlag({summary: 'a local folder or the URL of a Git repository; without it, what the cluster already holds'}),
  path: textFlag({default: '', summary: 'folder of the cluster in the source'}),
  branch: textFlag({summary: 'branch of the source (default: what is checked out, or main)'}),
  dirty: boolFlag({summary: 'use the uncommitted files of a local work tree too'}),
  username: textFlag({char: 'u', summary: 'user of the repository of a source URL (default: git)'}),
  password: textFlag({
    char: 'p',
    summary: 'password or token of the user, or passphrase of the private key; also from GIT_PASSWORD, beside one of the two',
  }),
  'private-key-file': textFlag({summary: 'file with the SSH private key for a source URL'}),
  'known-hosts-file': textFlag({summary: "file with the server's host keys (default: what the server shows now)"}),
  'ca-file': textFlag({summary: 'file with the CA of the server of a source URL'}),
  'secret-ref': textFlag({summary: 'Secret in the namespace that holds the login of a source URL'}),
  controllers: listFlag({delimiter: ',', summary: 'run only these, e.g. source,kustomize'}),
  once: boolFlag({summary: 'end when everything has settled; exit code 1 when something is not ready'}),
  concurrent: intFlag({default: 4, least: 1, summary: 'reconciliations at the same time, per controller'}),
  'no-cross-namespace-refs': boolFlag({summary: 'refuse references to other namespaces'}),
  'no-remote-bases': boolFlag({summary: 'refuse remote bases in kustomizations'}),
  'default-service-account': textFlag({default: '', summary: 'service account of objects that name none'}),
  'log-level': wordFlag({what: 'log level', words: LEVELS, default: 'info', summary: 'level of the log lines'}),
  'log-encoding': wordFlag({
    what: 'log encoding',
    words: ['console', 'json'],
    default: 'console',
    summary: 'form of the log lines',
  }),
  output: wordFlag({
    what: 'output format',
    words: ['table', 'json', 'yaml'],
    char: 'o',
    default: 'table',
    summary: 'form of the report',
  }),
  'install-crds': boolFlag({summary: 'install the CRDs of Flux in the cluster first'}),
  'take-over': boolFlag({summary: "scale Flux's own Deployments to 0 first"}),
}

/** Flags that mean nothing without or with another one are refused rather than ignored. */
export function refuseMismatch(flags: {embedded: boolean; source?: string | undefined}, given: ReadonlySet<string>): void {
  const alone = (names: readonly string[], needed: string) => {
    const name = names.find((word) => given.has(word))
    if (name) throw new FluxError('usage', `--${name} needs --${needed}`)
  }
  if (!flags.embedded) alone(['data-dir', 'port', 'rbac', 'ready-after', 'import', 'scenario'], 'embedded')
  else if (given.has('take-over')) {
    throw new FluxError('usage', '--take-over needs a cluster: nobody else writes to an embedded API')
  }
  if (flags.source === undefined) alone(['path', 'branch', 'dirty', ...LOGIN_FLAGS], 'source')
  const login = LOGIN_FLAGS.find((name) => given.has(name))
  if (!login) return
  if (!isUrl(flags.source!)) throw new FluxError('usage', `--${login} needs a URL as --source: a folder is not logged in to`)
  const other = LOGIN_FLAGS.find((name) => name !== 'secret-ref' && given.has(name))
  if (given.has('secret-ref') && other) {
    throw new FluxError('usage', `--secret-ref names a Secret that is there: --${other} would write another one`)
  }
}

/** True for the address of a repository; anything else is a folder. */
function isUrl(source: string): boolean {
  return /^(https?|ssh):\/\//.test(source)
}

/**
 * The login that the flags give; GIT_PASSWORD counts only beside a user or a key, or it would be sent to whatever repository
 * is named while it is set.
 */
export function loginFlags(
  flags: LoginFlags,
  env: Readonly<Record<string, string | undefined>>,
): Pick<LoginFlags, (typeof LOGIN_FLAGS)[number]> {
  const fromEnv = flags.username || flags['private-key-file'] ? env['GIT_PASSWORD'] : undefined
  return {...Object.fromEntries(LOGIN_FLAGS.map((name) => [name, flags[name]])), password: flags.password || fromEnv}
}
