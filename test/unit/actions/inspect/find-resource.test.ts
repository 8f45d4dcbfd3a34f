import {describe, expect, it} from 'vitest'
import {exactKind, findResource} from '../../../../src/lib/actions/inspect/find-resource.js'
import type {KubeClient} from '../../../../src/lib/ports/kube.js'
import {RefusedError, UnreachableError} from '../../../../src/lib/wiring/dial-error.js'

const failing = (error: Error) => ({resources: () => Promise.reject(error)}) as unknown as KubeClient
const {signal} = new AbortController()

describe('a server that does not tell what it serves', () => {
  const refused = new RefusedError('the server has asked for the client to provide credentials', 'unauthorized', {path: '/api'})
  const silent = new UnreachableError('https://a', 'EOF', undefined, {path: '/api'})

  it('is told in the words of kubectl when a word is looked up', async () => {
    await expect(findResource(failing(refused), 'deploy', signal)).rejects.toMatchObject({
      message: refused.plain,
      code: 'unauthorized',
    })
    await expect(findResource(failing(silent), 'deploy', signal)).rejects.toThrow(/^Get "https:\/\/a\/api\?timeout=32s": EOF$/)
  })

  it('is told as a failure to find the object when its kind is known', async () => {
    const kind = {apiVersion: 'apps/v1', kind: 'Deployment'}
    await expect(exactKind(failing(silent), kind, signal)).rejects.toThrow(
      /^failed to find object: failed to get server groups: Get "https:\/\/a\/api": EOF$/,
    )
  })
})

describe('a word that names no kind', () => {
  const empty = {resources: async () => []} as unknown as KubeClient

  it.each([
    ['Foo', 'Foo'],
    ['ArtifactGenerator.v1beta1.source.extensions.fluxcd.io', 'ArtifactGenerator'],
  ])('%s is repeated as it was typed, without group', async (word, said) => {
    const message = `the server doesn't have a resource type "${said}"`
    await expect(findResource(empty, word, signal)).rejects.toMatchObject({code: 'unknown-resource', message})
  })
})
