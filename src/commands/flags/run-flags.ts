import {FluxError} from '../../lib/errors/flux-error.js'
import {boolFlag, durationFlag, intFlag, listFlag, textFlag, wordFlag} from './flag-types.js'

const LEVELS = ['trace', 'debug', 'info', 'error']

/** The flags of `flux run`. */
export const RUN_FLAGS = {
  embedded: boolFlag({summary: 'use an embedded Kubernetes API instead of the cluster of the kubeconfig'}),
  'data-dir': textFlag({summary: 'keep the content of the embedded API in this folder across restarts'}),
  port: intFlag({default: 0, summary: 'port of the embedded API on loopback (0: a free one)'}),
  'ready-after': durationFlag({
    default: 1000,
    text: '1s',
    summary: 'how long a simulated container of the embedded API takes to become ready',
  }),
  rbac: boolFlag({summary: 'check access rights in the embedded API as a cluster does'}),
  import: listFlag({summary: 'begin with the content of another cluster: what kubectl get -o yaml printed (repeatable)'}),
  source: textFlag({summary: 'a local folder or the URL of a Git repository; without it, what the cluster already holds'}),
  path: textFlag({default: '', summary: 'folder of the cluster in the source'}),
  branch: textFlag({summary: 'branch of the source (default: what is checked out, or main)'}),
  dirty: boolFlag({summary: 'use the uncommitted files of a local work tree too'}),
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
  if (!flags.embedded) alone(['data-dir', 'port', 'rbac', 'ready-after', 'import'], 'embedded')
  else if (given.has('take-over')) {
    throw new FluxError('usage', '--take-over needs a cluster: nobody else writes to an embedded API')
  }
  if (flags.source === undefined) alone(['path', 'branch', 'dirty'], 'source')
}
