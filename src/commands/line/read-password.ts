import {FluxError} from '../../lib/errors/flux-error.js'
import type {Host} from '../host.js'

/**
 * Asks on stdout and reads one line of stdin, which must have its end; at a terminal nothing is shown of it (cli reference 1.6).
 */
export async function readPassword({out, input}: Pick<Host, 'out' | 'input'>, prompt: string): Promise<string> {
  await out.data(prompt)
  const shown = input.hide?.()
  try {
    const line = await lineOf(input.bytes())
    if (line === undefined) throw new FluxError('no-password', 'could not read token: could not read from stdin: EOF')
    return line
  } finally {
    shown?.()
    await out.data('\n')
  }
}

/** What was typed, as it stands when the line ends; keys that take back are obeyed. */
async function lineOf(chunks: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const typed: string[] = []
  for await (const chunk of chunks) {
    for (const char of Buffer.from(chunk).toString('utf8')) {
      if (char === '\n' || char === '\r') return typed.join('')
      if (char === '\u0003' || char === '\u0004') return undefined
      if (char === '\u007f' || char === '\b') typed.pop()
      else typed.push(char)
    }
  }
  return undefined
}
