import {describe, expect, it} from 'vitest'
import {describedApi} from '../../fakes/githosts/described-api.js'
import type {HostCall} from '../../fakes/githosts/host-server.js'

/** The check that the fake of GitHub rests on. */
describe('describedApi', () => {
  const api = describedApi('github-openapi.json', ({body}) => ({status: (body as {answer?: number} | undefined)?.answer ?? 201}))
  const ask = async (line: string, body?: unknown) => {
    const [method = '', target = ''] = line.split(' ')
    const url = new URL(target, 'https://host')
    const call: HostCall = {method, path: url.pathname, query: url.searchParams, headers: {}, body}
    return (await api(call))?.status
  }

  it('lets through what GitHub describes', async () => {
    expect(await ask('POST /repos/acme/fleet/keys', {title: 'a', key: 'ssh-ed25519 AAAA', read_only: true})).toBe(201)
    expect(await ask('POST /orgs/acme/repos', {name: 'fleet', private: true})).toBe(201)
  })

  it.each([
    ['POST /repos/acme/fleet/keys', {title: 'a'}, "must have required property 'key'"],
    ['POST /repos/acme/fleet/keys', undefined, 'a body is required'],
    ['POST /repos/acme/fleet/keys', {key: 'k', read_only: 'yes'}, 'must be boolean'],
    ['POST /repos/acme/fleet/keys', {key: 'k', readOnly: true}, 'must NOT have additional properties'],
    ['GET /repos/acme/fleet/keys?per_page=many', undefined, 'must be integer'],
    ['GET /repos/acme/fleet/keys?pagesize=3', undefined, 'must NOT have additional properties'],
    ['GET /repos/acme/fleet', {a: 1}, 'no body is known'],
    ['GET /repos/acme/fleet/hooks', undefined, 'not described'],
    ['PATCH /repos/acme/fleet', {}, 'not described'],
    ['GET /repos/acme/fleet', undefined, 'never answers 201'],
  ])('refuses %s with %o', async (line, body, words) => {
    await expect(ask(line, body)).rejects.toThrow(words)
  })
})
