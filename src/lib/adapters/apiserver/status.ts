import {ApiError} from '../../errors/api-error.js'
import {goQuote} from '../../errors/go-quote.js'
import type {JsonObject} from '../../formats/json/value.js'
import type {FieldError, ServedResource} from './hooks.js'

/** What an error is about; `group` empty for the core group. */
export type About = Pick<ServedResource, 'group' | 'resource'>

/** `deployments.apps`, `configmaps`. */
export function qualified(about: About): string {
  return about.group === '' ? about.resource : `${about.resource}.${about.group}`
}

function failure(code: number, reason: string, message: string, details?: JsonObject): ApiError {
  return new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === '' ? {} : {reason}),
    ...(details === undefined ? {} : {details}),
    code,
  })
}

function detailsOf(about: About, name: string): JsonObject {
  return {
    ...(name === '' ? {} : {name}),
    ...(about.group === '' ? {} : {group: about.group}),
    ...(about.resource === '' ? {} : {kind: about.resource}),
  }
}

/** 404 `deployments.apps "web" not found`. */
export function notFound(about: About, name: string): ApiError {
  return failure(404, 'NotFound', `${qualified(about)} ${goQuote(name)} not found`, detailsOf(about, name))
}

/** 404 of a path that nobody serves. */
export function pathNotFound(): ApiError {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {})
}

/** 409 of a create whose name is taken. */
export function alreadyExists(about: About, name: string, deleting = false): ApiError {
  const prefix = deleting ? 'object is being deleted: ' : ''
  return failure(409, 'AlreadyExists', `${prefix}${qualified(about)} ${goQuote(name)} already exists`, detailsOf(about, name))
}

/** 409 of a made-up name that is taken, too. */
export function notGenerated(about: About, name: string): ApiError {
  const text = `${qualified(about)} ${goQuote(name)} already exists, the server was not able to generate a unique name for the object`
  return failure(409, 'AlreadyExists', text, {...detailsOf(about, name), retryAfterSeconds: 1})
}

/** 409 `Operation cannot be fulfilled on ...: <text>`. */
export function conflict(about: About, name: string, text: string): ApiError {
  return failure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(about)} ${goQuote(name)}: ${text}`,
    detailsOf(about, name),
  )
}

/** 409 of a stale resourceVersion. */
export function staleConflict(about: About, name: string): ApiError {
  return conflict(about, name, 'the object has been modified; please apply your changes to the latest version and try again')
}

/** 409 of server-side apply; text and causes are made by the field manager. */
export function applyConflict(message: string, causes: readonly FieldError[]): ApiError {
  return failure(409, 'Conflict', message, {causes: causes.map((cause) => ({...cause}))})
}

/** 400 with free text. */
export function badRequest(message: string): ApiError {
  return failure(400, 'BadRequest', message)
}

/** 403 `configmaps "a" is forbidden: <text>`. */
export function forbidden(about: About, name: string, text: string): ApiError {
  const subject = name === '' ? `${qualified(about)} is forbidden` : `${qualified(about)} ${goQuote(name)} is forbidden`
  return failure(403, 'Forbidden', `${subject}: ${text}`, detailsOf(about, name))
}

/** 422 `Deployment.apps "web" is invalid: [...]` with causes. */
export function invalid(kind: {group: string; kind: string}, name: string, errors: readonly FieldError[]): ApiError {
  // the server's own form of events belongs to the core group
  const group = kind.group === 'events.k8s.io' ? '' : kind.group
  const what = group === '' ? kind.kind : `${kind.kind}.${group}`
  const texts = [...new Set(errors.map(({field, message}) => `${field}: ${message}`))]
  const text = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`
  return failure(422, 'Invalid', `${what} ${goQuote(name)} is invalid: ${text}`, {
    ...(name === '' ? {} : {name}),
    ...(group === '' ? {} : {group}),
    ...(kind.kind === '' ? {} : {kind: kind.kind}),
    causes: errors.map(({reason, message, field}) => ({reason, message, field})),
  })
}

/** 405 of a built-in kind or a path of the server's own. */
export function methodNotAllowed(): ApiError {
  return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})
}

/** Any other refusal of the server. */
export function statusError(code: number, reason: string, message: string, details?: JsonObject): ApiError {
  return failure(code, reason, message, details)
}
