import {GitError} from './git-error.js'
import {type ParsedCommit, type ParsedTag, parseCommit, parseTag} from './objects.js'
import type {GitObject} from './protocol/pack.js'

/** Where commits, trees and files of a repository are read from. */
export interface ObjectStore {
  get(hash: string): GitObject | undefined
  size(hash: string): number | undefined
}

/** @throws GitError in go-git's words when there is no such commit */
export function readCommit(store: ObjectStore, hash: string): ParsedCommit {
  const object = store.get(hash)
  if (object?.type !== 'commit') throw new GitError('git-object-not-found', 'object not found')
  return parseCommit(object.bytes)
}

/** The commit that a hash stands for, through annotated tags (of tags), and the first of those tags. */
export function peel(store: ObjectStore, hash: string): {commit: string; tag: (ParsedTag & {hash: string}) | undefined} {
  let tag: (ParsedTag & {hash: string}) | undefined
  let at = hash
  for (let depth = 0; depth < 16; depth++) {
    const object = store.get(at)
    if (object?.type === 'commit') return {commit: at, tag}
    if (object?.type !== 'tag') break
    const parsed = parseTag(object.bytes)
    tag ??= {...parsed, hash: at}
    at = parsed.object
  }
  throw new GitError('git-object-not-found', 'object not found')
}
