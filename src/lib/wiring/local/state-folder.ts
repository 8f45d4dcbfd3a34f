import {join, resolve} from 'node:path'

/** Where an embedded API keeps what others need to find it: `~/.cache/flux-toolkit/NAME`. */
export function stateFolder(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const cache = env['XDG_CACHE_HOME'] || join(env['HOME'] || '/tmp', '.cache')
  return join(cache, 'flux-toolkit', name)
}

/** A folder of the command line as an absolute path. */
export function resolveFolder(cwd: string, folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : resolve(cwd, folder)
}
