import {describe, expect, it} from 'vitest'
import {migrateCluster} from '../../../../src/lib/actions/migrate/migrate-cluster.js'
import {explainNoMatch} from '../../../../src/lib/actions/verbs/no-match.js'
import {ApiError, NoMatchError} from '../../../../src/lib/errors/api-error.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'

const CRD: KubeObject = {
  ...{apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: {name: 'alerts.example.com'}},
  spec: {group: 'example.com', names: {kind: 'Alert'}, versions: [{name: 'v1', storage: true}, {name: 'v0'}]},
  status: {storedVersions: ['v0', 'v1']},
}
const alert = (resourceVersion: string, ...managers: string[]): KubeObject => ({
  ...{apiVersion: 'example.com/v1', kind: 'Alert'},
  metadata: {
    ...{name: 'a', namespace: 'x', resourceVersion},
    managedFields: managers.map((manager) => ({manager, operation: 'Apply', apiVersion: 'example.com/v0'})),
  },
})
const refusal = (code: number, reason: string) => new ApiError({kind: 'Status', code, reason, message: `${reason}!`})

/** Runs it on a cluster that refuses these requests, each once or for ever; gives what was said and what was sent. */
async function migrate(refusals: Readonly<Record<string, Error[]>>) {
  const [said, sent]: [string[], unknown[]] = [[], []]
  const asked = (what: string) => {
    const [error] = refusals[what]?.splice(0, 1) ?? []
    if (error) throw error
  }
  const kube = {
    list: async ({kind}: KubeObject) => {
      asked(`list ${kind}`)
      return {items: kind === 'Alert' ? [alert('1', 'one')] : [CRD]}
    },
    get: async ({kind}: KubeObject) => {
      asked(`get ${kind}`)
      return kind === 'Alert' ? alert('2', 'one', 'two') : CRD
    },
    patch: async (_: unknown, {body}: {body: unknown}) => {
      sent.push(body)
      asked('patch')
    },
    update: async () => asked('update'),
  }
  const out = {action: () => undefined, success: (text: string) => said.push(text)}
  const context = {kube, out, clock: {sleep: async () => undefined}, signal: new AbortController().signal}
  const thrown = await migrateCluster(context as never).then(
    () => undefined,
    (error: Error) => error,
  )
  return {said, sent, thrown, error: thrown?.message}
}

describe('flux migrate on a cluster', () => {
  it('says of a stored version that is not served that the kind is not in it, as flux does', async () => {
    const {thrown, error} = await migrate({'list Alert': [new NoMatchError('example.com/v1', 'Alert')]})
    const failed = 'failed to migrate resources for CRD alerts.example.com: failed to list resources for CRD alerts.example.com'
    expect(error).toBe(`${failed}: no matches for kind "Alert" in version "example.com/v1"`)
    const ctx = {kube: {resources: async () => []}, signal: new AbortController().signal}
    expect(await explainNoMatch(ctx as never, thrown)).toBe(thrown)
  })

  it('keeps managers that were written since the list was read', async () => {
    const {error, sent, said} = await migrate({patch: [refusal(409, 'Conflict')]})
    expect(error).toBeUndefined()
    const bodies = sent as {path: string; value: unknown}[][]
    expect(bodies.map(([version, fields]) => [version!.value, (fields!.value as unknown[]).length])).toEqual([
      ['1', 1],
      ['2', 2],
    ])
    expect(said[0]).toBe('Alert/x/a migrated to version v1')
  })

  it('passes over objects that are gone', async () => {
    expect((await migrate({patch: [refusal(404, 'NotFound')]})).said[0]).toBe('alerts.example.com migrated to storage version v1')
  })

  // recorded from flux 2.9.5 with accounts that lack one right after the other
  it.each([
    ['list CustomResourceDefinition', 'failed to list CRDs: Forbidden!'],
    ['get CustomResourceDefinition', 'failed to get CRD alerts.example.com: Forbidden!'],
    [
      'list Alert',
      'failed to migrate resources for CRD alerts.example.com: failed to list resources for CRD alerts.example.com: Forbidden!',
    ],
    ['patch', 'failed to migrate resources for CRD alerts.example.com:  Alert/x/a failed to migrate: Forbidden!'],
    ['update', 'failed to update CRD alerts.example.com status: Forbidden!'],
  ])('says what it may not: %s', async (request, words) => {
    expect((await migrate({[request]: [refusal(403, 'Forbidden')]})).error).toBe(words)
  })
})
