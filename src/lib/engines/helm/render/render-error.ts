import {FluxError, LimitExceeded} from '../../../errors/flux-error.js'
import {trimSpace} from '../../gotemplate/go/unicode.js'
import {authorsMessage} from '../functions/rendering.js'

const PREFIX = 'template: '

/**
 * An error of the template engine as Helm shows it (helm-engine reference 7): what the chart's author says, with the
 * file that led there; else one block per template on the way, if all that was thrown came from templates.
 */
export function renderError(error: FluxError): FluxError {
  if (error instanceof LimitExceeded) return error
  return new FluxError('render-failed', text(error), {hints: error.hints, cause: error})
}

function text(error: FluxError): string {
  const {message} = error
  if (!message.includes(': executing ')) return parseFault(message)
  const authors = authorsMessage(message)
  if (authors !== undefined) return `execution error at (${message.split(': ', 2)[1]}): ${authors}`
  const blocks: string[] = []
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const block = blockOf(current.message)
    if (block === undefined) return message
    if (blocks.at(-1) !== block) blocks.push(block)
  }
  return trimSpace(blocks.join(''))
}

function parseFault(message: string): string {
  const tokens = message.split(': ')
  if (!message.startsWith('template: ') || tokens.length < 3) return message
  return `parse error at (${tokens[1]}): ${tokens.at(-1)}`
}

/** Location, what was executed and the complaint, on a line each; undefined for what no template engine said. */
function blockOf(message: string): string | undefined {
  if (!message.startsWith(PREFIX)) return undefined
  const rest = message.slice(PREFIX.length)
  if (rest.startsWith('no template ')) return `${message}\n`
  const at = rest.indexOf(': executing ')
  if (at >= 0) return executingBlock(rest.slice(0, at), rest.slice(at + ': executing '.length))
  const colon = rest.lastIndexOf(': ')
  return colon < 0 ? undefined : `${rest.slice(0, colon)}\n  ${own(rest.slice(colon + 2))}\n`
}

function executingBlock(location: string, rest: string): string | undefined {
  const match = /^("[^"]*") at <([\s\S]*?)>: ([\s\S]*)$/.exec(rest)
  return match ? `${location}\n  executing ${match[1]} at <${match[2]}>:\n    ${own(match[3]!)}\n` : undefined
}

/** Without the complaint of the template further down, which has a block of its own. */
function own(message: string): string {
  const inner = message.indexOf(' template:')
  return inner < 0 ? message : message.slice(0, inner)
}
