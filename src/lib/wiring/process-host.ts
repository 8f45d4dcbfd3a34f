import type {Host, PackageJson} from '../../commands/host.js'
import {FluxError} from '../errors/flux-error.js'
import {createRedactor, type Redactor} from '../errors/redact.js'
import {hideSecretWords} from './process/process-title.js'
import {untilAborted} from './process/until-aborted.js'
import {workingFolder} from './process/working-folder.js'
import {streamOut} from './process-out.js'
import {terminalSpinner} from './spinner.js'

/** The real process: its streams, environment and signals. Called once, at the edge. */
export function processHost(root: string, pjson: PackageJson): Host {
  hideSecretWords(process.argv.slice(2))
  const redactor = createRedactor()
  process.stdout.on('error', endBySigpipe)
  process.stderr.on('error', () => undefined)
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error) => {
      // oclif throws what could not be written once more: who wrote has been told, and comes to an end by itself
      const told = (error as NodeJS.ErrnoException | undefined)?.syscall === 'write'
      if (told) setTimeout(() => void endByFault(error, redactor), LAST_WORDS_MS).unref()
      else void endByFault(error, redactor)
    })
  }
  const interrupts = catchInterrupts()
  return {
    root,
    cwd: workingFolder(),
    pjson,
    env: process.env,
    input: {
      bytes: () => untilAborted(process.stdin, interrupts.signal),
      // opened only for who asks: that takes a tenth of a small command
      get interactive() {
        return Boolean(process.stdin.isTTY)
      },
      hide,
    },
    out: streamOut(process.stdout, process.stderr, process.env, redactor.text, terminalSpinner(process.stderr)),
    ...interrupts,
    redactor,
    connect: async (options) => (await import('./connect.js')).connect(options, redactor),
    contextNamespace: async (options) => (await import('./connect.js')).contextNamespace(options),
  }
}

/** Resolves when stderr has taken all that was said, or nobody waits for it any more: a pipe holds 64 KiB, its reader may be slow. */
export async function stderrDrained(signal: AbortSignal): Promise<void> {
  const {stderr} = process
  if (stderr.writableLength === 0 || signal.aborted) return
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), {once: true})
    stderr.write('', () => resolve())
  })
}

/** For whoever wrote to tell what became of it. */
const LAST_WORDS_MS = 1000

const INTERRUPTS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const

/**
 * Aborts at the first SIGINT, SIGTERM or SIGHUP; the second one ends the process at once, but for SIGHUP: a terminal that is
 * closed sends it more than once, and nobody is there to be in a hurry.
 */
function catchInterrupts(): Required<Pick<Host, 'signal' | 'blocking'>> {
  const controller = new AbortController()
  const listeners = INTERRUPTS.map(([name, code]) => {
    const listener = () => {
      if (controller.signal.aborted && name !== 'SIGHUP') {
        dieBy(name)
        process.exit(code)
      }
      controller.abort(new FluxError('interrupted', 'interrupted', {exitCode: code}))
    }
    return {name, listener}
  })
  const listen = () => {
    for (const {name, listener} of listeners) process.on(name, listener)
  }
  listen()
  return {
    signal: controller.signal,
    blocking: (action, timeoutMs) => {
      // a time that is none of any length limits nothing, as in flux
      const end = timeoutMs === undefined || timeoutMs <= 0 ? undefined : now() + timeoutMs
      const checkpoint = () => {
        if (end !== undefined && now() > end) throw new FluxError('timeout', 'context deadline exceeded')
      }
      // without a listener the system's own way to end holds
      for (const {name, listener} of listeners) process.off(name, listener)
      try {
        return action(checkpoint)
      } finally {
        listen()
      }
    },
  }
}

/**
 * Ends the process by the signal that interrupted it when that is what its exit code says, as it ends CNCF's flux: a shell that
 * runs a script stops then, too, which it does not for a command that only exits with 130. Returns when there is nothing to do, or
 * where a signal of its own does not reach a process (number 1 of a container, Windows).
 */
export function endByInterrupt({aborted, reason}: AbortSignal, exitCode: number): void {
  const [name] = INTERRUPTS.find(([, code]) => code === exitCode) ?? []
  if (aborted && name && reason instanceof FluxError && reason.exitCode === exitCode) dieBy(name)
}

function dieBy(name: NodeJS.Signals): void {
  if (process.platform === 'win32') return
  // what is to be done at the end (a cursor that was hidden, files that tell of this process) Node does at its own exit only
  process.emit('exit', 0)
  process.removeAllListeners(name)
  process.kill(process.pid, name)
}

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** A terminal stops showing what is typed. */
function hide(): () => void {
  if (!process.stdin.isTTY) return () => undefined
  process.stdin.setRawMode(true)
  return () => void process.stdin.setRawMode(false)
}

/** What nobody caught is told as any other error: neither source text nor a stack, unless somebody asks for it. */
async function endByFault(error: unknown, redactor: Redactor): Promise<void> {
  const {renderError} = await import('../output/error.js')
  const {text, exitCode} = renderError(error, {verbose: process.argv.includes('--verbose'), redact: redactor.text})
  process.stderr.write(text, () => process.exit(exitCode))
}

/**
 * A reader that went away ends the process as it ends every Unix tool: by SIGPIPE, without a word. Whoever wrote is told of any
 * other fault.
 */
function endBySigpipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') return
  // Node ignores SIGPIPE; taking the last listener away brings the default action back
  const nothing = () => undefined
  process.on('SIGPIPE', nothing)
  process.removeListener('SIGPIPE', nothing)
  process.kill(process.pid, 'SIGPIPE')
}
