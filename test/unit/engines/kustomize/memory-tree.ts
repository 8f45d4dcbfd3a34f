import type {FileTree} from '../../../../src/lib/ports/files.js'

/** Files in memory as a FileTree; a value that starts with `-> ` is a symlink. */
export function memoryTree(files: Readonly<Record<string, string | Uint8Array>>): FileTree {
  const folders = new Set<string>([''])
  for (const path of Object.keys(files)) {
    const parts = path.split('/')
    for (let i = 1; i < parts.length; i++) folders.add(parts.slice(0, i).join('/'))
  }
  return {
    async stat(path) {
      if (folders.has(path)) return {type: 'directory', mode: 0o755, size: 0}
      const content = files[path]
      if (content === undefined) return undefined
      if (typeof content === 'string' && content.startsWith('-> '))
        return {type: 'symlink', mode: 0o777, size: 0, target: content.slice(3)}
      return {type: 'file', mode: 0o644, size: content.length}
    },
    async list(path) {
      const prefix = path === '' ? '' : `${path}/`
      const names = [...folders, ...Object.keys(files)]
        .filter((entry) => entry !== '' && entry.startsWith(prefix) && !entry.slice(prefix.length).includes('/'))
        .map((entry) => entry.slice(prefix.length))
      return [...new Set(names)].sort().map((name) => ({name, type: folders.has(prefix + name) ? 'directory' : 'file'}))
    },
    async read(path) {
      const content = files[path]
      if (content === undefined) throw new Error(`open ${path}: no such file or directory`)
      return typeof content === 'string' ? Buffer.from(content) : content
    },
  }
}
