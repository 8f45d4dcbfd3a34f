import type {ApiError} from '../../../errors/api-error.js'
import {applyConflict} from '../status.js'
import {compare, type Manager, type Managers} from './manager.js'
import type {Conflict} from './ownership.js'
import {describeElement} from './sets/element.js'
import {pathsOf} from './sets/field-set.js'

/** 409 with one cause per field, grouped by manager in the message. */
export function conflictError(conflicts: readonly Conflict[], managers: Managers): ApiError {
  const sorted = [...conflicts].sort((a, b) => compare(a.identity, b.identity))
  const groups = sorted.map(({identity, fields}) => ({
    who: describeManager(managers.get(identity) as Manager),
    paths: pathsOf(fields).map((path) => path.map(describeElement).join('')),
  }))
  const causes = groups.flatMap(({who, paths}) =>
    paths.map((field) => ({reason: 'FieldManagerConflict', message: `conflict with ${who}`, field})),
  )
  if (causes.length === 1) {
    const [cause] = causes as [(typeof causes)[0]]
    return applyConflict(`Apply failed with 1 conflict: ${cause.message}: ${cause.field}`, causes)
  }
  const lines = groups.flatMap(({who, paths}) => [`conflicts with ${who}:`, ...paths.map((path) => `- ${path}`)])
  return applyConflict(`Apply failed with ${causes.length} conflicts: ${lines.join('\n')}`, causes)
}

function describeManager({manager, operation, apiVersion, subresource}: Manager): string {
  const name = JSON.stringify(manager) + (subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`)
  return operation === 'Update' ? `${name} using ${apiVersion}` : name
}
