import {FluxError} from '../../lib/errors/flux-error.js'

/** Refuses words after a command that takes none, in cobra's words (cli reference 1.8); `path` is e.g. `flux envsubst`. */
export function refuseArguments(args: readonly string[], path: string): void {
  const [word] = args
  if (word !== undefined) throw new FluxError('usage', `unknown command ${JSON.stringify(word)} for ${JSON.stringify(path)}`)
}
