import type {KubeObject} from '../../ports/kube.js'

/**
 * The namespace and the Deployments under which the controllers of this process appear in an embedded API, as an
 * installation has them (cli reference 14): `kubectl logs deploy/...` and `flux logs` find them by these labels.
 */
export function controllerObjects(
  namespace: string,
  controllers: readonly string[],
  version: string,
  image: string,
): KubeObject[] {
  const labels = {
    'app.kubernetes.io/instance': namespace,
    'app.kubernetes.io/part-of': 'flux',
    'app.kubernetes.io/version': `v${version}`,
  }
  return [
    {apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace, labels}},
    ...controllers.flatMap((name) => {
      const own = {...labels, 'app.kubernetes.io/component': name}
      return [
        {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name, namespace, labels: own}},
        deployment(name, namespace, own, image),
      ]
    }),
  ]
}

function deployment(name: string, namespace: string, labels: Record<string, string>, image: string): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name, namespace, labels: {...labels, 'control-plane': 'controller'}},
    spec: {
      replicas: 1,
      selector: {matchLabels: {app: name}},
      template: {
        metadata: {labels: {...labels, app: name}},
        spec: {
          serviceAccountName: name,
          containers: [{name: 'manager', image: `flux-toolkit/${name}:${image}`, args: ['--log-encoding=json']}],
        },
      },
    },
  }
}
