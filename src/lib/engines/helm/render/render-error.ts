import {FluxError, LimitExceeded} from '../../../errors/flux-error.js'
import {authorsMessage} from '../functions/rendering.js'

const EXECUTING = /^template: (.+?): (executing .+? at .+?:) (.+?)(?: template:.*)?$/
const SIMPLE = /^template: (.+?): (.+?)(?: template:.*)?$/
const NO_TEMPLATE = /^template: no template .* associated with template .*$/

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
  return blocks.join('\n')
}

function parseFault(message: string): string {
  const tokens = message.split(': ')
  if (!message.startsWith('template: ') || tokens.length < 3) return message
  return `parse error at (${tokens[1]}): ${tokens.at(-1)}`
}

function blockOf(message: string): string | undefined {
  if (NO_TEMPLATE.test(message)) return message
  const executing = EXECUTING.exec(message)
  if (executing) return `${executing[1]}\n  ${executing[2]}\n    ${executing[3]}`
  const simple = SIMPLE.exec(message)
  return simple ? `${simple[1]}\n  ${simple[2]}` : undefined
}
