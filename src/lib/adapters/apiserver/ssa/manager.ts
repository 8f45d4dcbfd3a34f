import type {FieldSet} from './sets/field-set.js'

/** One entry of managedFields. */
export interface Manager {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly subresource: string
  /** absent when the entry was never more than claimed (an apply that changed nothing) */
  readonly time: string | undefined
  readonly set: FieldSet
}

/** Who owns what, by identity. Never changed in place. */
export type Managers = ReadonlyMap<string, Manager>

export const noManagers: Managers = new Map()

/** What tells managers apart: an applier keeps its identity across versions, an updater does not. Sorts as the server sorts. */
export function identityOf(manager: Pick<Manager, 'manager' | 'operation' | 'apiVersion' | 'subresource'>): string {
  const {manager: name, operation, apiVersion, subresource} = manager
  const who = name === '' ? '' : `"manager":${quoted(name)},`
  const version = operation === 'Apply' ? '' : `,"apiVersion":${quoted(apiVersion)}`
  const part = subresource === '' ? '' : `,"subresource":${quoted(subresource)}`
  return `{${who}"operation":"${operation}"${version}${part}}`
}

/** Most names have nothing in them that would have to be escaped. */
const quoted = (text: string): string => (/^[\w./:-]*$/.test(text) ? `"${text}"` : JSON.stringify(text))

/** Seconds since the epoch; 0 without a time. */
export function secondsOf(manager: Manager): number {
  return manager.time === undefined ? 0 : Math.floor(Date.parse(manager.time) / 1000)
}

export function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
