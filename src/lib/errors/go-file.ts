const ERRNOS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EEXIST: 'file exists',
  EROFS: 'read-only file system',
  ENOSPC: 'no space left on device',
  EDQUOT: 'disk quota exceeded',
  ENOTDIR: 'not a directory',
  EISDIR: 'is a directory',
  ENOTEMPTY: 'directory not empty',
  ELOOP: 'too many levels of symbolic links',
  ENAMETOOLONG: 'file name too long',
  EINVAL: 'invalid argument',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files in system',
  ENOEXEC: 'exec format error',
  ENXIO: 'no such device or address',
  EXDEV: 'invalid cross-device link',
  ETXTBSY: 'text file busy',
  EFBIG: 'file too large',
  EBUSY: 'device or resource busy',
  ESTALE: 'stale file handle',
  EIO: 'input/output error',
  ECONNREFUSED: 'connection refused',
}

/** What Go calls the fault with this code; undefined for a code that is none of the system's. */
export function errnoText(code: string | undefined): string | undefined {
  return code === undefined ? undefined : ERRNOS[code]
}

/** What Go's os package names otherwise than Node the calls that it makes. */
const CALLS: Readonly<Record<string, string>> = {
  scandir: 'open',
  opendir: 'open',
  access: 'stat',
  realpath: 'lstat',
  mkdtemp: 'mkdir',
  rm: 'remove',
  rmdir: 'remove',
  unlink: 'remove',
}

/** A call of the file system that failed, in Go's words: `open /nope: permission denied`; undefined for anything else. */
export function fileFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const {code, syscall, path, dest} = error as NodeJS.ErrnoException & {dest?: string}
  const words = errnoText(code)
  // failed connections and programs have a code too: Node begins only the messages of files with it
  if (words === undefined || syscall === undefined || !error.message.startsWith(`${code}: `)) return undefined
  const call = CALLS[syscall] ?? syscall
  return `${[call, path, dest].filter((part) => part !== undefined).join(' ')}: ${words}`
}

/** A failed read of a file in the words of Go's os package: `open /nope: no such file or directory`. */
export function goFileText(error: unknown, path: string): string {
  const {code} = error as {code?: string}
  return `${code === 'EISDIR' ? 'read' : 'open'} ${path}: ${goErrno(error)}`
}

/** What the system said, in Go's words; Node's own where there is no code. */
export function goErrno(error: unknown): string {
  const {code = ''} = error as {code?: string}
  return errnoText(code) ?? (code || (error instanceof Error ? error.message : String(error)))
}

/** True for what the system said of a file, no fault of this program. */
export function isFileFault(error: unknown): boolean {
  return error instanceof Error && errnoText((error as {code?: string}).code) !== undefined
}
