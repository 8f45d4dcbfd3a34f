import {boolFlag, durationFlag, floatFlag, intFlag, listFlag, textFlag} from './flag-types.js'

const group = {helpGroup: 'GLOBAL'}

/** Queries per second, and at once, where nobody says more. */
export const LIMITS = {qps: 50, burst: 300}

/** The flags of the root command, which every command takes (cli reference 1.1). */
export const GLOBAL_FLAGS = {
  timeout: durationFlag({...group, default: 300_000, text: '5m0s', summary: 'timeout for this operation'}),
  verbose: boolFlag({...group, summary: 'print generated objects and details of errors'}),
  'ns-follows-kube-context': boolFlag({
    ...group,
    summary: 'use the namespace of the kubeconfig context when --namespace is not given',
  }),
  kubeconfig: textFlag({...group, summary: 'path to the kubeconfig file'}),
  context: textFlag({...group, summary: 'the name of the kubeconfig context to use'}),
  cluster: textFlag({...group, summary: 'the name of the kubeconfig cluster to use'}),
  user: textFlag({...group, summary: 'the name of the kubeconfig user to use'}),
  namespace: textFlag({
    ...group,
    char: 'n',
    summary: 'the namespace scope of the operation (default flux-system, or $FLUX_SYSTEM_NAMESPACE)',
  }),
  server: textFlag({...group, summary: 'the address and port of the Kubernetes API server'}),
  token: textFlag({...group, summary: 'bearer token for authentication to the API server'}),
  as: textFlag({...group, summary: 'user to impersonate for the operation'}),
  'as-group': listFlag({...group, summary: 'group to impersonate, can be repeated'}),
  'as-uid': textFlag({...group, summary: 'UID to impersonate'}),
  'as-user-extra': listFlag({...group, summary: 'user extras to impersonate, can be repeated'}),
  'tls-server-name': textFlag({...group, summary: "server name to check the API server's certificate against"}),
  'insecure-skip-tls-verify': boolFlag({...group, summary: "do not check the API server's certificate"}),
  'certificate-authority': textFlag({...group, summary: 'path to the CA of the API server'}),
  'client-certificate': textFlag({...group, summary: 'path to a client certificate'}),
  'client-key': textFlag({...group, summary: 'path to the key of the client certificate'}),
  'disable-compression': boolFlag({...group, summary: 'ask the API server for uncompressed answers'}),
  'cache-dir': textFlag({...group, summary: 'discovery cache folder (accepted; nothing is cached on disk)'}),
  'kube-api-qps': floatFlag({...group, default: LIMITS.qps, summary: 'queries per second to the API server'}),
  'kube-api-burst': intFlag({...group, default: LIMITS.burst, summary: 'burst of queries to the API server'}),
}
