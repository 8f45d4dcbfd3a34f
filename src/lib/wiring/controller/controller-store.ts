import {hostname} from 'node:os'
import {createArtifacts} from '../../adapters/artifacts/artifact-store.js'
import {isDigestAlgorithm} from '../../adapters/artifacts/digest.js'
import {startFileServer} from '../../adapters/artifacts/file-server.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {ArtifactStore} from '../../ports/artifacts.js'
import type {Context} from '../../ports/context.js'
import {listenAddress} from './listen-address.js'

/** Flags about artifacts; those of source-controller are absent elsewhere; times in ms. */
export interface StorageFlags {
  readonly 'storage-path'?: string
  readonly 'storage-addr'?: string
  readonly 'storage-adv-addr'?: string
  readonly 'artifact-retention-ttl'?: number
  readonly 'artifact-retention-records'?: number
  readonly 'artifact-digest-algo'?: string
  readonly 'http-retry'?: number
}

export interface ControllerStore {
  readonly store: ArtifactStore
  /** Serves the files from here on, when there are any of ours. */
  serve(): Promise<void>
  close(): Promise<void>
}

type Needs = Pick<Context, 'fs' | 'http' | 'clock' | 'tasks' | 'env'>

/** Address of the artifacts of a controller that stores none. */
const NOWHERE = 'none.invalid'

/** The artifacts as a controller of a cluster has them: on its disk and served, or read from those who serve them. */
export async function controllerStore(needs: Needs, name: string, flags: StorageFlags): Promise<ControllerStore> {
  const nothing = async () => undefined
  if (name !== 'source-controller') {
    const store = createArtifacts(needs, {advertisedHost: NOWHERE, httpRetries: flags['http-retry']})
    return {store, serve: nothing, close: nothing}
  }
  const root = flags['storage-path'] ?? ''
  if ((await needs.fs.stat(root))?.type !== 'directory') throw new FluxError('bad-setup', `invalid dir path: ${root}`)
  const algorithm = flags['artifact-digest-algo'] ?? 'sha256'
  if (!isDigestAlgorithm(algorithm)) throw new FluxError('bad-setup', `unsupported digest algorithm: ${algorithm}`)
  const address = flags['storage-addr'] ?? ''
  const store = createArtifacts(needs, {
    root,
    advertisedHost: flags['storage-adv-addr'] || advertised(address, needs.env),
    digestAlgorithm: algorithm,
    retentionTtlMs: flags['artifact-retention-ttl'],
    retentionRecords: flags['artifact-retention-records'],
  })
  let server: {close(): Promise<void>} | undefined
  return {
    store,
    async serve() {
      const listen = listenAddress(address)
      if (!listen) return
      server = await startFileServer(store.files, listen).catch((error: unknown) => {
        throw new FluxError('bad-setup', `the artifact server cannot listen on ${address}: ${messageOf(error)}`)
      })
    },
    close: async () => server?.close(),
  }
}

/** What others are told when no address is given (source-controller 6.2). */
function advertised(address: string, env: Needs['env']): string {
  const {host, port} = listenAddress(address) ?? {port: 80}
  if (host === undefined) return `localhost:${port}`
  if (host === '0.0.0.0') return `${env['HOSTNAME'] || hostname()}:${port}`
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
