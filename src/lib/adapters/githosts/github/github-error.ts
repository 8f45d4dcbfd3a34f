import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {isObject, type JsonValue} from '../../../formats/json/value.js'
import {hintsFor} from '../host-caller.js'

/** What octokit throws, told by its shape: its class comes with the library. */
interface RequestError extends Error {
  readonly status: number
  readonly request: {readonly method: string; readonly url: string}
  readonly response?: {readonly headers: Record<string, string>; readonly data: JsonValue}
}

const RIGHTS =
  'classic ones need the scope `repo`, others Administration and Contents (read and write) of the repository, and the organisation must allow the token'

export const isMissing = (error: unknown): boolean => (error as Partial<RequestError>).status === 404

/** `GET https://...: 403 message []`, as flux shows what GitHub refuses. */
export function gitHubError(error: unknown): FluxError {
  const {cause, request, response, status} = error as RequestError
  if (cause instanceof FluxError) return cause
  if (error instanceof FluxError) return error
  if (!response) return new FluxError('git-host', messageOf(error), {cause: error})
  const data = isObject(response.data) ? response.data : {}
  const faults = Array.isArray(data.errors) ? data.errors.map(shown).join(' ') : ''
  return new FluxError('git-host', `${request.method} ${request.url}: ${status} ${data.message ?? ''} [${faults}]`, {
    cause: error,
    hints: hintsFor({status, headers: response.headers}, RIGHTS),
  })
}

function shown(fault: JsonValue): string {
  if (!isObject(fault)) return String(fault)
  const {resource = '', field = '', code = '', message = ''} = fault
  return `{Resource:${resource} Field:${field} Code:${code} Message:${message}}`
}
