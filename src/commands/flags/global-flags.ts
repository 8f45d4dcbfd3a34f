import {Flags} from '@oclif/core'
import {durationFlag, floatFlag, intFlag} from './flag-types.js'

const group = {helpGroup: 'GLOBAL'}

/** The flags of the root command, which every command takes (cli reference 1.1). */
export const GLOBAL_FLAGS = {
  timeout: durationFlag({...group, default: 300_000, text: '5m0s', summary: 'timeout for this operation'}),
  verbose: Flags.boolean({...group, summary: 'print generated objects and details of errors'}),
  'ns-follows-kube-context': Flags.boolean({
    ...group,
    summary: 'use the namespace of the kubeconfig context when --namespace is not given',
  }),
  kubeconfig: Flags.string({...group, summary: 'path to the kubeconfig file'}),
  context: Flags.string({...group, summary: 'the name of the kubeconfig context to use'}),
  cluster: Flags.string({...group, summary: 'the name of the kubeconfig cluster to use'}),
  user: Flags.string({...group, summary: 'the name of the kubeconfig user to use'}),
  namespace: Flags.string({
    ...group,
    char: 'n',
    summary: 'the namespace scope of the operation (default flux-system, or $FLUX_SYSTEM_NAMESPACE)',
  }),
  server: Flags.string({...group, summary: 'the address and port of the Kubernetes API server'}),
  token: Flags.string({...group, summary: 'bearer token for authentication to the API server'}),
  as: Flags.string({...group, summary: 'user to impersonate for the operation'}),
  'as-group': Flags.string({...group, multiple: true, summary: 'group to impersonate, can be repeated'}),
  'as-uid': Flags.string({...group, summary: 'UID to impersonate'}),
  'as-user-extra': Flags.string({...group, multiple: true, summary: 'user extras to impersonate, can be repeated'}),
  'tls-server-name': Flags.string({...group, summary: "server name to check the API server's certificate against"}),
  'insecure-skip-tls-verify': Flags.boolean({...group, summary: "do not check the API server's certificate"}),
  'certificate-authority': Flags.string({...group, summary: 'path to the CA of the API server'}),
  'client-certificate': Flags.string({...group, summary: 'path to a client certificate'}),
  'client-key': Flags.string({...group, summary: 'path to the key of the client certificate'}),
  'disable-compression': Flags.boolean({...group, summary: 'ask the API server for uncompressed answers'}),
  'cache-dir': Flags.string({...group, summary: 'discovery cache folder (accepted; nothing is cached on disk)'}),
  'kube-api-qps': floatFlag({...group, default: 50, summary: 'queries per second to the API server'}),
  'kube-api-burst': intFlag({...group, default: 300, summary: 'burst of queries to the API server'}),
}
