import {formatUrl, parseUrl, type Url} from '../../../engines/gotemplate/sprig/other/urls.js'
import {FluxError} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'

/**
 * Why a name that is no file leads to no chart: what Helm says where nobody has configured a repository. What would have to be fetched is
 * told as what is not there.
 * @param name as typed
 */
export function noChartAt(name: string): FluxError {
  const address = name.trim()
  const hints = ['charts are read from the disk; flux build helmrelease fetches those of sources']
  const notFound = new FluxError('no-chart', `path ${goQuote(address)} not found`, {hints})
  if (/^[/.]/.test(address)) return new FluxError('no-chart', notFound.message)
  const url = parsed(address)
  if (url === undefined) return new FluxError('no-chart', `invalid chart URL format: ${address}`)
  if (url.scheme !== '' && url.host !== '' && url.path !== '') {
    if (/^(?:https?|oci)$/.test(url.scheme)) return notFound
    return new FluxError('no-chart', `scheme ${goQuote(url.scheme)} not supported`, {hints})
  }
  const slash = url.path.indexOf('/')
  const words =
    slash < 0
      ? `non-absolute URLs should be in form of repo_name/path_to_chart, got: ${formatUrl(url)}`
      : `repo ${url.path.slice(0, slash)} not found`
  return new FluxError('no-chart', words, {hints: [`there is no file or folder ${goQuote(address)}`, ...hints]})
}

function parsed(address: string): Url | undefined {
  try {
    return parseUrl(address)
  } catch {
    return undefined
  }
}
