import type {Functions} from '../../functions.js'

/** path.Clean: the shortest name of the same place. */
export function cleanPath(path: string): string {
  if (path === '') return '.'
  const rooted = path.startsWith('/')
  const out: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') out.push(part)
    else if (out.length > 0 && out.at(-1) !== '..') out.pop()
    else if (!rooted) out.push('..')
  }
  return (rooted ? '/' : '') + out.join('/') || '.'
}

/** path.Base: the last element. */
export function basePath(path: string): string {
  if (path === '') return '.'
  const trimmed = path.replace(/\/+$/, '')
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1)
}

function directory(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1))
}

function extension(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1)
  const dot = base.lastIndexOf('.')
  return dot < 0 ? '' : base.slice(dot)
}

const isAbsolute = (path: string) => path.startsWith('/')

/** The `os...` functions are those of a Unix system: templates render the same everywhere. */
export const PATH_FUNCTIONS: Functions = {
  base: ['string', basePath],
  dir: ['string', directory],
  clean: ['string', cleanPath],
  ext: ['string', extension],
  isAbs: ['string', isAbsolute],
  osBase: ['string', basePath],
  osDir: ['string', directory],
  osClean: ['string', cleanPath],
  osExt: ['string', extension],
  osIsAbs: ['string', isAbsolute],
}
