import {createArtifacts} from '../../adapters/artifacts/artifact-store.js'
import {startFileServer} from '../../adapters/artifacts/file-server.js'
import type {ArtifactFiles, ArtifactStore} from '../../ports/artifacts.js'
import type {Context} from '../../ports/context.js'

/** An artifact store whose files are served on loopback for as long as the process lives. */
export async function servedArtifacts(
  needs: Pick<Context, 'fs' | 'http' | 'clock' | 'tasks' | 'env'>,
  root: string | undefined,
): Promise<{store: ArtifactStore; close(): Promise<void>}> {
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
