import {FluxError, messageOf} from '../../errors/flux-error.js'
import {type GoUrl, parseGoUrl} from '../../formats/url/go-url.js'

/** Reads `--url` of a Git repository. */
export function parseGitUrl(text: string | undefined): GoUrl {
  if (!text) throw new FluxError('usage', 'url is required')
  try {
    return parseGoUrl(text)
  } catch (error) {
    throw new FluxError('bad-url', `git URL parse failed: ${messageOf(error)}`, {cause: error})
  }
}

/** The refusal of a URL that is neither ssh nor http(s). */
export function unsupportedScheme(scheme: string): FluxError {
  return new FluxError('bad-url', `git URL scheme '${scheme}' not supported, can be: ssh, http and https`)
}
