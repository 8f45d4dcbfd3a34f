import {Flags} from '@oclif/core'
import {durationFlag, intFlag, wordFlag} from './flag-types.js'

const LEVELS = ['trace', 'debug', 'info', 'error']

/** The flags of `flux run`. */
export const RUN_FLAGS = {
  embedded: Flags.boolean({summary: 'use an embedded Kubernetes API instead of the cluster of the kubeconfig'}),
  'data-dir': Flags.string({summary: 'keep the content of the embedded API in this folder across restarts'}),
  port: intFlag({default: 0, summary: 'port of the embedded API on loopback (0: a free one)'}),
  'ready-after': durationFlag({
    default: 1000,
    text: '1s',
    summary: 'how long a simulated container of the embedded API takes to become ready',
  }),
  rbac: Flags.boolean({summary: 'check access rights in the embedded API as a cluster does'}),
  source: Flags.string({summary: 'a local folder or the URL of a Git repository; without it, what the cluster already holds'}),
  path: Flags.string({default: '', summary: 'folder of the cluster in the source'}),
  branch: Flags.string({summary: 'branch of the source (default: what is checked out, or main)'}),
  dirty: Flags.boolean({summary: 'use the uncommitted files of a local work tree too'}),
  controllers: Flags.string({multiple: true, delimiter: ',', summary: 'run only these, e.g. source,kustomize'}),
  once: Flags.boolean({summary: 'end when everything has settled; exit code 1 when something is not ready'}),
  concurrent: intFlag({default: 4, summary: 'reconciliations at the same time, per controller'}),
  'no-cross-namespace-refs': Flags.boolean({summary: 'refuse references to other namespaces'}),
  'no-remote-bases': Flags.boolean({summary: 'refuse remote bases in kustomizations'}),
  'default-service-account': Flags.string({default: '', summary: 'service account of objects that name none'}),
  'log-level': wordFlag('log level', LEVELS)({default: 'info', summary: 'level of the log lines'}),
  'log-encoding': wordFlag('log encoding', ['console', 'json'])({default: 'console', summary: 'form of the log lines'}),
  output: wordFlag('output format', ['table', 'json', 'yaml'])({char: 'o', default: 'table', summary: 'form of the report'}),
  'install-crds': Flags.boolean({summary: 'install the CRDs of Flux in the cluster first'}),
  'take-over': Flags.boolean({summary: "scale Flux's own Deployments to 0 first"}),
}
