import type {RemoteLoader} from '../engines/kustomize/index.js'
import {messageOf} from '../errors/flux-error.js'
import {goDialText} from '../errors/go-dial.js'
import {goQuote} from '../errors/go-quote.js'
import type {Context} from '../ports/context.js'
import type {FileTree} from '../ports/files.js'
import type {Git, GitRefSpec} from '../ports/git.js'

/** Longest file that is taken from a plain address, bytes. */
const MAX_BYTES = 32 * 1024 * 1024

/** What kustomize needs of the network, over the Context's ports. */
export function remoteLoader(context: Pick<Context, 'http' | 'git'>): RemoteLoader {
  return {
    async file(url, signal) {
      const response = await context.http.request({url, maxBytes: MAX_BYTES, ...(signal && {signal})}).catch((error) => {
        const words = goDialText(error, new URL(url).host)
        throw words === undefined ? error : new Error(`Get ${goQuote(url)}: ${words}`, {cause: error})
      })
      if (response.status === 200) return response.bytes()
      await response.bytes().catch(() => undefined)
      throw Object.assign(new Error(`${url}: the server answered with status ${response.status}`), {status: response.status})
    },
    repository: ({url, ref, submodules}, signal) => checkout(context.git, url, ref, submodules, signal),
  }
}

/** A ref may be a commit, a branch or a tag; without one the remote's own branch is taken. */
async function checkout(
  git: Git,
  url: string,
  ref: string,
  recurseSubmodules: boolean,
  signal: AbortSignal | undefined,
): Promise<FileTree> {
  const refs: GitRefSpec[] =
    ref === '' ? [{name: 'HEAD'}] : /^[0-9a-f]{40}$/.test(ref) ? [{commit: ref}] : [{branch: ref}, {tag: ref}]
  const failures: string[] = []
  for (const spec of refs) {
    try {
      const result = await git.clone({url, ref: spec, recurseSubmodules, signal})
      if (!result.unchanged) return result.tree
    } catch (error) {
      signal?.throwIfAborted()
      failures.push(messageOf(error))
    }
  }
  throw new Error(failures.join('; '))
}
