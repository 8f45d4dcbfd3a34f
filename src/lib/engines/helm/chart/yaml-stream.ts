import {FluxError} from '../../../errors/flux-error.js'
import {trimSpace} from '../../gotemplate/go/unicode.js'

/**
 * The parts of a stream of YAML documents as Kubernetes' reader cuts it, by lines and without regard to what they mean. A
 * separator at the start of a part belongs to it.
 * @param context words in front of what is thrown
 * @throws FluxError `bad-yaml` when more than a comment follows the dashes
 */
export function* yamlStream(text: string, context = 'error reading yaml document: '): Generator<string> {
  let start = 0
  let at = 0
  while (at < text.length) {
    const end = text.indexOf('\n', at)
    const next = end < 0 ? text.length : end + 1
    if (text.startsWith('---', at)) {
      const rest = trimSpace(text.slice(at + 3, next))
      if (rest !== '' && !rest.startsWith('#')) {
        throw new FluxError('bad-yaml', `${context}invalid Yaml document separator: ${rest}`)
      }
      if (at > start) {
        yield text.slice(start, at)
        start = next
      }
    }
    at = next
  }
  if (start < text.length) yield text.slice(start)
}
