import type {FileTree} from '../../src/lib/ports/files.js'

/** A tree of text files; a value that starts with `-> ` is a symlink. */
export function filesTree(files: Record<string, string>): FileTree {
  const encoder = new TextEncoder()
  const isFolder = (path: string) => path === '' || Object.keys(files).some((name) => name.startsWith(`${path}/`))
  const link = (path: string) => (files[path]?.startsWith('-> ') ? files[path].slice(3) : undefined)
  return {
    async stat(path) {
      const target = link(path)
      if (target !== undefined) return {type: 'symlink', mode: 0o777, size: 0, target}
      if (files[path] !== undefined) return {type: 'file', mode: 0o644, size: files[path].length}
      return isFolder(path) ? {type: 'directory', mode: 0o755, size: 0} : undefined
    },
    async list(path) {
      const prefix = path === '' ? '' : `${path}/`
      const names = new Set(
        Object.keys(files)
          .filter((name) => name.startsWith(prefix))
          .map((name) => name.slice(prefix.length).split('/')[0]!),
      )
      return [...names].sort().map((name) => {
        const whole = prefix + name
        return {name, type: link(whole) !== undefined ? 'symlink' : files[whole] !== undefined ? 'file' : 'directory'}
      })
    },
    async read(path) {
      const text = files[path]
      if (text === undefined) throw new Error(`no file ${path}`)
      return encoder.encode(text)
    },
  }
}
