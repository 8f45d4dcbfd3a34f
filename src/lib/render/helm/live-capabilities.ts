import {type Capabilities, offlineCapabilities} from '../../engines/helm/index.js'
import type {KubeClient} from '../../ports/kube.js'

/**
 * `.Capabilities` as in an installation: the version of the API server and `VERSION` and `VERSION/KIND` of all that it serves (confirmed
 * with Helm 4.3, `--dry-run=server`). What is given on the command line counts more, or comes on top.
 */
export async function liveCapabilities(
  kube: Pick<KubeClient, 'version' | 'resources'>,
  {kubeVersion, apiVersions, signal}: {kubeVersion: string | undefined; apiVersions: readonly string[]; signal?: AbortSignal},
): Promise<Capabilities> {
  const call = signal && {signal}
  const [{gitVersion}, resources] = await Promise.all([kube.version(call), kube.resources(call)])
  const served = resources.flatMap(({group, version, kind}) => {
    const apiVersion = group === '' ? version : `${group}/${version}`
    return [apiVersion, `${apiVersion}/${kind}`]
  })
  return {...offlineCapabilities(kubeVersion || gitVersion), apiVersions: [...new Set([...served, ...apiVersions])]}
}
