import {FluxError} from '../../errors/flux-error.js'

/**
 * The name that every `flux create` takes first (cli reference 5.1).
 * @throws FluxError when it is missing or none
 */
export function objectName(args: readonly string[]): string {
  const [name] = args
  if (name === undefined) throw new FluxError('usage', 'name is required')
  if (!/^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/.test(name)) {
    const rule = "it should adhere to standard defined in RFC 1123, the name can only contain alphanumeric characters or '-'"
    throw new FluxError('usage', `name '${name}' is invalid, ${rule}`)
  }
  return name
}
