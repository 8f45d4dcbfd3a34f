import type {KubeObject} from '../../ports/kube.js'
import {bootstrapPolicy} from './auth/bootstrap-policy.js'
import {flowDefaults, managedFlow} from './control/flow-defaults.js'
import {storeKnown} from './control/known.js'
import type {InternalClient} from './control/local-client.js'
import type {Core} from './rest/core.js'

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system']

const PRIORITY_CLASSES: readonly (readonly [name: string, value: number, description: string])[] = [
  [
    'system-cluster-critical',
    2_000_000_000,
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  ],
  ['system-node-critical', 2_000_001_000, 'Used for system critical pods that must not be moved from their current node.'],
]

/** Makes what a fresh cluster holds; what is there already is left alone. */
export function bootstrap(core: Core, client: InternalClient): void {
  const ensure = (object: KubeObject): void => {
    const {namespace, name = ''} = object.metadata
    if (!client.get(object.apiVersion, object.kind, namespace, name)) client.createNow(object)
  }
  for (const name of NAMESPACES) ensure({apiVersion: 'v1', kind: 'Namespace', metadata: {name}})
  for (const object of bootstrapPolicy()) storeKnown(core, object)
  for (const object of flowDefaults()) storeKnown(core, object, managedFlow)
  for (const [name, value, description] of PRIORITY_CLASSES) {
    ensure({apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: {name}, value, description})
  }
  ensure({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'kubernetes', namespace: 'default', labels: {component: 'apiserver', provider: 'kubernetes'}},
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.1',
      ipFamilyPolicy: 'SingleStack',
      sessionAffinity: 'None',
      ports: [{name: 'https', port: 443, protocol: 'TCP', targetPort: 6443}],
    },
  })
}
