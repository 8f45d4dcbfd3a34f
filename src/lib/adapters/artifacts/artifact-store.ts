import {FluxError} from '../../errors/flux-error.js'
import type {MemoryTree} from '../../formats/archive/memory-tree.js'
import {readTar, readTarGz} from '../../formats/archive/read.js'
import {gzipBytes, writeTar} from '../../formats/archive/write.js'
import type {Artifact, ArtifactOwner, ArtifactPut, ArtifactState, ArtifactStore} from '../../ports/artifacts.js'
import type {Context} from '../../ports/context.js'
import type {FileTree} from '../../ports/files.js'
import {diskBlobs, memoryBlobs} from './blobs.js'
import {type DigestAlgorithm, digestBytes, hasDigest} from './digest.js'
import {download} from './download.js'
import {IndexCache} from './index-cache.js'
import {WriteTimes} from './write-times.js'

export interface ArtifactStoreOptions {
  /** Folder for the files, which must exist; absent: they live in memory. */
  readonly root?: string | undefined
  /** host[:port], or a whole `http(s)://` prefix, under which the files are served */
  readonly advertisedHost: string
  readonly digestAlgorithm?: DigestAlgorithm | undefined
  /** default 60,000 */
  readonly retentionTtlMs?: number | undefined
  /** default 2, the current one included */
  readonly retentionRecords?: number | undefined
  /** default 9 */
  readonly httpRetries?: number | undefined
  /** of an unpacked archive; default 1 GiB */
  readonly maxBytes?: number | undefined
  /** Memory for indexed archives; default 256 MiB. */
  readonly indexBytes?: number | undefined
}

type Needs = Pick<Context, 'fs' | 'http' | 'clock' | 'tasks' | 'env'>

const MIB = 1024 ** 2

/** The store that sources write and everybody reads. */
export function createArtifacts(context: Needs, options: ArtifactStoreOptions): ArtifactStore {
  const blobs = options.root === undefined ? memoryBlobs() : diskBlobs(context.fs, options.root)
  const times = new WriteTimes(context.clock)
  const index = new IndexCache(options.indexBytes ?? 256 * MIB)
  const maxBytes = options.maxBytes ?? 1024 * MIB
  const prefix = /^https?:\/\//.test(options.advertisedHost)
    ? options.advertisedHost.replace(/\/+$/, '')
    : `http://${options.advertisedHost}`
  const url = (path: string): string => `${prefix}/${path.replace(/^\/+/, '')}`

  const run = <T>(name: string, work: () => Promise<T>): Promise<T> => context.tasks.run(name, work)

  async function put(request: ArtifactPut): Promise<Artifact> {
    const path = `${folderOf(request.owner)}/${safeName(request.file)}`
    const tar = await writeTar(request.tree, request.ignore, request.signal)
    const zipped = await gzipBytes(tar)
    request.signal?.throwIfAborted()
    const digest = await digestBytes(options.digestAlgorithm ?? 'sha256', zipped)
    // CNCF's controller holds and leaves such a lock file; collection takes it away with its artifact.
    await blobs.write(`${path}.lock`, new Uint8Array())
    await blobs.write(path, zipped)
    times.written(path)
    // Whoever opens it next needs no unpacking.
    void index.get(digest, async () => ({tree: readTar(tar, {symlinks: 'skip', maxBytes}), bytes: tar.length})).catch(() => {})
    return {
      path,
      url: url(path),
      revision: request.revision,
      digest,
      lastUpdateTime: `${new Date(context.clock.now()).toISOString().slice(0, 19)}Z`,
      size: zipped.length,
      ...(request.metadata ? {metadata: {...request.metadata}} : {}),
    }
  }

  async function check(artifact: Artifact): Promise<ArtifactState> {
    const bytes = await blobs.read(safePath(artifact.path))
    if (!bytes) return {state: 'missing'}
    if (!artifact.digest) return {state: 'damaged', reason: 'artifact has no digest'}
    const right = await hasDigest(artifact.digest, bytes)
    return right ? {state: 'stored'} : {state: 'damaged', reason: `computed digest doesn't match '${artifact.digest}'`}
  }

  /** Bytes from the store, else over HTTP; a file of our own that is gone is not asked for over the wire. */
  async function fetch(artifact: Artifact, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const own = artifact.path ? await blobs.read(safePath(artifact.path)) : undefined
    if (own) return own
    if (artifact.url === url(artifact.path)) throw new FluxError('artifact-not-found', 'file not found')
    const address = localAddress(artifact.url, context.env)
    return download(context, {url: address, retries: options.httpRetries ?? 9, maxBytes, signal})
  }

  async function load(artifact: Artifact, signal: AbortSignal | undefined): Promise<{tree: MemoryTree; bytes: number}> {
    const zipped = await fetch(artifact, signal)
    return run('read artifact', () => unpack(artifact, zipped))
  }

  async function unpack(artifact: Artifact, zipped: Uint8Array): Promise<{tree: MemoryTree; bytes: number}> {
    if (!(await hasDigest(artifact.digest, zipped))) {
      const text = `failed to verify archive: computed digest doesn't match provided '${artifact.digest}' (check whether file size exceeds max download size)`
      throw new FluxError('artifact-digest', text)
    }
    return {tree: await readTarGz(zipped, {symlinks: 'skip', maxBytes}), bytes: zipped.length * 4}
  }

  /** A file of our own that is gone or has another size is read again, so that the fault shows. */
  async function distrust(artifact: Artifact): Promise<void> {
    const size = await blobs.size(safePath(artifact.path))
    if (size === undefined || (artifact.size !== undefined && size !== artifact.size)) index.forget(artifact.digest)
  }

  async function open(artifact: Artifact, signal?: AbortSignal): Promise<FileTree> {
    if (!artifact.digest) throw new FluxError('bad-digest', 'failed to verify archive: empty digest')
    if (index.has(artifact.digest) && artifact.url === url(artifact.path)) await distrust(artifact)
    for (;;) {
      signal?.throwIfAborted()
      let mine = false
      const loading = index.get(artifact.digest, () => {
        mine = true
        return load(artifact, signal)
      })
      try {
        return await loading
      } catch (error) {
        // Somebody else began and gave up: then it is our turn.
        if (mine || error instanceof FluxError) throw error
      }
    }
  }

  /** Names of an owner's archives, without lock files. */
  async function archives(folder: string): Promise<string[]> {
    const names = (await blobs.list(folder)) ?? []
    return names.filter((name) => !name.endsWith('/') && !name.endsWith('.lock')).map((name) => `${folder}/${name}`)
  }

  async function drop(path: string): Promise<void> {
    await blobs.remove(path)
    await blobs.remove(`${path}.lock`)
    times.removed(path)
  }

  async function retain(owner: ArtifactOwner, current: Artifact): Promise<readonly string[]> {
    const paths = await archives(folderOf(owner))
    const old = times.sorted(paths.filter((path) => path !== current.path))
    const records = options.retentionRecords ?? 2
    const ttl = options.retentionTtlMs ?? 60_000
    const surplus = Math.max(0, paths.length - records)
    const garbage = old.filter((path, position) => times.age(path) > ttl || position < surplus)
    for (const path of garbage) await drop(path)
    return garbage
  }

  async function collect(owner: ArtifactOwner, keep: readonly string[]): Promise<readonly string[]> {
    const folder = folderOf(owner)
    const garbage = (await archives(folder)).filter((path) => !keep.includes(path))
    for (const path of garbage) await drop(path)
    if (keep.length === 0) await blobs.remove(folder)
    return garbage
  }

  return {
    url,
    put: (request) => run('store artifact', () => put(request)),
    check: (artifact) => run('check artifact', () => check(artifact)),
    verify: async (artifact) => (await run('check artifact', () => check(artifact))).state === 'stored',
    // Not a task of its own: its reading and downloading are, and it may have to wait for the clock between tries.
    open,
    remove: (artifact) => run('remove artifact', () => drop(safePath(artifact.path))),
    retain: (owner, current) => run('retain artifacts', () => retain(owner, current)),
    collect: (owner, keep) => run('collect artifacts', () => collect(owner, keep)),
    files: {
      read: (path) => blobs.read(safePath(path)),
      list: (path) => blobs.list(safePath(path)),
      writtenAt: (path) => times.at(path),
    },
  }
}

/** `kind/namespace/name` (source-controller 6.1). */
function folderOf(owner: ArtifactOwner): string {
  return [owner.kind.toLowerCase(), owner.namespace, owner.name].map(safeName).join('/')
}

function safeName(name: string): string {
  if (name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name)) throw badPath(name)
  return name
}

function safePath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '')
  for (const part of parts) safeName(part)
  return parts.join('/')
}

function badPath(path: string): FluxError {
  return new FluxError('bad-path', `the path ${JSON.stringify(path)} leaves the artifact store`)
}

/** The host that the environment names for local runs (kustomize-controller 4). */
function localAddress(address: string, env: Context['env']): string {
  const variable = address.includes('//source-watcher') ? 'SOURCE_WATCHER_LOCALHOST' : 'SOURCE_CONTROLLER_LOCALHOST'
  const host = env[variable]
  if (!host || !URL.canParse(address)) return address
  const target = new URL(address)
  return `${target.protocol}//${host}${target.pathname}${target.search}`
}
