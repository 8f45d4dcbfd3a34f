import {cleanPath, isWithin, type PathFault} from '../files/closed-files.js'

/** Where a path leads. */
export interface Way {
  readonly path: string
  /** nothing is there */
  readonly missing?: boolean
  readonly fault?: PathFault
}

/** A path below the root of its tree. */
export function inside(root: string, path: string): string {
  return root === '/' ? path.slice(1) : path.slice(root.length + 1)
}

export function absolute(root: string, path: string): string {
  if (path === '') return root
  return root === '/' ? `/${path}` : `${root}/${path}`
}

/** Parts of the path that a link in `folder` leads to; undefined when it leaves the tree. */
export function linkTarget(root: string | undefined, folder: string, target: string): string[] | undefined {
  const fromTop = target.startsWith('/')
  if (fromTop && (root === undefined || !isWithin(cleanPath(target), root))) return undefined
  const parts = fromTop ? [] : folder.split('/').filter(Boolean)
  for (const part of (fromTop ? inside(root!, cleanPath(target)) : target).split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts
}
