import type {GitIdentity} from '../../../ports/git.js'

export interface NewCommit {
  readonly tree: string
  readonly parent: string | undefined
  /** committer, too */
  readonly author: GitIdentity
  readonly message: string
}

/** A commit's bytes, in UTC; without a signature they are what is signed. `signature` is armoured. */
export function commitBytes({tree, parent, author, message}: NewCommit, signature?: string): Uint8Array {
  const who = `${clean(author.name)} <${clean(author.email)}> ${Math.floor(author.when)} +0000`
  const headers = [
    `tree ${tree}`,
    ...(parent === undefined ? [] : [`parent ${parent}`]),
    `author ${who}`,
    `committer ${who}`,
    ...(signature === undefined ? [] : [`gpgsig ${signature.trimEnd().replaceAll('\n', '\n ')}`]),
  ]
  return Buffer.from(`${headers.join('\n')}\n\n${message}`)
}

/** What would end a field of a commit's header has no place in it. */
const clean = (text: string) => text.replace(/[<>\n\0]/g, '').trim()
