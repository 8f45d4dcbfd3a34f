import {FluxError} from '../errors/flux-error.js'
import {fitted} from '../output/terminal/fitted.js'
import type {Out} from '../ports/observe.js'
import type {Spinner} from './spinner.js'

interface Stream {
  write(text: string | Uint8Array, done: (error?: Error | null) => void): boolean
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly rows?: number | undefined
}

/** Out over two streams: data on the first, progress with its symbols on the second (cli reference 1.4). */
export function streamOut(
  stdout: Stream,
  stderr: Stream,
  env: Readonly<Record<string, string | undefined>>,
  redact: (text: string) => string = (text) => text,
  spinner?: Spinner,
): Out {
  const note = (text: string) => {
    spinner?.hide()
    stderr.write(redact(text), () => undefined)
  }
  const interactive = Boolean(stderr.isTTY) && env['TERM'] !== 'dumb' && !env['CI']
  // a terminal of unknown size says 0
  const columns = stdout.columns || 80
  const line = (symbol: string) => (text: string) => note(`${symbol} ${text}\n`)
  return {
    data: (text) =>
      new Promise((resolve, reject) => {
        if (text.length === 0) return resolve()
        spinner?.hide()
        stdout.write(text, (error) =>
          error && (error as NodeJS.ErrnoException).code !== 'EPIPE' ? reject(unwritten(error)) : resolve(),
        )
      }),
    action: line('►'),
    generate: line('✚'),
    waiting: line('◎'),
    success: line('✔'),
    warning: line('⚠️'),
    failure: line('✗'),
    note,
    // room for the sign that moves and the seconds
    progress: (text) => interactive && spinner?.show(fitted(redact(text).replaceAll('\n', ' '), Math.max(1, columns - 12))),
    interactive,
    colour: Boolean(stdout.isTTY) && !env['NO_COLOR'],
    columns,
    rows: stdout.isTTY && env['TERM'] !== 'dumb' ? stdout.rows || 24 : undefined,
  }
}

const ERRNOS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on device',
  EDQUOT: 'disk quota exceeded',
  EFBIG: 'file too large',
  EIO: 'input/output error',
  EBADF: 'file already closed',
}

/** stdout takes nothing more, as Go's os package says it. */
function unwritten(error: NodeJS.ErrnoException): FluxError {
  const why = ERRNOS[error.code ?? ''] ?? error.code ?? error.message
  return new FluxError('unwritten', `write /dev/stdout: ${why}`, {cause: error})
}
