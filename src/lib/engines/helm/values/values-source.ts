import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {trimSpace} from '../../gotemplate/go/unicode.js'
import {parseUrl} from '../../gotemplate/sprig/other/urls.js'

/** Where values come from that a flag names. */
export type ValuesSource = 'stdin' | 'http' | 'file'

/** @throws FluxError `no-file` when Go takes the name for a broken address */
export function valuesSource(name: string): ValuesSource {
  if (trimSpace(name) === '-') return 'stdin'
  try {
    return /^https?$/.test(parseUrl(name).scheme) ? 'http' : 'file'
  } catch (error) {
    throw new FluxError('no-file', messageOf(error), {cause: error})
  }
}
