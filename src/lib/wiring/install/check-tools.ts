import {hasDigest} from '../../adapters/artifacts/digest.js'
import {createGit} from '../../adapters/git/git-client.js'
import {createHttp} from '../../adapters/system/http.js'
import {systemRandom} from '../../adapters/system/random.js'
import {createSystemClock} from '../../adapters/system/system-clock.js'
import {createTasks} from '../../adapters/system/tasks.js'
import {FluxError, LimitExceeded} from '../../errors/flux-error.js'
import type {Redactor} from '../../errors/redact.js'
import {readTarGz} from '../../formats/archive/read.js'
import type {Tasks} from '../../ports/clock.js'
import type {Context} from '../../ports/context.js'
import type {FileTree} from '../../ports/files.js'
import type {KubeTransport} from '../../ports/kube.js'
import {clusterTransport} from '../connect.js'
import type {ConnectOptions} from '../connection.js'

/** of an artifact that is looked into, bytes */
const LARGEST = 64 * 1024 * 1024

export interface CheckTools extends Pick<Context, 'git' | 'http' | 'random' | 'tasks'> {
  /** The files of an artifact that a controller serves inside of the cluster, through the API server; its digest is checked. */
  served(path: string, digest: string, signal: AbortSignal): Promise<FileTree>
  /** Hides a secret in everything that is told from here on. */
  hide(secret: string): void
  close(): Promise<void>
}

/** What `flux check` looks with at what the cluster follows; nothing is asked of anybody yet. */
export function openCheckTools(connect: ConnectOptions, redactor: Redactor, tasks: Tasks = createTasks()): CheckTools {
  const http = createHttp(tasks, connect.env)
  let transport: Promise<KubeTransport> | undefined
  return {
    ...{git: createGit({http, tasks}), http, tasks, random: systemRandom},
    async served(path, digest, signal) {
      transport ??= clusterTransport(connect, {clock: createSystemClock(), tasks})
      const bytes = await readAll(await transport, path, signal)
      if (!(await hasDigest(digest, bytes))) throw new FluxError('artifact-digest', 'the digest of the artifact is another one')
      return readTarGz(bytes, {symlinks: 'skip'})
    },
    hide: (secret) => redactor.add(secret),
    async close() {
      http.close()
      await transport?.then(
        (open) => open.close(),
        () => undefined,
      )
    },
  }
}

async function readAll(transport: KubeTransport, path: string, signal: AbortSignal): Promise<Uint8Array> {
  const answer = await transport.stream({method: 'GET', path, headers: {accept: '*/*'}, signal})
  if (!('chunks' in answer)) throw new FluxError('not-served', `status code ${answer.response.status}`)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.chunks) {
    size += chunk.length
    if (size > LARGEST) throw new LimitExceeded(`the artifact is larger than ${LARGEST} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
