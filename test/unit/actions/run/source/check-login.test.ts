import {describe, expect, it} from 'vitest'
import {checkLogin} from '../../../../../src/lib/actions/run/source/check-login.js'
import {GitError} from '../../../../../src/lib/adapters/git/git-error.js'
import {ApiError} from '../../../../../src/lib/errors/api-error.js'
import type {GitCloneOptions} from '../../../../../src/lib/ports/git.js'

const meta = {name: 'flux-system', namespace: 'flux-system'}
const source = (url: string) => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: meta,
  spec: {url, ref: {branch: 'main'}},
})
const secret = (stringData: Record<string, string>) => ({apiVersion: 'v1', kind: 'Secret', metadata: meta, stringData})

function setup(there: boolean, fault?: Error) {
  const asked: GitCloneOptions[] = []
  const ctx = {
    signal: new AbortController().signal,
    kube: {
      async get() {
        if (!there) throw new ApiError({code: 404, reason: 'NotFound', message: 'not found'})
        return secret({})
      },
    },
    git: {
      async clone(options: GitCloneOptions) {
        asked.push(options)
        if (fault) throw fault
      },
    },
  }
  return {ctx: ctx as never, asked}
}

describe('checkLogin', () => {
  it('asks nothing when there is no Secret to spoil', async () => {
    const {ctx, asked} = setup(false)
    await checkLogin(ctx, source('https://git.example.com/fleet'), secret({username: 'a', password: 'b'}))
    expect(asked).toEqual([])
  })

  it('refuses a login that the repository refuses, without showing it', async () => {
    const {ctx} = setup(true, new GitError('git-auth', 'authentication required'))
    const checked = checkLogin(ctx, source('https://git.example.com/fleet'), secret({username: 'a', password: 'canary'}))
    await expect(checked).rejects.toMatchObject({
      code: 'login-refused',
      message: 'authentication required: the Secret flux-system/flux-system stays as it was',
    })
  })

  it('leaves other faults to the controller', async () => {
    const {ctx, asked} = setup(true, new GitError('git-network', 'connection refused'))
    await checkLogin(ctx, source('ssh://me@git.example.com/fleet'), secret({identity: 'k', known_hosts: 'h'}))
    expect(asked[0]).toMatchObject({ref: {branch: 'main'}, auth: {username: 'me', identity: 'k', knownHosts: 'h'}})
  })
})
