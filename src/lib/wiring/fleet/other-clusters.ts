import {accessFromText} from '../../adapters/kube/access/load-access.js'
import {createHttpsTransport} from '../../adapters/kube/https/https-transport.js'
import type {Clock, Random, Tasks} from '../../ports/clock.js'
import type {DiskFs} from '../../ports/files.js'
import type {KubeTransport} from '../../ports/kube.js'
import {throughProxy} from '../through-proxy.js'
import {withRoots} from '../tls/with-roots.js'
import {lazyTransport} from './lazy-transport.js'

interface Needs {
  readonly clock: Clock
  readonly fs: DiskFs
  readonly random: Random
  readonly tasks: Tasks
  /** may name a proxy and roots */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Ways to the clusters that kubeconfigs name, as Kustomizations with `spec.kubeConfig` want them; all end with `close`. */
export function otherClusters({clock, fs, random, tasks, env}: Needs, userAgent: string) {
  const opened: KubeTransport[] = []
  return {
    open(kubeconfig: string): KubeTransport {
      const transport = lazyTransport(async () => {
        const access = await withRoots(await accessFromText(kubeconfig, {clock, fs}), env, fs)
        return createHttpsTransport({...(await throughProxy(access, env)), clock, tasks, random, userAgent})
      })
      opened.push(transport)
      return transport
    },
    async close(): Promise<void> {
      for (const transport of opened) await transport.close()
    },
  }
}
