import {describe, expect, it} from 'vitest'
import {readServed} from '../../../src/lib/apply/served-ref.js'
import {ApiError, NoMatchError} from '../../../src/lib/errors/api-error.js'
import type {KubeClient, KubeObject, ObjectRef} from '../../../src/lib/ports/kube.js'

const SERVED = ['example.com/v2', 'other.com/v1', 'v1']
const served = SERVED.map((apiVersion) => {
  const [version = '', group = ''] = apiVersion.split('/').reverse()
  return {group, version, kind: 'Thing'}
})

const kube = {
  async get({apiVersion, kind, name}: ObjectRef): Promise<KubeObject> {
    if (!SERVED.includes(apiVersion) || kind !== 'Thing') throw new NoMatchError(apiVersion, kind)
    if (name === 'gone') throw new ApiError({code: 404, reason: 'NotFound', message: 'things "gone" not found'})
    return {apiVersion, kind, metadata: {name}}
  },
  resources: async () => served,
} as unknown as KubeClient
const read = (apiVersion: string, name = 'a', kind = 'Thing') => readServed(kube, {apiVersion, kind, name}, {})

describe('an object of an inventory', () => {
  it('is read in its version, or in one that its group has now', async () => {
    expect((await read('other.com/v1')).apiVersion).toBe('other.com/v1')
    expect((await read('example.com/v1beta1')).apiVersion).toBe('example.com/v2')
    expect((await read('v0')).apiVersion).toBe('v1')
  })

  it('is missing where its kind is, and where it is not there', async () => {
    await expect(read('nobody.com/v1')).rejects.toThrow('no matches for kind "Thing" in version "nobody.com/v1"')
    await expect(read('example.com/v2', 'a', 'Other')).rejects.toThrow('no matches for kind "Other"')
    await expect(read('example.com/v1', 'gone')).rejects.toThrow('things "gone" not found')
  })
})
