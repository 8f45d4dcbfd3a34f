import {ApiError, isNotFound} from '../errors/api-error.js'
import {FluxError, messageOf} from '../errors/flux-error.js'
import {goDialText} from '../errors/go-dial.js'
import {isObject, type JsonValue} from '../formats/json/value.js'
import type {KubeObject, ObjectRef} from '../ports/kube.js'
import type {Change} from './change-set.js'
import {refOf, subjectOf} from './subject.js'

/** An apply that stopped: text as Flux prints it, without the lines of what was done before. */
export class ApplyError extends FluxError {
  override readonly name = 'ApplyError'

  constructor(
    message: string,
    cause?: unknown,
    /** of the stages that were completed before */
    readonly changes: readonly Change[] = [],
    /** of the stage that failed: what it created all the same */
    readonly created: readonly ObjectRef[] = [],
  ) {
    super('apply-failed', message, {cause})
  }
}

/** A refused dry-run (kustomize-controller reference 10.6). */
export function dryRunError(object: KubeObject, error: unknown): ApplyError {
  const subject = subjectOf(refOf(object))
  if (isNotFound(error)) {
    const what = object.metadata.namespace ? 'not found' : 'namespace not specified'
    return new ApplyError(`${subject} ${what}: ${messageOf(error)}`, error)
  }
  const reason = reasonOf(error)
  const words = goDialText(error, '') ?? messageOf(error)
  return new ApplyError(`${subject} dry-run failed${reason === '' ? '' : ` (${reason})`}: ${words}`, error)
}

/** True when deleting and creating anew may help: a conflict, anything Invalid, or a text about immutability. */
export function mayBeImmutable(error: unknown): boolean {
  if (error instanceof ApiError && (error.reason === 'Conflict' || error.reason === 'Invalid')) return true
  return namesImmutability(error)
}

/**
 * True when what others added to the live object may be the fault: Invalid, and not for a change that is never allowed. A
 * port that was edited away, say, comes back beside the edited one, and two ports need names.
 */
export function mayComeOfOthers(error: unknown): boolean {
  return error instanceof ApiError && error.reason === 'Invalid' && !namesImmutability(error)
}

function namesImmutability(error: unknown): boolean {
  return /is\simmutable|immutable\sfield/.test(messageOf(error))
}

function reasonOf(error: unknown): string {
  if (!(error instanceof ApiError)) return ''
  const details = error.status.details
  const causes = isObject(details) && Array.isArray(details.causes) ? (details.causes as JsonValue[]) : []
  const conflict = causes.some((cause) => isObject(cause) && cause.reason === 'FieldManagerConflict')
  return conflict ? 'FieldManagerConflict' : error.reason
}
