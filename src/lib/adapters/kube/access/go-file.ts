/** A failed read of a file in the words of Go's os package: `open /nope: no such file or directory`. */
export function goFileText(error: unknown, path: string): string {
  const {code} = error as {code?: string}
  if (code === 'EISDIR') return `read ${path}: is a directory`
  return `open ${path}: ${goErrno(error)}`
}

const ERRNOS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOTDIR: 'not a directory',
  ELOOP: 'too many levels of symbolic links',
  ENAMETOOLONG: 'file name too long',
  EMFILE: 'too many open files',
  ENOEXEC: 'exec format error',
  EIO: 'input/output error',
}

/** What the system said, in Go's words. */
export function goErrno(error: unknown): string {
  const {code = ''} = error as {code?: string}
  return ERRNOS[code] ?? (code || 'no such file or directory')
}
