import {FluxError} from '../../lib/errors/flux-error.js'

/** Refuses more or fewer words than a command takes, in cobra's words (cli reference 1.8); `path` is e.g. `flux envsubst`. */
export function refuseArguments(args: readonly string[], path: string, arity: number): void {
  if (args.length === arity) return
  if (arity > 0) throw new FluxError('usage', `accepts ${arity} arg(s), received ${args.length}`)
  throw new FluxError('usage', `unknown command ${JSON.stringify(args[0])} for ${JSON.stringify(path)}`)
}
