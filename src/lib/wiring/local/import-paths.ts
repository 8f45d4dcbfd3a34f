import {resolve} from 'node:path'

/** The path of a file as an absolute one, for a process that may be elsewhere. */
export function absolutePath(cwd: string, path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(cwd, path)
}

/** Absolute paths of exports, for a process that may be elsewhere. */
export function importPaths(cwd: string, paths: readonly string[] | undefined): readonly string[] {
  return (paths ?? []).map((path) => resolve(cwd, path))
}
