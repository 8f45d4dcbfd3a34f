import {hostname} from 'node:os'
import {checkHelmCache, type HelmCacheFlags} from '../../actions/controller/helm-cache.js'
import {createArtifacts} from '../../adapters/artifacts/artifact-store.js'
import {isDigestAlgorithm} from '../../adapters/artifacts/digest.js'
import {startFileServer} from '../../adapters/artifacts/file-server.js'
import {goQuote} from '../../errors/go-quote.js'
import {SetupError, setupStep} from '../../errors/setup-error.js'
import type {ArtifactStore} from '../../ports/artifacts.js'
import type {Context} from '../../ports/context.js'
import {listenAddress, listenText, splitAddress} from './listen-address.js'

/** Flags about artifacts; those of source-controller are absent elsewhere; times in ms. */
export interface StorageFlags extends HelmCacheFlags {
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

/** What is logged of storage that cannot be used. */
const STORAGE = 'unable to configure artifact storage'

/** Address of the artifacts of a controller that stores none. */
const NOWHERE = 'none.invalid'

/** The artifacts as a controller of a cluster has them: on its disk and served, or read from those who serve them. */
export async function controllerStore(needs: Needs, name: string, flags: StorageFlags): Promise<ControllerStore> {
  const nothing = async () => undefined
  if (name !== 'source-controller') {
    const store = createArtifacts(needs, {advertisedHost: NOWHERE, httpRetries: flags['http-retry']})
    return {store, serve: nothing, close: nothing}
  }
  const algorithm = flags['artifact-digest-algo'] ?? 'sha256'
  if (!isDigestAlgorithm(algorithm)) {
    throw new SetupError('unable to configure canonical digest algorithm', `unsupported digest algorithm: ${algorithm}`)
  }
  const root = flags['storage-path'] ?? ''
  if ((await needs.fs.stat(root))?.type !== 'directory') throw new SetupError(STORAGE, `invalid dir path: ${root}`)
  const address = flags['storage-addr'] ?? ''
  const store = createArtifacts(needs, {
    root,
    advertisedHost: flags['storage-adv-addr'] || advertised(address, needs.env),
    digestAlgorithm: algorithm,
    retentionTtlMs: flags['artifact-retention-ttl'],
    retentionRecords: flags['artifact-retention-records'],
  })
  checkHelmCache(flags)
  let server: {close(): Promise<void>} | undefined
  return {
    store,
    async serve() {
      try {
        const listen = listenAddress(address)
        if (listen) server = await startFileServer(store.files, listen)
      } catch (error) {
        throw new SetupError('artifact server error', listenText(error, address), error)
      }
    },
    async close() {
      const open = server
      server = undefined
      await open?.close()
    },
  }
}

/** What others are told when no address is given (source-controller 6.2). */
function advertised(address: string, env: Needs['env']): string {
  const words = `failed to get advertised address: invalid storage address ${goQuote(address)}: `
  const {host, port} = setupStep(STORAGE, () => (address === '' ? {host: '', port: '80'} : splitAddress(address)), words)
  if (host === '') return `localhost:${port}`
  if (host === '0.0.0.0') return `${env['HOSTNAME'] || hostname()}:${port}`
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
