import type {Target} from './case.js'
import {admin, CORE, poll} from './run-case.js'

/** How long controllers may take to give a new Namespace its ServiceAccount, and to end it. */
const PATIENCE_MS = 10_000

/**
 * What nobody does on a cluster that its controllers should do, by one Namespace of that name; empty on a whole cluster.
 * @throws Error when the Namespace cannot be made
 */
export async function missingControllers(target: Target, namespace: string): Promise<readonly string[]> {
  const patient = {...target, patienceMs: PATIENCE_MS}
  const path = `${CORE}/${namespace}`
  const created = await target.send(admin('POST', CORE, {apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}}))
  if (created.status !== 201) throw new Error(`namespace ${namespace}: ${JSON.stringify(created.body)}`)
  const account = await poll(patient, admin('GET', `${path}/serviceaccounts/default`), {status: 200}, (value) => value)
  await target.send(admin('DELETE', path))
  const rest = await poll(patient, admin('GET', path), {status: 404}, (value) => value)
  return [
    ...(account.status === 200 ? [] : ['no ServiceAccount is made in a new Namespace']),
    ...(rest.status === 404 ? [] : ['no Namespace ends that is deleted']),
  ]
}
