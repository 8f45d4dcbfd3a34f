import type {JsonObject} from '../../formats/json/value.js'
import {accessObjects, containerFacts} from '../../install/installation-facts.js'
import type {KubeObject} from '../../ports/kube.js'

export interface InstallOptions {
  readonly namespace: string
  readonly controllers: readonly string[]
  /** release of Flux, without `v` */
  readonly version: string
  /** our own release */
  readonly toolkitVersion: string
}

type Labels = Readonly<Record<string, string>>

/** Annotation of a Deployment that is there for a controller of our own process, and is nothing without it. */
export const STAND_IN = 'flux-toolkit.dev/stands-for'

/**
 * Namespace, access rights, accounts and Deployments under which the controllers of this process appear in an embedded
 * API, with the names, labels and arguments of an installation (cli reference 14), so that patches, `flux logs` and
 * `kubectl logs deploy/...` find them.
 */
export function controllerObjects(options: InstallOptions): KubeObject[] {
  const {namespace, version} = options
  const labels = {
    'app.kubernetes.io/instance': namespace,
    'app.kubernetes.io/part-of': 'flux',
    'app.kubernetes.io/version': `v${version}`,
  }
  return [
    {apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace, labels}},
    ...accessObjects(namespace, labels),
    ...options.controllers.flatMap((name) => {
      const own = {...labels, 'app.kubernetes.io/component': name}
      return [
        {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name, namespace, labels: own}},
        deployment(name, namespace, own, options.toolkitVersion),
      ]
    }),
  ]
}

function deployment(name: string, namespace: string, labels: Labels, toolkitVersion: string): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      ...{name, namespace, labels: {...labels, 'control-plane': 'controller'}},
      annotations: {[STAND_IN]: 'flux run'},
    },
    spec: {
      replicas: 1,
      selector: {matchLabels: {app: name}},
      template: {
        metadata: {labels: {...labels, app: name}},
        spec: {
          serviceAccountName: name,
          nodeSelector: {'kubernetes.io/os': 'linux'},
          containers: [container(name, toolkitVersion)],
        },
      },
    },
  }
}

function container(name: string, toolkitVersion: string): JsonObject {
  return {
    name: 'manager',
    image: `flux-toolkit/${name}:v${toolkitVersion}`,
    imagePullPolicy: 'IfNotPresent',
    ...containerFacts(name),
  }
}
