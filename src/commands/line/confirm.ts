import type {Host} from '../host.js'

/** What somebody answered; `end`: stdin was over before a line was. */
export type Answer = 'yes' | 'no' | 'end'

/**
 * Asks on stdout and reads one line of stdin; only a single `y` or `Y` with a line end says yes (cli reference 1.6).
 * Piped input works as a terminal does.
 */
export async function confirm({out, input}: Pick<Host, 'out' | 'input'>, label: string): Promise<Answer> {
  await out.data(`? ${label}? [y/N] `)
  const line = await firstLine(input.bytes())
  await out.data('\n')
  if (line === undefined) return 'end'
  return line === 'y' || line === 'Y' ? 'yes' : 'no'
}

/** The text before the first line end; undefined when the input ends without one. */
async function firstLine(chunks: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  let text = ''
  for await (const chunk of chunks) {
    text += Buffer.from(chunk).toString('utf8')
    const end = text.search(/[\r\n]/)
    if (end >= 0) return text.slice(0, end)
  }
  return undefined
}
