import {gunzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {
  decodeRelease,
  encodeRelease,
  type Release,
  releaseRecord,
  storageName,
  storageObject,
  storedRelease,
} from '../../../../../src/lib/engines/helm/index.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const release: Release = {
  ...{name: 'app', namespace: 'team', version: 3, status: 'deployed', description: 'Upgrade complete', notes: 'hi\n'},
  ...{firstDeployed: '2026-01-01T00:00:00Z', lastDeployed: '2026-01-02T00:00:00Z', manifest: '---\n', applyMethod: 'ssa'},
  config: {b: 1, a: {d: null, c: []}},
  chart: {
    metadata: {
      ...{apiVersion: 'v2', name: 'app', version: '1.0.0', keywords: [], sources: [], unknown: 'x'},
      dependencies: [{name: 's', version: '*', enabled: true, tags: []}],
    },
    ...{lock: undefined, values: {z: 1, a: 2}, rawValues: undefined, schema: bytes('{}'), files: [], dependencies: []},
    templates: [{name: 'templates/a.yaml', data: bytes('a: 1\n')}],
  },
  hooks: [
    {
      ...{name: 'h', kind: 'Job', path: 'app/templates/h.yaml', manifest: 'kind: Job\n', events: ['pre-install'], weight: 0},
      ...{deletePolicies: ['hook-succeeded'], outputLogPolicies: []},
    },
  ],
}

describe('releaseRecord', () => {
  it('has the fields of Helm in their order, without what is empty', () => {
    expect(JSON.stringify(releaseRecord(release))).toBe(
      JSON.stringify({
        name: 'app',
        info: {
          first_deployed: '2026-01-01T00:00:00Z',
          last_deployed: '2026-01-02T00:00:00Z',
          ...{description: 'Upgrade complete', status: 'deployed', notes: 'hi\n'},
        },
        chart: {
          metadata: {
            ...{name: 'app', version: '1.0.0', apiVersion: 'v2'},
            dependencies: [{name: 's', version: '*', repository: '', enabled: true}],
          },
          lock: null,
          templates: [{name: 'templates/a.yaml', data: 'YTogMQo='}],
          values: {a: 2, z: 1},
          schema: 'e30=',
          files: null,
        },
        config: {a: {c: [], d: null}, b: 1},
        manifest: '---\n',
        hooks: [
          {
            ...{name: 'h', kind: 'Job', path: 'app/templates/h.yaml', manifest: 'kind: Job\n', events: ['pre-install']},
            ...{last_run: {phase: ''}, delete_policies: ['hook-succeeded']},
          },
        ],
        ...{version: 3, namespace: 'team', apply_method: 'ssa'},
      }),
    )
  })
})

describe('storageObject', () => {
  const options = {namespace: 'storage', createdAt: 5, labels: {mine: 'x'}} as const
  const labels = {mine: 'x', name: 'app', owner: 'helm', status: 'deployed', version: '3', createdAt: '5'}

  it('is a Secret whose data is encoded twice', () => {
    const object = storageObject(release, {kind: 'Secret', ...options})
    expect(object).toMatchObject({
      ...{apiVersion: 'v1', kind: 'Secret', type: 'helm.sh/release.v1'},
      metadata: {name: 'sh.helm.release.v1.app.v3', namespace: 'storage', labels},
    })
    const {release: data} = object.data as {release: string}
    const packed = Buffer.from(Buffer.from(data, 'base64').toString(), 'base64')
    expect(JSON.parse(gunzipSync(packed).toString())).toEqual(releaseRecord(release))
    expect(storedRelease(object)).toEqual(releaseRecord(release))
  })

  it('is a ConfigMap if it shall be', () => {
    const object = storageObject(release, {kind: 'ConfigMap', ...options})
    expect(object.type).toBeUndefined()
    expect(storedRelease(object)).toEqual(releaseRecord(release))
  })

  it("refuses Helm's own labels", () => {
    expect(() => storageObject(release, {kind: 'Secret', namespace: 'x', labels: {owner: 'me'}})).toThrow(
      'user supplied labels contains system reserved label name',
    )
  })

  it('has a name with the revision', () => {
    expect(storageName('a.b', 12)).toBe('sh.helm.release.v1.a.b.v12')
  })
})

describe('decodeRelease', () => {
  it('reads what is not compressed', () => {
    expect(decodeRelease(Buffer.from('{"name":"old"}').toString('base64'))).toEqual({name: 'old'})
  })

  it.each([
    ['no base64 of anything', 'the release cannot be read'],
    [encodeRelease({a: 1}).slice(0, 20), 'the release cannot be read'],
    [Buffer.from('[1]').toString('base64'), 'the release is no JSON object'],
  ])('refuses %j', (text, message) => {
    expect(() => decodeRelease(text)).toThrow(message)
  })

  it('refuses objects without a release', () => {
    expect(() => storedRelease({kind: 'Secret', data: {}} as JsonObject)).toThrow('the object holds no release')
  })
})
