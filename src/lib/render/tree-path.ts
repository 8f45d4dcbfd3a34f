import type {FileStat, FileTree} from '../ports/files.js'

/** Most symlinks that one path may go through. */
const MAX_LINKS = 40

/** A path inside a tree without `.`, `..` (which stops at the root), empty segments and leading slash. */
export function cleanPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..') segments.pop()
    else segments.push(segment)
  }
  return segments.join('/')
}

/** `directory/name`, where the directory may be the root. */
export function joinPath(directory: string, name: string): string {
  return cleanPath(`${directory}/${name}`)
}

interface Found {
  readonly path: string
  readonly stat: FileStat
}

/** The real path and stat behind a path, symlinks followed but never out of the tree; undefined when there is none. */
export async function resolvePath(tree: FileTree, path: string): Promise<Found | undefined> {
  const found = await lookUp(tree, path)
  return typeof found === 'string' ? undefined : found
}

/**
 * The same, or why there is none, as a code of the system; `last: false` does not follow a link at the very end. What the tree itself throws
 * goes through.
 */
export async function lookUp(tree: FileTree, path: string, {last = true} = {}): Promise<Found | 'ENOENT' | 'ENOTDIR' | 'ELOOP'> {
  let rest = cleanPath(path).split('/')
  if (rest[0] === '') rest = []
  let real = ''
  let stat = await tree.stat('')
  for (let links = 0; rest.length > 0; ) {
    if (stat?.type === 'file') return 'ENOTDIR'
    const segment = rest.shift() as string
    const next: string = segment === '..' ? cleanPath(`${real}/..`) : joinPath(real, segment)
    stat = await tree.stat(next)
    if (stat === undefined) return 'ENOENT'
    if (stat.type !== 'symlink' || (!last && rest.length === 0)) {
      real = next
      continue
    }
    if (++links > MAX_LINKS) return 'ELOOP'
    const target = stat.target ?? ''
    if (target.startsWith('/')) real = ''
    rest = [...target.split('/').filter((part) => part !== '' && part !== '.'), ...rest]
    stat = await tree.stat(real)
  }
  return stat === undefined ? 'ENOENT' : {path: real, stat}
}
