import type {Targets} from '../targets.js'
import {judge, type Upgrade, type Warning} from './judge.js'
import {kindsAround} from './kinds-around.js'
import {valueIn} from './line-value.js'

/**
 * Reads lines as the reference does (cli reference 10.2): a line with `apiVersion: ` whose next one has `kind: `. For
 * text that is no YAML document: templates, manifests inside of strings. `first` is the line number of the first line and
 * `offset` its place. Beyond the reference the kind may stand elsewhere in the same block of lines.
 */
export function findInLines(
  text: string,
  targets: Targets,
  place: {first: number; offset: number; comments: boolean},
): (Upgrade | Warning)[] {
  const lines = text.split('\n')
  let offset = place.offset
  return lines.flatMap((line, index) => {
    const start = offset
    offset += line.length + 1
    const version = valueIn(line, 'apiVersion')
    if (!version || (!place.comments && isComment(line))) return []
    const next = valueIn(lines[index + 1] ?? '', 'kind')
    const kinds = next ? [next.text] : isComment(line) ? [] : kindsAround(lines, index)
    const {text: apiVersion, at} = version
    const where = {line: place.first + index, start: start + at}
    const found = kinds.map((kind) => judge({apiVersion, kind, ...where}, targets))
    const [one] = found
    if (one === undefined || found.every((other) => to(other) === to(one))) return one ? [one] : []
    return [{line: where.line, message: `${apiVersion} of ${kinds.join(' or ')} not understood: left as it is`}]
  })
}

const to = (found: Upgrade | Warning | undefined) => (found && 'to' in found ? found.to : found)

const isComment = (line: string) => /^\s*#/.test(line)
