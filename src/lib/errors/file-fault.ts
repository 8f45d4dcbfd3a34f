import {messageOf} from './flux-error.js'

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
}

/** Why a file could not be read, in Go's words (`no such file or directory`) where Node has a code for it, else Node's message. */
export function fileFault(error: unknown): string {
  const {code = ''} = (error ?? {}) as {code?: string}
  return REASONS[code] ?? messageOf(error)
}
