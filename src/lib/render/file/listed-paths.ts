import {FluxError} from '../../errors/flux-error.js'
import {errnoText, goErrno, isFileFault} from '../../errors/go-file.js'
import type {IgnoreFilter} from '../../formats/ignore/source-ignore.js'
import type {JsonObject, JsonValue} from '../../formats/json/value.js'
import type {FileStat, FileTree} from '../../ports/files.js'
import {joinPath, lookUp} from '../tree-path.js'

/** Longest path that the system takes, in bytes. */
const MAX_PATH = 4095

export interface Walk {
  readonly tree: FileTree
  /** names the tree in messages */
  readonly root: string
  readonly ignore: IgnoreFilter | undefined
}

/**
 * A kustomization file without the paths that are ignored: the command line judges what a file lists as well. A list of which
 * nothing is left goes, so that a file of nothing else is refused as empty. A local path that is not there is an error.
 */
export async function withoutIgnored(content: JsonObject, walk: Walk, directory: string): Promise<JsonObject> {
  const result = {...content}
  for (const field of ['resources', 'components', 'crds'] as const) {
    const listed = content[field]
    if (!Array.isArray(listed)) continue
    const kept: JsonValue[] = []
    for (const path of listed) if (!(await isIgnored(path, field, walk, directory))) kept.push(path)
    if (kept.length > 0) result[field] = kept
    else delete result[field]
  }
  return result
}

async function isIgnored(path: JsonValue, field: string, walk: Walk, directory: string): Promise<boolean> {
  if (typeof path !== 'string' || (field !== 'crds' && isUrl(path)) || leaves(directory, path)) return false
  const {type} = await lstat(walk, directory, path)
  // patterns are about the folder, not about what lies beside it
  return !path.startsWith('..') && walk.ignore?.(joinPath('', path), type === 'directory') === true
}

/** What lies there itself, be it a link. */
async function lstat({tree, root}: Walk, directory: string, path: string): Promise<FileStat> {
  const shown = `/${joinPath(`${root}/${directory}`, path)}`
  const fault = (words: string | undefined) => new FluxError('build-failed', `lstat ${shown}: ${words}`)
  if (Buffer.byteLength(shown) > MAX_PATH) throw fault(errnoText('ENAMETOOLONG'))
  try {
    const found = await lookUp(tree, `${directory}/${path}`, {last: false})
    if (typeof found === 'string') throw fault(errnoText(found))
    return found.stat
  } catch (error) {
    throw isFileFault(error) ? fault(goErrno(error)) : error
  }
}

/** True for a path out of the tree: the build will say so. */
function leaves(directory: string, path: string): boolean {
  let depth = directory.split('/').filter(Boolean).length
  return path.split('/').some((part) => {
    if (part !== '' && part !== '.') depth += part === '..' ? -1 : 1
    return depth < 0
  })
}

/** What Go's net/url takes for an address with a scheme; all else is a path, though kustomize may see an address in it. */
function isUrl(resource: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(resource)
}
