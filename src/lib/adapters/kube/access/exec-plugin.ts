import {type ChildProcess, spawn} from 'node:child_process'
import {messageOf} from '../../../errors/flux-error.js'
import {goErrno} from '../../../errors/go-file.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {keyPairOf} from '../../../formats/pem/key-pair-fault.js'
import {CredentialError} from './credential-error.js'
import {EXEC_GROUP, execAnswerFault, parseExecAnswer} from './exec-answer.js'
import {lookPath} from './plugin/look-path.js'
import {PLUGIN_HELP} from './plugin/plugin-help.js'

/** Versions that plugins may speak. */
export const EXEC_VERSIONS: readonly string[] = [`${EXEC_GROUP}/v1`, `${EXEC_GROUP}/v1beta1`]

export interface ExecCredential {
  readonly token?: string | undefined
  readonly certificate?: {readonly cert: string; readonly key: string} | undefined
}

export interface ExecPlugin {
  /** What the plugin printed last, while it is valid; runs it when there is none, or when it is `stale`. */
  credential(stale?: boolean): Promise<ExecCredential>
  /** Ends a plugin that runs. */
  close(): void
}

export interface ExecSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** stdin is a terminal */
  readonly terminal: boolean
  /** milliseconds since 1970 */
  readonly now: () => number
}

/** The credentials that an exec plugin of a kubeconfig prints (client-go credential plugins). */
export function createExecPlugin(exec: JsonObject, cluster: JsonObject, around: ExecSurroundings): ExecPlugin {
  let kept: {value: ExecCredential; until: number} | undefined
  let running: Promise<ExecCredential> | undefined
  const children = new Set<ChildProcess>()
  const renew = async () => {
    const status = await statusOf(exec, cluster, around, children)
    const value = credentialOf(status)
    const until = typeof status['expirationTimestamp'] === 'string' ? Date.parse(status['expirationTimestamp']) : Number.NaN
    kept = {value, until: Number.isNaN(until) ? Number.POSITIVE_INFINITY : until}
    return value
  }
  return {
    async credential(stale) {
      if (kept && !stale && around.now() < kept.until) return kept.value
      running ??= renew().finally(() => {
        running = undefined
      })
      return running
    },
    close() {
      for (const child of children) child.kill('SIGKILL')
    },
  }
}

async function statusOf(
  exec: JsonObject,
  cluster: JsonObject,
  around: ExecSurroundings,
  children: Set<ChildProcess>,
): Promise<JsonObject> {
  const apiVersion = String(exec['apiVersion'])
  const spec = {interactive: isInteractive(exec, around), ...(exec['provideClusterInfo'] === true && {cluster})}
  const info = JSON.stringify({kind: 'ExecCredential', apiVersion, spec})
  const printed = await outputOf(
    exec,
    {...around, path: around.env['PATH'] ?? '', env: {...around.env, ...ownEnv(exec), KUBERNETES_EXEC_INFO: info}},
    children,
    spec.interactive,
  )
  const refused = (why: string) => failure(`decoding stdout: ${why}`)
  const answer = await parseExecAnswer(printed).catch((error: unknown) => {
    throw refused(messageOf(error))
  })
  const fault = execAnswerFault(answer)
  if (fault !== undefined) throw refused(fault)
  if (answer.apiVersion !== apiVersion)
    throw failure(`exec plugin is configured to use API version ${apiVersion}, plugin returned version ${answer.apiVersion}`)
  const {status} = answer.value
  if (!isObject(status)) throw failure("exec plugin didn't return a status field")
  return status
}

function credentialOf(status: JsonObject): ExecCredential {
  const [token, cert, key] = ['token', 'clientCertificateData', 'clientKeyData'].map((name) => textOf(status[name]))
  if (!token && !cert && !key) throw failure("exec plugin didn't return a token or cert/key pair")
  if (!cert !== !key) throw failure('exec plugin returned only certificate or key, not both')
  const certificate = cert && key ? keyPairOf(cert, key) : undefined
  if (typeof certificate === 'string') throw failure(`failed parsing client key/certificate: ${certificate}`)
  return {token: token || undefined, certificate}
}

const textOf = (value: JsonValue | undefined) => (typeof value === 'string' ? value : '')

function ownEnv(exec: JsonObject): Record<string, string> {
  const entries = Array.isArray(exec['env']) ? exec['env'].filter(isObject) : []
  return Object.fromEntries(entries.map((entry) => [textOf(entry['name']), textOf(entry['value'])]))
}

function isInteractive(exec: JsonObject, {terminal}: ExecSurroundings): boolean {
  const mode = exec['interactiveMode'] ?? 'IfAvailable'
  if (mode === 'Always' && !terminal)
    throw failure('exec plugin cannot support interactive mode: standard input is not a terminal')
  return mode !== 'Never' && terminal
}

/** What the plugin writes to stdout; its stderr is the user's. */
function outputOf(
  exec: JsonObject,
  {env, path}: ExecSurroundings & {path: string},
  children: Set<ChildProcess>,
  interactive: boolean,
): Promise<Uint8Array> {
  const command = String(exec['command'])
  const args = Array.isArray(exec['args']) ? exec['args'].map(String) : []
  const file = command.includes('/') ? command : lookPath(command, path)
  if (file === undefined) return Promise.reject(failure(notFound(command, textOf(exec['installHint']))))
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      argv0: command,
      env: env as NodeJS.ProcessEnv,
      stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
    })
    children.add(child)
    const parts: Buffer[] = []
    child.stdout?.on('data', (part: Buffer) => parts.push(part))
    child.on('error', (error) => reject(failure(`exec: fork/exec ${command}: ${goErrno(error)}`)))
    child.on('close', (code) => {
      children.delete(child)
      if (code === 0) resolve(Buffer.concat(parts))
      else reject(failure(`exec: executable ${command} failed with exit code ${code ?? -1}`))
    })
  })
}

function notFound(command: string, hint: string): string {
  return `exec: executable ${command} not found\n${PLUGIN_HELP}${hint === '' ? '' : `\n\n${hint}`}`
}

const failure = (why: string) => new CredentialError(`getting credentials: ${why}`)
