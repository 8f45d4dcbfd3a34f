import type {KubeTransport} from '../../ports/kube.js'

/** A transport that is made at its first use, so that a synchronous caller can hold it already. */
export function lazyTransport(make: () => Promise<KubeTransport>): KubeTransport {
  let made: Promise<KubeTransport> | undefined
  const inner = () => (made ??= make())
  return {
    server: 'another cluster',
    request: async (request) => (await inner()).request(request),
    watch: async (request) => (await inner()).watch(request),
    stream: async (request) => (await inner()).stream(request),
    impersonate: (user) => lazyTransport(async () => (await inner()).impersonate(user)),
    close: async () => {
      if (made) await made.then((transport) => transport.close()).catch(() => undefined)
    },
  }
}
