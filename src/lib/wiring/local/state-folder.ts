import {join, resolve} from 'node:path'
import {FluxError} from '../../errors/flux-error.js'

/** Where an embedded API keeps what others need to find it: `~/.cache/flux-toolkit/NAME`. */
export function stateFolder(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const cache = env['XDG_CACHE_HOME'] || join(env['HOME'] || '/tmp', '.cache')
  return join(cache, 'flux-toolkit', name)
}

/** A data folder of the command line as an absolute path. An empty one is an unset variable, never the current folder. */
export function resolveFolder(cwd: string, folder: string | undefined): string | undefined {
  if (folder === '')
    throw new FluxError('usage', '--data-dir names no folder', {hints: ['leave it out to keep the content in memory']})
  return folder === undefined ? undefined : resolve(cwd, folder)
}
