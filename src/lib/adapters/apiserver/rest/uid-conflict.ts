import {conflict} from '../status.js'
import type {ObjectTarget} from './target.js'

/** What the storage calls kinds by. */
const KEYS: Readonly<Record<string, string>> = {
  '/endpoints': 'services/endpoints',
  '/nodes': 'minions',
  '/replicationcontrollers': 'controllers',
  '/services': 'services/specs',
  'networking.k8s.io/ingresses': 'ingress',
}
/** Other servers' kinds are kept below their group. */
const GROUPED = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io'])

/** 409 of a write to an object of another uid, or to none at all. */
export function uidConflict(target: ObjectTarget, uid: string, live: string | undefined, dryRun: boolean): Error {
  const {entry, namespace, name} = target
  const prefix = entry.crd || GROUPED.has(entry.group) ? `${entry.group}/` : ''
  const kept = KEYS[`${entry.group}/${entry.resource}`] ?? entry.resource
  // a rehearsal does not get to where the storage puts its root before a key
  const key = `${dryRun ? '' : '/registry'}/${prefix}${kept}/${namespace === '' ? '' : `${namespace}/`}${name}`
  return conflict(
    entry,
    name,
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live ?? ''}`,
  )
}
