import type {FileTree} from '../../ports/files.js'
import {type IgnorePattern, parsePattern, readPatterns} from './pattern.js'

/** True when the entry is to be left out. */
export type IgnoreFilter = (path: string, directory: boolean) => boolean

/** Lowest priority always (source-controller 7.1). */
const VCS = ['.git/', '.gitignore', '.gitmodules', '.gitattributes']
/** Only while nobody gives a pattern of his own. */
const DEFAULTS = [
  ...['*.jpg', '*.jpeg', '*.gif', '*.png', '*.wmv', '*.flv', '*.tar.gz', '*.zip'],
  ...['.github/', '.circleci/', '.travis.yml', '.gitlab-ci.yml', 'appveyor.yml', '.drone.yml'],
  ...['cloudbuild.yaml', 'codeship-services.yml', 'codeship-steps.yml'],
  ...['**/.goreleaser.yml', '**/.sops.yaml', '**/.flux.yaml'],
]

/** The `.sourceignore` of a folder of a tree; undefined when it has none. */
export type ReadIgnoreFile = (folder: string) => Promise<Uint8Array | undefined>

/** The patterns of every `.sourceignore` in a tree, each scoped to its folder; `.git` is not looked into. */
export async function loadIgnorePatterns(tree: Pick<FileTree, 'list'>, readFile: ReadIgnoreFile): Promise<IgnorePattern[]> {
  const patterns: IgnorePattern[] = []
  const visit = async (folder: string, scope: readonly string[]): Promise<void> => {
    const data = await readFile(folder)
    if (data !== undefined) patterns.push(...readPatterns(new TextDecoder().decode(data), scope))
    const prefix = folder === '' ? '' : `${folder}/`
    for (const entry of await tree.list(folder)) {
      if (entry.type === 'directory' && entry.name !== '.git') await visit(prefix + entry.name, [...scope, entry.name])
    }
  }
  await visit('', [])
  return patterns
}

/** Reads the files of a tree, through symlinks that stay inside it. */
export function ignoreFilesOf(tree: FileTree): ReadIgnoreFile {
  return async (folder) => {
    const path = await regularFile(tree, folder === '' ? '.sourceignore' : `${folder}/.sourceignore`)
    return path === undefined ? undefined : tree.read(path)
  }
}

/** The regular file that a path stands for, through symlinks that stay inside the tree. */
async function regularFile(tree: FileTree, path: string): Promise<string | undefined> {
  let at = path
  for (let links = 0; links < 16; links++) {
    const stat = await tree.stat(at)
    if (stat?.type !== 'symlink') return stat?.type === 'file' ? at : undefined
    const target = stat.target ?? ''
    if (target.startsWith('/')) return undefined
    const parts = at.split('/').slice(0, -1)
    for (const part of target.split('/')) {
      if (part === '..' && parts.pop() === undefined) return undefined
      if (part !== '..' && part !== '.' && part !== '') parts.push(part)
    }
    at = parts.join('/')
  }
  return undefined
}

/** The filter of a Git or OCI source: files' patterns, then `spec.ignore` (source-controller 7.2). */
export function sourceFilter(filePatterns: readonly IgnorePattern[], specIgnore?: string): IgnoreFilter {
  const own = [...filePatterns, ...readPatterns(specIgnore ?? '')]
  const base = own.length > 0 ? VCS : [...VCS, ...DEFAULTS]
  return filterOf([...base.map((line) => parsePattern(line)), ...own])
}

/** The filter of the command line's builds: the default lists always count, then files' patterns, then those of its flag. */
export function buildFilter(filePatterns: readonly IgnorePattern[], lines: readonly string[]): IgnoreFilter {
  const base = [...VCS, ...DEFAULTS].map((line) => parsePattern(line))
  return filterOf([...base, ...filePatterns, ...readPatterns(lines.join('\n'))])
}

/** Last matching pattern decides; no match keeps the entry. */
export function filterOf(patterns: readonly IgnorePattern[]): IgnoreFilter {
  return (path, directory) => {
    if (path === '') return false
    const components = path.split('/')
    for (let index = patterns.length - 1; index >= 0; index--) {
      const verdict = patterns[index]!.match(components, directory)
      if (verdict !== undefined) return verdict === 'exclude'
    }
    return false
  }
}
