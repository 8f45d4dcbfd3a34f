import type {KubeObject} from '../../../ports/kube.js'
import type {ControlEnv, LocalController} from '../hooks.js'
import type {Core} from '../rest/core.js'
import type {InternalClient} from './local-client.js'
import {Worklist} from './worklist.js'

const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.'

/** Keeps ServiceAccount `default` and ConfigMap `kube-root-ca.crt` in every active Namespace. */
export function startNamespaceDefaults(core: Core, client: InternalClient, env: ControlEnv, ca: () => string): LocalController {
  const ensure = (name: string): void => {
    const namespace = client.get('v1', 'Namespace', undefined, name)
    if (!namespace || namespace.metadata.deletionTimestamp !== undefined) return
    if (!client.get('v1', 'ServiceAccount', name, 'default')) {
      client.createNow({apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'default', namespace: name}})
    }
    const wanted = {'ca.crt': ca()}
    const current = client.get('v1', 'ConfigMap', name, 'kube-root-ca.crt')
    const metadata = {name: 'kube-root-ca.crt', namespace: name, annotations: {'kubernetes.io/description': DESCRIPTION}}
    if (!current) client.createNow({apiVersion: 'v1', kind: 'ConfigMap', metadata, data: wanted})
    else if ((current.data as Record<string, string> | undefined)?.['ca.crt'] !== wanted['ca.crt']) {
      client.updateNow({...current, data: wanted})
    }
  }
  const list = new Worklist(env, 'namespace-defaults', ensure)
  const stop = core.store.subscribe((collection, {old, now}) => {
    if (collection === '/namespaces' && now && !old) list.add(now.metadata.name ?? '')
    if (old && (!now || collection === '/configmaps') && isKept(collection, old)) list.add(old.metadata.namespace ?? '')
  })
  for (const namespace of core.store.collection('/namespaces').values()) list.add(namespace.metadata.name ?? '')
  return {
    close() {
      stop()
      list.close()
    },
  }
}

function isKept(collection: string, object: KubeObject): boolean {
  const {name} = object.metadata
  return (
    (collection === '/serviceaccounts' && name === 'default') || (collection === '/configmaps' && name === 'kube-root-ca.crt')
  )
}
