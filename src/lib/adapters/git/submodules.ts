import {fileNode, MemoryTree, putNode} from '../../formats/archive/memory-tree.js'
import type {CommitTree} from './commit-tree.js'
import {GitError} from './git-error.js'

/** go-git's own limit of nested submodules. */
const MAX_DEPTH = 10

interface Submodule {
  readonly name: string
  readonly path: string
  readonly url: string
}

/** Brings one commit of another repository; relative URLs are already resolved. */
export type FetchSubmodule = (url: string, commit: string) => Promise<CommitTree>

/**
 * Puts every submodule of a tree into its place, with the `.git` file that a checkout leaves there and that Flux
 * archives (source-controller 9.6).
 */
export function addSubmodules(tree: CommitTree, url: string, fetch: FetchSubmodule): Promise<void> {
  return addBelow(tree, url, fetch, {depth: 0, folders: 0, store: ''})
}

/** Where a repository stands in the whole: nesting, folders above it, and its place under `.git`. */
interface Place {
  readonly depth: number
  readonly folders: number
  readonly store: string
}

async function addBelow(tree: CommitTree, url: string, fetch: FetchSubmodule, place: Place): Promise<void> {
  if (tree.links.size === 0 || place.depth >= MAX_DEPTH) return
  const modules = new MemoryTree(tree.root).node('.gitmodules')
  if (modules?.type !== 'file') return
  for (const module of parseModules(Buffer.from(modules.read()).toString('utf8'))) {
    const commit = tree.links.get(module.path)
    if (!commit) continue
    const address = resolveUrl(url, module.url)
    const child = await fetch(address, commit)
    const folders = place.folders + module.path.split('/').length
    const store = `${place.store}modules/${module.name}`
    await addBelow(child, address, fetch, {depth: place.depth + 1, folders, store: `${store}/`})
    child.root.children.set('.git', fileNode(Buffer.from(`gitdir: ${'../'.repeat(folders)}.git/${store}\n`)))
    putNode(tree.root, module.path, child.root)
  }
}

/** `.gitmodules`: sections with a path and a URL. Paths that leave the tree are refused. */
function parseModules(text: string): Submodule[] {
  const modules: {name: string; path?: string; url?: string}[] = []
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    const section = /^\[submodule\s+"((?:[^"\\]|\\.)*)"\]$/.exec(line)
    if (section) modules.push({name: section[1]!.replace(/\\(.)/g, '$1')})
    else if (line.startsWith('[')) modules.push({name: ''})
    const [, key, value] = /^(path|url)\s*=\s*(.*)$/.exec(line) ?? []
    const last = modules.at(-1)
    if (last && key) last[key as 'path' | 'url'] = value!.replace(/^"(.*)"$/, '$1')
  }
  return modules.flatMap((module) => {
    if (module.name === '' || module.path === undefined || module.url === undefined) return []
    const bad = (text: string): boolean => text.startsWith('/') || text.split('/').includes('..')
    if (bad(module.path) || bad(module.name)) throw new GitError('git-invalid', `submodule path is invalid: ${module.path}`)
    return [{name: module.name, path: module.path.replace(/\/+$/, ''), url: module.url}]
  })
}

/** A submodule's URL, against its parent's when it begins with `./` or `../`. */
function resolveUrl(parent: string, url: string): string {
  if (!/^\.\.?\//.test(url)) {
    const scp = /^(?:([^@/]+)@)?([^:/]+):(?!\/\/)(.+)$/.exec(url)
    return scp && !url.includes('://') ? `ssh://${scp[1] ?? 'git'}@${scp[2]}/${scp[3]}` : url
  }
  let base = parent.replace(/\/+$/, '')
  let rest = url
  while (/^\.\.?\//.test(rest)) {
    if (rest.startsWith('../')) base = base.slice(0, base.lastIndexOf('/'))
    rest = rest.slice(rest.indexOf('/') + 1)
  }
  return `${base}/${rest}`
}
