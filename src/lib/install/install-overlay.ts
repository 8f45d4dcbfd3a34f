import type {JsonObject} from '../formats/json/value.js'
import type {InstallOptions} from './install-options.js'
import type {ManifestBase} from './manifest-base.js'

const KUSTOMIZATION = {apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization'}

/** The kustomizations that make an installation out of the bases, by path (cli reference 14.1). */
export function installOverlay(options: InstallOptions, base: ManifestBase): Record<string, JsonObject> {
  const {namespace, components, registry} = options
  return {
    'kustomization.yaml': {
      ...KUSTOMIZATION,
      namespace,
      transformers: ['labels.yaml'],
      resources: [
        'namespace.yaml',
        ...(options.networkPolicy ? [base.policies] : []),
        'roles',
        ...components.map((name) => base.component(name)),
      ],
      patches: [
        {path: 'pods.yaml', target: {kind: 'Deployment'}},
        ...components.map((name) => argumentPatch(name, options)),
        ...(components.includes('source-watcher') ? [EXTERNAL_ARTIFACTS] : []),
      ],
      ...(registry ? {images: components.map((name) => image(name, options))} : {}),
    },
    'roles/kustomization.yaml': {
      ...KUSTOMIZATION,
      namespace,
      nameSuffix: `-${namespace}`,
      resources: base.rbac.map((path) => path.slice(path.lastIndexOf('/') + 1)),
    },
    'namespace.yaml': namespaceObject(namespace),
    'labels.yaml': labels(options),
    'pods.yaml': podPatch(options),
  }
}

/** Where CNCF's images are. */
const UPSTREAM = 'ghcr.io/fluxcd'

/** Where a controller's image comes from. */
function image(component: string, {registry, native}: InstallOptions): JsonObject {
  const name = `fluxcd/${component}`
  if (!native) return {name, newName: `${registry}/${component}`}
  if (native.components.includes(component)) return {name, newName: `${registry}/${component}`, newTag: native.tag}
  return {name, newName: `${UPSTREAM}/${component}`}
}

/** Lets the appliers read what source-watcher makes. */
const EXTERNAL_ARTIFACTS: JsonObject = {
  target: {kind: 'Deployment', name: '(kustomize-controller|helm-controller)'},
  patch: JSON.stringify([
    {op: 'add', path: '/spec/template/spec/containers/0/args/-', value: '--feature-gates=ExternalArtifact=true'},
  ]),
}

/** The arguments of a controller that depend on the options; the bases have them at these places. */
function argumentPatch(name: string, options: InstallOptions): JsonObject {
  const {components, clusterDomain, watchAllNamespaces, logLevel} = options
  const service = (controller: string) => `${controller}.$(RUNTIME_NAMESPACE).svc.${clusterDomain}.`
  const notifier = 'notification-controller'
  const events = components.includes(notifier) ? `http://${service(notifier)}/` : ''
  const first = name === notifier ? [] : [`--events-addr=${events}`]
  const args = [...first, `--watch-all-namespaces=${watchAllNamespaces}`, `--log-level=${logLevel}`]
  const replace = (index: number, value: string) => ({
    op: 'replace',
    path: `/spec/template/spec/containers/0/args/${index}`,
    value,
  })
  const stores = name === 'source-controller' || name === 'source-watcher'
  return {
    target: {group: 'apps', version: 'v1', kind: 'Deployment', name},
    patch: JSON.stringify([
      ...args.map((value, index) => replace(index, value)),
      ...(stores ? [replace(6, `--storage-adv-addr=${service(name)}`)] : []),
    ]),
  }
}

function namespaceObject(name: string): JsonObject {
  const warn = 'pod-security.kubernetes.io/warn'
  return {apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels: {[warn]: 'restricted', [`${warn}-version`]: 'latest'}}}
}

function labels({namespace, version}: InstallOptions): JsonObject {
  return {
    apiVersion: 'builtin',
    kind: 'LabelTransformer',
    metadata: {name: 'labels'},
    labels: {
      'app.kubernetes.io/instance': namespace,
      'app.kubernetes.io/version': version,
      'app.kubernetes.io/part-of': 'flux',
    },
    fieldSpecs: [
      {path: 'metadata/labels', create: true},
      {kind: 'Deployment', path: 'spec/template/metadata/labels', create: true},
    ],
  }
}

/** What every Pod gets: where it runs and how its image is pulled. */
function podPatch({imagePullSecret, tolerationKeys}: InstallOptions): JsonObject {
  const tolerations = tolerationKeys.map((key) => ({key, operator: 'Exists'}))
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: 'all'},
    spec: {
      template: {
        spec: {
          nodeSelector: {'kubernetes.io/os': 'linux'},
          ...(imagePullSecret ? {imagePullSecrets: [{name: imagePullSecret}]} : {}),
          ...(tolerations.length > 0 ? {tolerations} : {}),
        },
      },
    },
  }
}
