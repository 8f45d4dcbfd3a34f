import type {Out} from '../ports/observe.js'

interface Stream {
  write(text: string, done: (error?: Error | null) => void): boolean
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
): Out {
  const note = (text: string) => void stderr.write(redact(text), () => undefined)
  const line = (symbol: string) => (text: string) => note(`${symbol} ${text}\n`)
  return {
    data: (text) =>
      new Promise((resolve, reject) => {
        if (text === '') resolve()
        else
          stdout.write(text, (error) => (error && (error as NodeJS.ErrnoException).code !== 'EPIPE' ? reject(error) : resolve()))
      }),
    action: line('►'),
    generate: line('✚'),
    waiting: line('◎'),
    success: line('✔'),
    warning: line('⚠️'),
    failure: line('✗'),
    note,
    interactive: Boolean(stderr.isTTY) && env['TERM'] !== 'dumb' && !env['CI'],
    colour: Boolean(stdout.isTTY) && !env['NO_COLOR'],
    columns: stdout.columns ?? 80,
    rows: stdout.isTTY && env['TERM'] !== 'dumb' ? (stdout.rows ?? 24) : undefined,
  }
}
