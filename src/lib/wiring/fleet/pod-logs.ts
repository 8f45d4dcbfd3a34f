import type {ApiServerOptions} from '../../adapters/apiserver/index.js'
import type {ControllerLogs} from './controller-logs.js'

/** Gives the Pods of the controllers' Deployments the lines that the controllers of this process wrote. */
export function podLogs(logs: Pick<ControllerLogs, 'bufferOf'>, clock: {now(): number}): NonNullable<ApiServerOptions['logs']> {
  return {
    read({name}, options) {
      // source-controller-5d8f7c9b6d-x2x9k: the Deployment's name, the ReplicaSet's hash, the Pod's suffix
      const buffer = logs.bufferOf(name.replace(/-[a-z0-9]+-[a-z0-9]{5}$/, ''))
      if (!buffer) return undefined
      const {sinceSeconds, sinceTime, tailLines, follow, signal} = options
      const since = sinceSeconds !== undefined ? clock.now() - sinceSeconds * 1000 : sinceTime ? Date.parse(sinceTime) : undefined
      return bytes(buffer.read({tailLines, sinceMs: since, follow, signal}), options.limitBytes, options.timestamps)
    },
  }
}

async function* bytes(
  lines: AsyncIterable<{text: string; at: number}>,
  limit: number | undefined,
  timestamps: boolean,
): AsyncIterable<Uint8Array> {
  let left = limit ?? Number.POSITIVE_INFINITY
  for await (const {text, at} of lines) {
    const chunk = Buffer.from(timestamps ? `${new Date(at).toISOString()} ${text}` : text).subarray(0, left)
    left -= chunk.length
    yield chunk
    if (left <= 0) return
  }
}
