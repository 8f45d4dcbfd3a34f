import {messageOf} from './flux-error.js'

/** A failed read of a file in the words of Go's os package: `open /nope: no such file or directory`. */
export function goFileText(error: unknown, path: string): string {
  const {code} = error as {code?: string}
  return `${code === 'EISDIR' ? 'read' : 'open'} ${path}: ${goErrno(error)}`
}

const ERRNOS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EEXIST: 'file exists',
  EROFS: 'read-only file system',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'not a directory',
  EISDIR: 'is a directory',
  ELOOP: 'too many levels of symbolic links',
  ENAMETOOLONG: 'file name too long',
  EMFILE: 'too many open files',
  ENOEXEC: 'exec format error',
  EIO: 'input/output error',
  ECONNREFUSED: 'connection refused',
}

/** What the system said, in Go's words; Node's own where there is no code. */
export function goErrno(error: unknown): string {
  const {code = ''} = error as {code?: string}
  return ERRNOS[code] ?? (code || messageOf(error))
}
