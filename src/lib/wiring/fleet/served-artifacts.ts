import {aborted} from '../../actions/run/bounded.js'
import {createArtifacts} from '../../adapters/artifacts/artifact-store.js'
import {startFileServer} from '../../adapters/artifacts/file-server.js'
import {FluxError} from '../../errors/flux-error.js'
import {isObject} from '../../formats/json/value.js'
import type {ArtifactFiles, ArtifactStore} from '../../ports/artifacts.js'
import type {Context} from '../../ports/context.js'
import type {KubeClient} from '../../ports/kube.js'

type Needs = Pick<Context, 'fs' | 'http' | 'clock' | 'tasks' | 'env'>

export interface Artifacts {
  readonly store: ArtifactStore
  close(): Promise<void>
}

/** An artifact store whose files are served on loopback for as long as the process lives. */
export async function servedArtifacts(needs: Needs, root: string | undefined): Promise<Artifacts> {
  // the address is part of every artifact, so the server comes first and learns of the store afterwards
  const late: {files?: ArtifactFiles} = {}
  const files: ArtifactFiles = {
    read: async (path) => late.files?.read(path),
    list: async (path) => late.files?.list(path),
    writtenAt: (path) => late.files?.writtenAt(path) ?? 0,
  }
  const server = await startFileServer(files, {host: '127.0.0.1', port: 0})
  const store = createArtifacts(needs, {root, advertisedHost: server.address})
  late.files = store.files
  return {store, close: () => server.close()}
}

/**
 * A store for a cluster: nobody in it can reach this process, so artifacts keep the address that they have there, or get
 * the one of an installation. Flux's own controllers then see at once, when they come back, that the file is gone.
 */
export async function clusterArtifacts(
  needs: Needs,
  kube: KubeClient,
  namespace: string,
  signal: AbortSignal,
): Promise<Artifacts> {
  const usual = `source-controller.${namespace}.svc.cluster.local.`
  const advertisedHost = (await knownHost(kube, signal)) ?? usual
  return {store: createArtifacts(needs, {advertisedHost}), close: async () => undefined}
}

async function knownHost(kube: KubeClient, signal: AbortSignal): Promise<string | undefined> {
  const ref = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository'}
  const listed = kube.list(ref, {signal}).catch(() => undefined)
  // discovery is shared by all callers and obeys nobody's signal
  const list = await Promise.race([listed, aborted(signal)])
  for (const {status} of list?.items ?? []) {
    const url = isObject(status) && isObject(status.artifact) ? status.artifact.url : undefined
    if (typeof url === 'string' && URL.canParse(url)) return new URL(url).host
  }
  return undefined
}

/**
 * The same store for readers beside our own source-controller: what it did not store yet is not looked for over the
 * wire, since the address of an earlier controller answers nobody any more.
 */
export function ownArtifacts(store: ArtifactStore): ArtifactStore {
  const seen = new Set<string>()
  return {
    ...store,
    async open(artifact, signal) {
      const key = `${artifact.path} ${artifact.digest}`
      if (artifact.path.startsWith('gitrepository/') && !seen.has(key)) {
        const {state} = await store.check(artifact)
        if (state !== 'stored') throw new FluxError('artifact-not-found', `artifact ${artifact.path} is not stored yet`)
        seen.add(key)
      }
      return store.open(artifact, signal)
    },
  }
}
