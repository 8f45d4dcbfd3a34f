import type {GitIdentity} from '../../ports/git.js'
import {GitError} from './git-error.js'

export interface ParsedCommit {
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: GitIdentity
  readonly committer: GitIdentity
  readonly message: string
  readonly signature: string | undefined
  /** the commit without its signature: what was signed */
  readonly payload: Uint8Array
}

export interface ParsedTag {
  readonly object: string
  readonly type: string
  readonly name: string
  readonly message: string
  readonly signature: string | undefined
  readonly payload: Uint8Array
}

export interface TreeEntry {
  /** octal digits as git has them: 100644, 100755, 120000, 40000, 160000 */
  readonly mode: string
  readonly name: string
  readonly hash: string
}

const SIGNATURE_STARTS = [
  '-----BEGIN PGP SIGNATURE-----',
  '-----BEGIN PGP MESSAGE-----',
  '-----BEGIN SSH SIGNATURE-----',
  '-----BEGIN SIGNED MESSAGE-----',
]

/** A commit object; its `gpgsig` header is the signature of everything else. */
export function parseCommit(bytes: Uint8Array): ParsedCommit {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const {headers, body, rest} = splitHeaders(text)
  const signed = headers.find(([key]) => key === 'gpgsig' || key === 'gpgsig-sha256')
  return {
    tree: headerOf(headers, 'tree'),
    parents: headers.filter(([key]) => key === 'parent').map(([, value]) => value),
    author: identity(headerOf(headers, 'author')),
    committer: identity(headerOf(headers, 'committer')),
    message: utf8(body),
    signature: signed && `${signed[1].replace(/\n+$/, '')}\n`,
    payload: signed ? Buffer.from(rest, 'latin1') : bytes,
  }
}

/** An annotated tag; its signature stands at the end of the message. */
export function parseTag(bytes: Uint8Array): ParsedTag {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const {headers, body} = splitHeaders(text)
  const starts = SIGNATURE_STARTS.map((start) => lineStart(text, start)).filter((at) => at >= 0)
  const at = starts.length > 0 ? Math.min(...starts) : -1
  const signature = at < 0 ? undefined : text.slice(at)
  return {
    object: headerOf(headers, 'object'),
    type: headerOf(headers, 'type'),
    name: utf8(headerOf(headers, 'tag')),
    message: utf8(signature === undefined ? body : body.slice(0, body.length - signature.length)),
    signature,
    payload: at < 0 ? bytes : Buffer.from(text.slice(0, at), 'latin1'),
  }
}

/** The entries of a tree object; names that could leave the tree are refused. */
export function parseTree(bytes: Uint8Array): TreeEntry[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: TreeEntry[] = []
  let at = 0
  while (at < view.length) {
    const blank = view.indexOf(32, at)
    const end = view.indexOf(0, blank)
    if (blank < 0 || end < 0 || end + 21 > view.length) throw new GitError('git-protocol', 'malformed tree object')
    const name = view.toString('utf8', blank + 1, end)
    if (name === '' || name === '.' || name === '..' || name.includes('/') || /^\.git$/i.test(name)) {
      throw new GitError('git-protocol', `invalid path component ${JSON.stringify(name)} in a tree`)
    }
    entries.push({
      mode: view.toString('latin1', at, blank).replace(/^0+/, ''),
      name,
      hash: view.toString('hex', end + 1, end + 21),
    })
    at = end + 21
  }
  return entries
}

/** Header lines with their continuations, the text after the blank line, and everything but the signature. */
function splitHeaders(text: string): {headers: [string, string][]; body: string; rest: string} {
  const blank = text.startsWith('\n') ? 0 : text.indexOf('\n\n') + 1
  const end = blank === 0 && !text.startsWith('\n') ? text.length : blank
  const headers: [string, string][] = []
  let rest = ''
  let signature = false
  for (const line of text.slice(0, end).replace(/\n$/, '').split('\n')) {
    if (line.startsWith(' ')) {
      const last = headers.at(-1)
      if (last) last[1] += `\n${line.slice(1)}`
    } else {
      const [key = ''] = line.split(' ', 1)
      headers.push([key, line.slice(key.length + 1)])
      signature = key === 'gpgsig' || key === 'gpgsig-sha256'
    }
    if (!signature) rest += `${line}\n`
  }
  return {headers, body: text.slice(end + 1), rest: rest + text.slice(end)}
}

function headerOf(headers: readonly [string, string][], key: string): string {
  return headers.find(([name]) => name === key)?.[1] ?? ''
}

function identity(line: string): GitIdentity {
  const match = /^(.*?) ?<(.*)> ?(-?\d+)?/.exec(line)
  return {name: utf8(match?.[1] ?? line), email: utf8(match?.[2] ?? ''), when: Number(match?.[3] ?? 0)}
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8')
}

function lineStart(text: string, start: string): number {
  if (text.startsWith(start)) return 0
  const at = text.indexOf(`\n${start}`)
  return at < 0 ? -1 : at + 1
}
