import type {Interfaces} from '@oclif/core'
import type {RenderOptions} from '../../lib/actions/install/render-manifests.js'
import {FluxError} from '../../lib/errors/flux-error.js'
import {boolFlag, listFlag, textFlag, wordFlag} from '../flags/flag-types.js'
import type {PackageJson} from '../host.js'

/** Where CNCF's images are. */
const UPSTREAM = 'ghcr.io/fluxcd'

/** The controllers of an installation that names none. */
export const COMPONENTS = ['source-controller', 'kustomize-controller', 'helm-controller', 'notification-controller']

/** What an installation is to be like: flags of `install` and of `bootstrap`. */
export const MANIFEST_FLAGS = {
  version: textFlag({
    char: 'v',
    default: '',
    summary: 'release to install (default: the one of this command line), vX.Y.Z or latest',
  }),
  components: listFlag({delimiter: ',', default: [...COMPONENTS], summary: 'controllers to install'}),
  'components-extra': listFlag({
    delimiter: ',',
    summary: 'controllers to install besides: image-reflector-controller, image-automation-controller, source-watcher',
  }),
  manifests: textFlag({hidden: true, default: '', summary: 'folder with a kustomization that takes the place of the manifests'}),
  registry: textFlag({default: UPSTREAM, summary: 'registry with the images of the controllers'}),
  distribution: wordFlag({
    what: 'distribution',
    words: ['upstream', 'native'],
    default: 'upstream',
    summary: "whose controllers: CNCF's, or those of this project where there are any (needs --registry)",
  }),
  'registry-creds': textFlag({default: '', summary: 'login for the registry as user:password; needs --image-pull-secret'}),
  'image-pull-secret': textFlag({default: '', summary: 'Secret that the images are pulled with'}),
  'watch-all-namespaces': boolFlag({default: true, summary: 'watch objects of all namespaces, not of their own alone'}),
  'network-policy': boolFlag({default: true, summary: 'let nobody in from other namespaces, but for metrics and webhooks'}),
  'log-level': wordFlag({
    what: 'log level',
    words: ['debug', 'info', 'error'],
    default: 'info',
    summary: 'level of the log lines of the controllers',
  }),
  'cluster-domain': textFlag({default: 'cluster.local', summary: 'domain of the names of Services'}),
  'toleration-keys': listFlag({delimiter: ',', summary: 'keys of taints that the Pods of the controllers tolerate'}),
}

/** What the flags say about the manifests of this package. */
export function manifestOptions(
  flags: Interfaces.InferredFlags<typeof MANIFEST_FLAGS>,
  namespace: string,
  {version, fluxVersion}: Pick<PackageJson, 'version' | 'fluxVersion'>,
): RenderOptions {
  const native = flags.distribution === 'native'
  if (native && ['', UPSTREAM].includes(flags.registry.trim())) {
    throw new FluxError('usage', '--distribution native needs --registry: where the images of this project are')
  }
  return {
    ...{namespace, ownVersion: `v${fluxVersion}`, wantedVersion: flags.version, folder: flags.manifests},
    nativeTag: native ? `v${version}` : '',
    ...{components: flags.components, componentsExtra: flags['components-extra'] ?? []},
    ...{registry: flags.registry, registryCreds: flags['registry-creds'], imagePullSecret: flags['image-pull-secret']},
    ...{watchAllNamespaces: flags['watch-all-namespaces'], networkPolicy: flags['network-policy']},
    ...{logLevel: flags['log-level'], clusterDomain: flags['cluster-domain']},
    tolerationKeys: flags['toleration-keys'] ?? [],
  }
}
