import type {ApiServer} from '../../src/lib/adapters/apiserver/index.js'
import type {KubeRequest} from '../../src/lib/ports/kube.js'
import type {Way} from './way.js'

/** The server's own transport, without a socket. */
export function inProcess(server: ApiServer): Way {
  const transport = server.transport()
  const split = (path: string) => {
    const [plain = '', search = ''] = path.split('?')
    return {path: plain, query: Object.fromEntries(new URLSearchParams(search))}
  }
  return {
    prepare(method, path, body, contentType) {
      const request: KubeRequest = {method: method as 'GET', ...split(path), body, contentType}
      return async () => {
        const response = await transport.request(request)
        if (response.status >= 400) throw new Error(JSON.stringify(response.body))
      }
    },
    watch(path, last) {
      const opened = transport.watch({method: 'GET', ...split(path)})
      const done = (async () => {
        const watch = await opened
        if ('response' in watch) throw new Error('refused')
        for await (const event of watch.events)
          if ('object' in event && Object.values(event.object.data ?? {}).includes(last)) break
      })()
      return {ready: opened.then(() => undefined), done}
    },
    processorTime: () => undefined,
    close: () => undefined,
  }
}
