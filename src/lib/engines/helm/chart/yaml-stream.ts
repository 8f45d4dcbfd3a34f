import {FluxError} from '../../../errors/flux-error.js'

/**
 * The parts of a stream of YAML documents as Kubernetes' reader cuts it, by lines and without regard to what they mean. A
 * separator at the start of a part belongs to it.
 * @throws FluxError `bad-yaml` when more than a comment follows the dashes
 */
export function* yamlStream(text: string): Generator<string> {
  let start = 0
  let at = 0
  while (at < text.length) {
    const end = text.indexOf('\n', at)
    const next = end < 0 ? text.length : end + 1
    if (text.startsWith('---', at)) {
      const rest = text.slice(at + 3, next).trim()
      if (rest !== '' && !rest.startsWith('#')) {
        throw new FluxError('bad-yaml', `error reading yaml document: invalid Yaml document separator: ${rest}`)
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
