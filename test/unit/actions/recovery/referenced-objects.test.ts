import {describe, expect, it} from 'vitest'
import {readReferenced} from '../../../../src/lib/actions/recovery/referenced-objects.js'
import {ApiError} from '../../../../src/lib/errors/api-error.js'
import type {KubeClient, KubeObject, ObjectRef} from '../../../../src/lib/ports/kube.js'

const source = (name: string): KubeObject => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: {name, namespace: name},
  spec: {secretRef: {name: `auth-${name}`}},
})

/** Answers in the order of `first`, whatever was asked first; some Secrets are not there. */
function server(names: readonly string[]): KubeClient {
  const waiting: (() => void)[] = []
  const asked = async ({kind, name}: ObjectRef) => {
    if (name.startsWith('auth-')) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        // the last one that is asked for is answered first
        if (waiting.length === names.length) for (const answer of waiting.reverse()) answer()
      })
    }
    if (name === 'auth-b') return {apiVersion: 'v1', kind, metadata: {name, namespace: 'b'}}
    const [code, reason] = name === 'auth-d' ? [403, 'Forbidden'] : [404, 'NotFound']
    throw new ApiError({kind: 'Status', code, reason, message: reason})
  }
  return {get: asked, list: async () => ({items: []})} as unknown as KubeClient
}

describe('what objects refer to', () => {
  it('is told in the order of the objects, whatever is answered first', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const ctx = {kube: server(names), signal: new AbortController().signal}
    const found = await readReferenced(ctx, names.map(source))
    expect(found.missing.filter(({name}) => name.startsWith('auth-')).map(({name}) => name)).toEqual([
      'auth-a',
      'auth-c',
      'auth-e',
    ])
    expect(found.objects.map(({metadata}) => metadata.name)).toEqual(['auth-b'])
    expect(found.unread.map(({wanted}) => wanted.name)).toEqual(['auth-d'])
  })
})
