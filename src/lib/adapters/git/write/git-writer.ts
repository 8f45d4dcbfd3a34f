import {directoryNode, MemoryTree} from '../../../formats/archive/memory-tree.js'
import type {Context} from '../../../ports/context.js'
import type {FileTree} from '../../../ports/files.js'
import type {GitChange, GitOpenOptions, GitWorkspace, GitWriter} from '../../../ports/git.js'
import {cloneError, fetchPack} from '../clone.js'
import {commitTree} from '../commit-tree.js'
import {asGitError, GitError, type GitErrorCode} from '../git-error.js'
import {readCommit} from '../object-store.js'
import type {PackStore} from '../protocol/pack.js'
import {pushRequest, type RefUpdate, readReport} from '../protocol/receive-pack.js'
import {openService} from '../transport/open-service.js'
import {uploadPack} from '../transport/transport.js'
import {commitBytes} from './commit-bytes.js'
import {isNoBranch} from './is-no-branch.js'
import {NewObjects} from './new-objects.js'
import {packBytes} from './pack-bytes.js'

type WriteContext = Pick<Context, 'http' | 'tasks'>

/** Git over the network with the right to write: a branch at depth 1 in memory, commits on top of it, and their push. */
export function createGitWriter(context: WriteContext): GitWriter {
  return {open: (options) => context.tasks.run('git clone', () => open(context, options))}
}

async function open(context: WriteContext, options: GitOpenOptions): Promise<GitWorkspace> {
  const {url, branch, auth = {}, signal} = options
  // a server would refuse it at the push
  if (isNoBranch(branch)) throw cloneError(url, new GitError('git-invalid', 'invalid reference name'))
  const pack = uploadPack(await openService(context, url, auth, 'git-upload-pack'))
  try {
    const advertised = await pack.advertise(signal)
    const head = advertised.refs.get(`refs/heads/${branch}`)
    if (!head) throw new GitError('git-ref-not-found', `couldn't find remote ref "refs/heads/${branch}"`)
    const store = await fetchPack({url, pack, signal}, {wants: [head], depth: 1}, advertised)
    return new Workspace(context, options, head, store)
  } catch (error) {
    const told = asGitError(error)
    if (told.code === 'git-empty') return new Workspace(context, options, undefined, undefined)
    throw cloneError(url, told)
  } finally {
    pack.close()
  }
}

class Workspace implements GitWorkspace {
  readonly #objects: NewObjects
  #root: string | undefined
  #head: string | undefined
  /** where the branch is on the server */
  #pushed: string | undefined

  constructor(
    private readonly context: WriteContext,
    private readonly options: GitOpenOptions,
    head: string | undefined,
    store: PackStore | undefined,
  ) {
    this.#objects = new NewObjects(store)
    this.#head = head
    this.#pushed = head
    this.#root = head && store ? readCommit(store, head).tree : undefined
  }

  get head(): string | undefined {
    return this.#head
  }

  get tree(): FileTree {
    return new MemoryTree(this.#root === undefined ? directoryNode() : commitTree(this.#objects, this.#root).root)
  }

  async commit({files, message, author, sign}: GitChange): Promise<string | undefined> {
    const tree = this.#objects.edit(this.#root, files)
    if (tree === undefined || tree === this.#root) return undefined
    const commit = {tree, parent: this.#head, author, message}
    const unsigned = commitBytes(commit)
    const bytes = sign ? commitBytes(commit, await sign(unsigned)) : unsigned
    this.#root = tree
    this.#head = this.#objects.put('commit', bytes)
    return this.#head
  }

  push(signal: AbortSignal | undefined = this.options.signal): Promise<void> {
    return this.context.tasks.run('git push', () => this.#push(signal))
  }

  async #push(signal: AbortSignal | undefined): Promise<void> {
    const {branch} = this.options
    const to = this.#head
    if (to === undefined || to === this.#pushed) return
    const update = {name: `refs/heads/${branch}`, from: this.#pushed, to}
    try {
      await this.#send(update, signal)
    } catch (error) {
      const told = asGitError(error)
      // an answer that got lost says nothing about the branch
      const done = UNSURE.includes(told.code) && !signal?.aborted && (await this.#isAt(update, signal))
      if (!done) throw told.prefixed('failed to push to remote')
    }
    this.#pushed = to
  }

  async #send(update: RefUpdate, signal: AbortSignal | undefined): Promise<void> {
    const {url, auth = {}} = this.options
    const service = await openService(this.context, url, auth, 'git-receive-pack')
    try {
      const advertised = await service.advertise(signal)
      if (advertised.refs.get(update.name) !== update.from) throw moved(update.name)
      const request = pushRequest(update, packBytes(this.#objects.made), advertised)
      const {refused, said} = await service.exchange(request, (reader) => readReport(reader, update, advertised), signal)
      if (refused !== undefined) throw refusal(update.name, refused, said)
    } finally {
      service.close()
    }
  }

  /** Whether the branch is where a push moves it; false when the server does not say. */
  async #isAt({name, to}: RefUpdate, signal: AbortSignal | undefined): Promise<boolean> {
    const {url, auth = {}} = this.options
    try {
      const service = await openService(this.context, url, auth, 'git-receive-pack')
      try {
        return (await service.advertise(signal)).refs.get(name) === to
      } finally {
        service.close()
      }
    } catch {
      return false
    }
  }
}

/** What may come of a push that the server took. */
const UNSURE: readonly GitErrorCode[] = ['git-conflict', 'git-network', 'git-protocol', 'git-timeout']

/** Words by which servers say that the reference is not where we took it to be. */
const MOVED = /non-fast-forward|fetch first|stale info|failed to update ref|cannot lock ref|incorrect old value|already exists/

const moved = (name: string) => new GitError('git-conflict', `non-fast-forward update: ${name}`)

function refusal(name: string, reason: string, said: string): GitError {
  if (MOVED.test(reason)) return moved(name)
  const hints = said === '' ? [] : [`the server said: ${said.replace(/\s*\n\s*/g, ' / ')}`]
  return new GitError('git-refused', `command error on ${name}: ${reason}`, {hints})
}
