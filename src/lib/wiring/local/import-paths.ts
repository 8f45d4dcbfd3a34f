import {resolve} from 'node:path'

/** Absolute paths of exports, for a process that may be elsewhere. */
export function importPaths(cwd: string, paths: readonly string[] | undefined): readonly string[] {
  return (paths ?? []).map((path) => resolve(cwd, path))
}
