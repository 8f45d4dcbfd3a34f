import {spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Host, PackageJson} from '../../../src/commands/host.js'
import {main} from '../../../src/commands/main.js'
import {createRedactor} from '../../../src/lib/errors/redact.js'
import {contextNamespace} from '../../../src/lib/wiring/connect.js'
import {streamOut} from '../../../src/lib/wiring/process-out.js'
import {inputOf} from '../../fakes/input.js'
import type {ReplayServer} from './servers/api-server.js'

/** One command line to run. */
export interface Line {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly stdin: string
  /** nobody reads stdout */
  readonly closed: boolean
  /** stdout and stderr are a terminal of this size */
  readonly terminal?: {readonly columns: number; readonly rows: number}
  /** aborts as Ctrl-C does */
  readonly signal?: AbortSignal
  /** told all of stdout whenever something has been written there */
  readonly heard?: (stdout: string) => void
}

export interface LineResult {
  /** -13: ended by SIGPIPE */
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

export type RunLine = (line: Line, server: ReplayServer) => Promise<LineResult>

/** Runs command lines in this process. */
export function inProcess(root: string): RunLine {
  const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageJson
  return async ({argv, env, cwd, stdin, closed, terminal, signal, heard}, server) => {
    const kept = {stdout: '', stderr: ''}
    let broken: string | undefined
    const stream = (name: 'stdout' | 'stderr') => ({
      ...(terminal && {isTTY: true, ...terminal}),
      write(text: string, done: (error?: Error | null) => void) {
        if (name === 'stdout' && closed) broken ??= kept.stderr
        else kept[name] += text
        done()
        if (name === 'stdout') heard?.(kept.stdout)
        return true
      },
    })
    const host: Host = {
      ...{root, cwd, pjson, env, input: inputOf(stdin), redactor: createRedactor()},
      out: streamOut(stream('stdout'), stream('stderr'), env),
      signal: signal ?? new AbortController().signal,
      connect: server.connect,
      ...(server.openFiles && {openFiles: server.openFiles}),
      ...(server.tasks && {tasks: server.tasks}),
      contextNamespace,
    }
    const exit = await server.pass(main(argv, host))
    // the first write would have ended the process
    return broken === undefined ? {exit, ...kept} : {exit: -13, stdout: '', stderr: broken}
  }
}

/** Runs command lines as processes of the built binary, or of another one. */
export function asProcess(root: string, command: readonly string[] = [process.execPath, join(root, 'bin/run.js')]): RunLine {
  const [program, ...words] = command
  return ({argv, env, cwd, stdin, closed}) =>
    new Promise((resolve, reject) => {
      const child = spawn(program!, [...words, ...argv], {cwd, env: env as NodeJS.ProcessEnv})
      const kept = {stdout: '', stderr: ''}
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        kept.stdout += text
      })
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        kept.stderr += text
      })
      if (closed) child.stdout.destroy()
      child.stdin.on('error', () => undefined)
      child.stdin.end(stdin)
      child.on('error', reject)
      child.on('close', (code, signal) => resolve({exit: signal === 'SIGPIPE' ? -13 : (code ?? -1), ...kept}))
    })
}
