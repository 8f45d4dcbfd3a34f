import {describe, expect, it} from 'vitest'
import {createKubeClient} from '../../../../src/lib/adapters/kube/client.js'
import {placeOfKind} from '../../../../src/lib/kinds/registry.js'
import type {KubeRequest, KubeResponse, KubeTransport} from '../../../../src/lib/ports/kube.js'

type Answer = Partial<KubeResponse> | Error

const GROUP = '/apis/kustomize.toolkit.fluxcd.io/v1'
const LIST = `${GROUP}/namespaces/apps/kustomizations`
const KIND = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'}
const REF = {...KIND, namespace: 'apps', name: 'web'}
const resource = {name: 'kustomizations', singularName: 'kustomization', namespaced: true, kind: 'Kustomization', verbs: []}
const DISCOVERY = {body: {kind: 'APIResourceList', resources: [resource]}}
const GROUPS = {body: {kind: 'APIGroupList', groups: []}}
const OBJECT = {kind: 'Kustomization', metadata: {name: 'web'}}
const status = (code: number, reason: string) => ({status: code, body: {kind: 'Status', code, reason, message: reason}})
const named = (name: string) => Object.assign(new Error(name), {name})

/** A client of a server that answers by path, and what it was asked. */
function world(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = []
  const request = async ({method, path}: KubeRequest): Promise<KubeResponse> => {
    asked.push(`${method} ${path}`)
    const answer = answers[path] ?? {status: 404, body: '404 page not found'}
    if (answer instanceof Error) throw answer
    return {status: 200, headers: {}, body: undefined, warnings: [], ...answer}
  }
  const transport = {server: 'https://x', request} as unknown as KubeTransport
  const clock = {sleep: async () => undefined}
  return {asked, client: createKubeClient({transport, clock, random: {float: () => 0}, expected: placeOfKind})}
}

describe('kinds whose place is known', () => {
  it('are read by one request, and written by one more', async () => {
    const {asked, client} = world({[LIST]: {body: {kind: 'KustomizationList', items: [OBJECT]}}, [`${LIST}/web`]: {body: OBJECT}})
    expect((await client.list(KIND, {namespace: 'apps'})).items).toHaveLength(1)
    expect(await client.get(REF)).toEqual(OBJECT)
    await client.patch(REF, {type: 'merge', body: {}})
    expect(asked).toEqual([`GET ${LIST}`, `GET ${LIST}/web`, `PATCH ${LIST}/web`])
  })

  it('are asked about before they are written where nothing was read', async () => {
    const {asked, client} = world({[GROUP]: DISCOVERY, [`${LIST}/web`]: {body: OBJECT}})
    await client.patch(REF, {type: 'merge', body: {}})
    await client.get(REF)
    expect(asked).toEqual([`GET ${GROUP}`, `PATCH ${LIST}/web`, `GET ${LIST}/web`])
  })

  it('are told to be missing as other kinds are', async () => {
    const {asked, client} = world({'/apis': GROUPS})
    await expect(client.list(KIND, {namespace: 'apps'})).rejects.toThrow(
      'no matches for kind "Kustomization" in version "kustomize.toolkit.fluxcd.io/v1"',
    )
    expect(asked).toEqual([`GET ${LIST}`, `GET ${GROUP}`, 'GET /apis'])
  })

  it('are not told to be missing where there is no API server', async () => {
    const {client} = world({})
    await expect(client.list(KIND)).rejects.toThrow('the server could not find the requested resource (get /apis)')
  })

  it('are told to be missing without another look at a server that has answered', async () => {
    const {asked, client} = world({[LIST]: {body: {kind: 'KustomizationList', items: [OBJECT]}}})
    await client.list(KIND, {namespace: 'apps'})
    await expect(client.list({apiVersion: 'image.toolkit.fluxcd.io/v1', kind: 'ImagePolicy'})).rejects.toThrow('no matches')
    expect(asked).not.toContain('GET /apis')
  })

  it('fail with the first answer when the server does know them', async () => {
    for (const answer of [status(403, 'Forbidden'), status(500, 'InternalError'), status(404, 'NotFound')]) {
      const {asked, client} = world({[GROUP]: DISCOVERY, [`${LIST}/web`]: answer})
      await expect(client.get(REF)).rejects.toMatchObject({code: answer.status})
      expect(asked).toEqual([`GET ${LIST}/web`, `GET ${GROUP}`])
    }
  })

  it('fail with what the server says about itself first: a login that is refused, something that is no API server', async () => {
    const refused = world({[GROUP]: status(401, 'group'), [LIST]: status(401, 'list')})
    await expect(refused.client.list(KIND, {namespace: 'apps'})).rejects.toThrow('group')
    const page = {body: '<html>'}
    const other = world({[GROUP]: {...page, status: 503}, [LIST]: page})
    await expect(other.client.list(KIND, {namespace: 'apps'})).rejects.toMatchObject({code: 503})
    const late = world({[GROUP]: named('TimeoutError'), [LIST]: named('TimeoutError')})
    await expect(late.client.list(KIND, {namespace: 'apps'})).rejects.toThrow('TimeoutError')
    expect(late.asked).toEqual([`GET ${LIST}`, `GET ${GROUP}`])
  })

  it('are not asked for twice where nobody answers', async () => {
    const {asked, client} = world({[LIST]: named('UnreachableError')})
    await expect(client.list(KIND, {namespace: 'apps'})).rejects.toThrow('UnreachableError')
    expect(asked).toEqual([`GET ${LIST}`])
  })

  it('are found where the server has them', async () => {
    const elsewhere = {body: {kind: 'APIResourceList', resources: [{...resource, name: 'ks', namespaced: false}]}}
    const {asked, client} = world({[GROUP]: elsewhere, [`${GROUP}/ks/web`]: {body: OBJECT}})
    expect(await client.get(REF)).toEqual(OBJECT)
    expect(await client.get(REF)).toEqual(OBJECT)
    expect(asked).toEqual([`GET ${LIST}/web`, `GET ${GROUP}`, `GET ${GROUP}/ks/web`, `GET ${GROUP}/ks/web`])
  })

  it('tell a name that cannot be only after the server was reached', async () => {
    const {asked, client} = world({[GROUP]: DISCOVERY})
    await expect(client.get({...REF, name: 'a/b'})).rejects.toThrow('may not contain')
    expect(asked).toEqual([`GET ${GROUP}`])
  })

  it('are none in another version', async () => {
    const {asked, client} = world({'/apis': GROUPS})
    await expect(client.get({...REF, apiVersion: 'kustomize.toolkit.fluxcd.io/v9'})).rejects.toThrow('no matches for kind')
    expect(asked).toEqual(['GET /apis/kustomize.toolkit.fluxcd.io/v9', 'GET /apis'])
  })
})
