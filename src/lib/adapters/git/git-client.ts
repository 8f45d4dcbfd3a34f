import type {MemoryTree} from '../../formats/archive/memory-tree.js'
import type {Context} from '../../ports/context.js'
import type {Git, GitAuth, GitCheckout, GitCloneOptions, LocalSource} from '../../ports/git.js'
import {cloneRef, fetchPack, type Remote} from './clone.js'
import {type CommitTree, commitTree} from './commit-tree.js'
import {asGitError, GitError} from './git-error.js'
import {readCommit} from './object-store.js'
import {addSubmodules} from './submodules.js'
import {maskUrl} from './transport/go-errors.js'
import {openService} from './transport/open-service.js'
import {type UploadPack, uploadPack} from './transport/transport.js'

/** Git over the network, and folders that stand in for it. One object serves everybody. */
export function createGit(context: Pick<Context, 'http' | 'tasks'>): Git {
  const overrides = new Map<string, LocalSource>()
  return {
    clone: (options) => context.tasks.run('git clone', () => clone(context, options)),
    override: (namespace, name, source) => void overrides.set(`${namespace}/${name}`, source),
    overrideFor: (namespace, name) => overrides.get(`${namespace}/${name}`),
  }
}

async function clone(context: Pick<Context, 'http'>, options: GitCloneOptions): Promise<GitCheckout> {
  const auth = options.auth ?? {}
  const remote: Remote = {url: options.url, pack: await openUploadPack(context, options.url, auth), signal: options.signal}
  try {
    const result = await cloneRef(remote, options)
    if (!result.unchanged && options.recurseSubmodules) await recurse(context, result.tree as MemoryTree & CommitTree, options)
    return result
  } catch (error) {
    throw asGitError(error)
  } finally {
    remote.pack.close()
  }
}

async function recurse(context: Pick<Context, 'http'>, tree: MemoryTree & CommitTree, options: GitCloneOptions): Promise<void> {
  await addSubmodules(tree, options.url, async (url, commit) => {
    const auth = sameHost(url, options.url) ? (options.auth ?? {}) : withoutCredentials(options.auth)
    const pack = await openUploadPack(context, url, auth)
    const remote: Remote = {url, pack, signal: options.signal}
    try {
      const advertised = await pack.advertise(options.signal)
      const direct = [...advertised.refs.values()].includes(commit)
      const single = ['allow-reachable-sha1-in-want', 'allow-any-sha1-in-want'].some((name) => advertised.capabilities.has(name))
      const heads = [...advertised.refs].filter(([name]) => !name.endsWith('^{}')).map(([, hash]) => hash)
      const request = direct || single ? {wants: [commit], depth: 1} : {wants: heads}
      const store = await fetchPack(remote, request, advertised)
      return commitTree(store, readCommit(store, commit).tree)
    } catch (error) {
      // CNCF's controller does not say which submodule it is; the cause does.
      throw new GitError('git-not-found', `unable to clone '${maskUrl(options.url)}': ${asGitError(error).message}`, {
        cause: asGitError(error).prefixed(`submodule '${maskUrl(url)}'`),
      })
    } finally {
      pack.close()
    }
  })
}

/** Credentials go to the host that they were given for, and to no other. */
function sameHost(left: string, right: string): boolean {
  return URL.canParse(left) && URL.canParse(right) && new URL(left).host === new URL(right).host
}

function withoutCredentials(auth: GitAuth | undefined): GitAuth {
  const {ca, proxy, knownHosts} = auth ?? {}
  return {ca, proxy, knownHosts}
}

async function openUploadPack(context: Pick<Context, 'http'>, url: string, auth: GitAuth): Promise<UploadPack> {
  return uploadPack(await openService(context, url, auth, 'git-upload-pack'))
}
