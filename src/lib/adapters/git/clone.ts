import {messageOf} from '../../errors/flux-error.js'
import {MemoryTree} from '../../formats/archive/memory-tree.js'
import {parseConstraint} from '../../formats/semver/constraint.js'
import {compareVersions, parseTagVersion, type Version} from '../../formats/semver/version.js'
import type {GitCheckout, GitCloneOptions, GitCommit} from '../../ports/git.js'
import {commitTree} from './commit-tree.js'
import {asGitError, GitError} from './git-error.js'
import {peel, readCommit} from './object-store.js'
import {PackStore} from './protocol/pack.js'
import type {Advertisement, FetchRequest} from './protocol/upload-pack.js'
import {fullRevision, shortRevision, upgradeRevision} from './revision.js'
import {maskUrl} from './transport/go-errors.js'
import type {UploadPack} from './transport/transport.js'

const ZERO = '0'.repeat(40)

/** What one clone works with. */
export interface Remote {
  readonly url: string
  readonly pack: UploadPack
  readonly signal: AbortSignal | undefined
}

/** A commit in a pack, before its tree is read. */
interface Found {
  readonly store: PackStore
  readonly hash: string
  readonly reference: string | undefined
  /** hash of the reference itself: a tag object's for annotated tags */
  readonly refHash?: string
}

/** Clones as the reference's `ref` says; precedence commit, name, tag, semver, branch (source-controller 9.2). */
export async function cloneRef(remote: Remote, options: GitCloneOptions): Promise<GitCheckout> {
  const {ref} = options
  if (ref.commit) return checkout(await findCommit(remote, ref.commit, ref.branch, ref.name), options, ref.name)
  if (ref.name) return cloneName(remote, ref.name, options)
  if (ref.tag) return cloneReference(remote, `refs/tags/${ref.tag}`, options)
  if (ref.semver) return checkout(await findSemver(remote, ref.semver), options)
  return cloneReference(remote, `refs/heads/${ref.branch || 'master'}`, options)
}

async function cloneReference(remote: Remote, reference: string, options: GitCloneOptions): Promise<GitCheckout> {
  const last = upgradeRevision(options.lastRevision ?? '')
  let advertised: Advertisement | undefined
  if (last !== '') {
    advertised = await listRemote(remote)
    const hash = peeledHash(advertised, reference)
    if (hash && shortRevision(reference, hash) === last) return unchanged(reference, hash, last)
  }
  return checkout(await findReference(remote, reference, advertised), options)
}

async function cloneName(remote: Remote, name: string, options: GitCloneOptions): Promise<GitCheckout> {
  if (name.startsWith('/') || name.endsWith('/')) {
    throw new GitError('git-invalid', `ref ${name} is invalid; Git refs cannot begin or end with a slash '/'`)
  }
  const advertised = await listRemote(remote)
  const hash = name === 'HEAD' && advertised.head ? ZERO : peeledHash(advertised, name)
  if (!hash) throw new GitError('git-ref-not-found', `unable to resolve ref '${name}' to a specific commit`)
  const last = upgradeRevision(options.lastRevision ?? '')
  if (last !== '' && fullRevision(name, hash) === last) return unchanged(name, hash, last)
  if (name.startsWith('refs/heads/') || name.startsWith('refs/tags/')) {
    return checkout(await findReference(remote, name.replace(/\^\{\}$/, ''), advertised), options, name)
  }
  return checkout(await findCommit(remote, hash, options.ref.branch, name, advertised), options, name)
}

/** A branch or tag at depth 1. */
async function findReference(remote: Remote, reference: string, known?: Advertisement): Promise<Found> {
  const {url} = remote
  const tag = reference.startsWith('refs/tags/')
  const advertised = known ?? (await asClone(url, tag, remote.pack.advertise(remote.signal)))
  const refHash = advertised.refs.get(reference)
  if (!refHash) throw missingReference(url, reference)
  const store = await asClone(url, tag, fetchPack(remote, {wants: [refHash], depth: 1}, advertised))
  const {commit} = peel(store, refHash)
  return {store, hash: commit, reference, refHash}
}

/** A commit that is on a branch: at depth 1 when it is a branch's head, else with history. */
async function findCommit(remote: Remote, text: string, branch?: string, name?: string, known?: Advertisement): Promise<Found> {
  const {url} = remote
  const advertised = known ?? (await asClone(url, true, remote.pack.advertise(remote.signal)))
  const hash = text.toLowerCase()
  const heads = headsOf(url, advertised, branch)
  const reference = name || (branch ? `refs/heads/${branch}` : undefined)
  if (heads.includes(hash)) {
    const store = await asClone(url, true, fetchPack(remote, {wants: [hash], depth: 1}, advertised))
    return {store, hash, reference}
  }
  if (hash === ZERO || heads.length === 0) throw missingCommit(text)
  const store = await asClone(url, true, withHistory(remote, hash, heads, advertised))
  if (store?.get(hash)?.type !== 'commit') throw missingCommit(text)
  return {store, hash, reference}
}

function headsOf(url: string, advertised: Advertisement, branch: string | undefined): string[] {
  if (!branch) return [...advertised.refs].filter(([name]) => name.startsWith('refs/heads/')).map(([, hash]) => hash)
  const head = advertised.refs.get(`refs/heads/${branch}`)
  if (!head) throw missingReference(url, `refs/heads/${branch}`)
  return [head]
}

/**
 * The commit with its files. When the server can leave files out of history and hand out single commits, the history
 * is fetched bare to see that the commit is on a branch, then the commit alone; else everything.
 */
async function withHistory(
  remote: Remote,
  hash: string,
  heads: string[],
  advertised: Advertisement,
): Promise<PackStore | undefined> {
  const can = (name: string): boolean => advertised.capabilities.has(name)
  const single = can('allow-reachable-sha1-in-want') || can('allow-any-sha1-in-want')
  if (!(can('filter') && single && can('shallow'))) return fetchPack(remote, {wants: heads}, advertised)
  const history = await fetchPack(remote, {wants: heads, filter: 'tree:0'}, advertised)
  if (history.get(hash)?.type !== 'commit') return undefined
  return fetchPack(remote, {wants: [hash], depth: 1}, advertised)
}

async function findSemver(remote: Remote, expression: string): Promise<Found> {
  const {url} = remote
  let constraint: ReturnType<typeof parseConstraint>
  try {
    constraint = parseConstraint(expression)
  } catch (error) {
    throw new GitError('git-invalid', `semver parse error: ${messageOf(error)}`, {cause: error})
  }
  const advertised = await asClone(url, true, remote.pack.advertise(remote.signal))
  const best = highest(advertised, constraint)
  if (best.length === 0) throw new GitError('git-ref-not-found', `no match found for semver: ${expression}`)
  const wants = best.map((tag) => advertised.refs.get(tag)!)
  const store = await asClone(url, true, fetchPack(remote, {wants, depth: 1}, advertised))
  const found = best.map((reference, index) => ({
    reference,
    refHash: wants[index]!,
    store,
    hash: peel(store, wants[index]!).commit,
  }))
  // Equal but for build metadata: the one whose commit is the latest.
  const time = (item: Found): number => readCommit(store, item.hash).committer.when
  return found.reduce((left, right) => (time(right) > time(left) ? right : left))
}

/** The references of the highest version that fits; several when they differ in build metadata only. */
function highest(advertised: Advertisement, constraint: ReturnType<typeof parseConstraint>): string[] {
  let best: {version: Version; references: string[]} | undefined
  for (const reference of advertised.refs.keys()) {
    if (!reference.startsWith('refs/tags/') || reference.endsWith('^{}')) continue
    const version = parseTagVersion(reference.slice('refs/tags/'.length))
    if (!version || !constraint.check(version)) continue
    const order = best ? compareVersions(version, best.version) : 1
    if (order > 0) best = {version, references: [reference]}
    else if (order === 0) best!.references.push(reference)
  }
  return best?.references ?? []
}

async function checkout(found: Found, options: GitCloneOptions, name?: string): Promise<GitCheckout> {
  const parsed = readCommit(found.store, found.hash)
  const {root, links} = commitTree(found.store, parsed.tree, options.sparse)
  const reference = name || found.reference
  const tag = tagOf(found)
  const commit: GitCommit = {
    sha: found.hash,
    author: parsed.author,
    committer: parsed.committer,
    message: parsed.message,
    ...(parsed.signature === undefined ? {} : {signature: parsed.signature}),
    payload: parsed.payload,
    ...(tag ? {tag} : {}),
    ...(reference === undefined ? {} : {reference}),
    revision: name ? fullRevision(name, found.hash) : shortRevision(reference, found.hash),
  }
  return {unchanged: false, commit, tree: Object.assign(new MemoryTree(root), {links})}
}

function tagOf(found: Found): GitCommit['tag'] {
  if (!found.refHash || !found.reference?.startsWith('refs/tags/')) return undefined
  const {tag} = peel(found.store, found.refHash)
  if (!tag) return {name: found.reference.slice('refs/tags/'.length), sha: '', message: ''}
  const {name, hash, message, signature, payload} = tag
  return {name, sha: hash, message, ...(signature === undefined ? {} : {signature, payload})}
}

function unchanged(reference: string, hash: string, revision: string): GitCheckout {
  const nobody = {name: '', email: '', when: 0}
  return {unchanged: true, commit: {sha: hash, author: nobody, committer: nobody, message: '', reference, revision}}
}

/** For tags the commit that an annotated tag points to. */
function peeledHash(advertised: Advertisement, reference: string): string | undefined {
  return advertised.refs.get(`${reference}^{}`) ?? advertised.refs.get(reference)
}

async function listRemote(remote: Remote): Promise<Advertisement> {
  try {
    return await remote.pack.advertise(remote.signal)
  } catch (error) {
    throw asGitError(error).prefixed(`unable to list remote for '${maskUrl(remote.url)}'`)
  }
}

/** Fetches and indexes, letting others run in between. */
export async function fetchPack(remote: Remote, request: FetchRequest, advertised: Advertisement): Promise<PackStore> {
  const bytes = await remote.pack.fetch(request, advertised, remote.signal)
  return PackStore.read(bytes, async () => {
    await new Promise((resolve) => setImmediate(resolve))
    if (remote.signal?.aborted) throw asGitError(remote.signal.reason)
  })
}

/** The words that go-git and Flux put before a failed clone; an empty repository is told apart for branches only. */
async function asClone<T>(url: string, emptyIsMissing: boolean, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (raw) {
    const error = asGitError(raw)
    if (error.code !== 'git-empty') throw cloneError(url, error)
    throw emptyIsMissing ? missingRepository(url, error) : error
  }
}

/** A failed clone, with the words that go-git and Flux put before it; no password of the URL is shown. */
export function cloneError(url: string, error: GitError): GitError {
  return error.message === 'repository not found'
    ? missingRepository(url, error)
    : error.prefixed(`unable to clone '${maskUrl(url)}'`)
}

/** Nothing is there to be cloned. */
function missingRepository(url: string, error: GitError): GitError {
  return new GitError(error.code, `unable to clone: ${error.message}: git repository: '${maskUrl(url)}'`, {cause: error})
}

function missingReference(url: string, reference: string): GitError {
  return new GitError('git-ref-not-found', `unable to clone '${maskUrl(url)}': couldn't find remote ref "${reference}"`)
}

function missingCommit(text: string): GitError {
  return new GitError('git-object-not-found', `unable to resolve commit object for '${text}': object not found`)
}
