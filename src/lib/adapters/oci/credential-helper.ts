import {spawn} from 'node:child_process'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {parseJson} from '../../formats/json/parse.js'
import {isObject} from '../../formats/json/value.js'
import type {Credentials} from './registry-auth.js'

const MAX_ANSWER = 64 * 1024
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
/** what a helper says where it knows nothing, and exits with 1 */
const UNKNOWN = 'credentials not found in native keychain'

/**
 * What docker's helper of a name keeps for an address: docker and its kin keep logins in the system's keychain that way.
 * @throws FluxError `fetch-failed` when the helper is not there, or fails
 */
export async function askCredentialHelper(name: string, address: string): Promise<Credentials | undefined> {
  if (!NAME.test(name))
    throw new FluxError('fetch-failed', `the docker config names a credential helper that is none: ${JSON.stringify(name)}`)
  const program = `docker-credential-${name}`
  const {code, text} = await ask(program, address).catch((error: unknown) => {
    throw new FluxError('fetch-failed', `the credential helper ${program} cannot be run: ${faultOf(program, error)}`, {
      hints: ["it is named by the docker config: install it, or remove it from 'credHelpers' and 'credsStore'"],
      cause: error,
    })
  })
  if (code !== 0) {
    if (text.includes(UNKNOWN)) return undefined
    throw new FluxError('fetch-failed', `the credential helper ${program} failed with ${code} for ${address}`)
  }
  const answer = readAnswer(text, program)
  const {Username: username, Secret: secret} = answer
  if (typeof username !== 'string' || typeof secret !== 'string' || secret === '') return undefined
  return username === '<token>' ? {username: '', password: '', identity: secret} : {username, password: secret}
}

/** As Go says it: what lies in a folder that may not be looked into is not there either. */
function faultOf(program: string, error: unknown): string {
  const isMissing = ['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')
  return isMissing ? `exec: ${JSON.stringify(program)}: executable file not found in $PATH` : messageOf(error)
}

function readAnswer(text: string, program: string) {
  try {
    const answer = parseJson(text)
    if (isObject(answer)) return answer
  } catch {
    // told below, without what may be a secret
  }
  throw new FluxError('fetch-failed', `the credential helper ${program} does not answer in JSON`)
}

function ask(program: string, address: string): Promise<{code: number; text: string}> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], {stdio: ['pipe', 'pipe', 'inherit'], timeout: 60_000})
    let text = ''
    child.on('error', reject)
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text = (text + part).slice(0, MAX_ANSWER)
    })
    child.on('close', (code) => resolve({code: code ?? -1, text}))
    // a helper that reads nothing closes the pipe
    child.stdin.on('error', () => undefined)
    child.stdin.end(address)
  })
}
