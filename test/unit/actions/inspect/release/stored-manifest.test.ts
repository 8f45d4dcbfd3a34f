import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {gunzip} from '../../../../../src/lib/actions/inspect/release/gunzip.js'
import {manifestObjects} from '../../../../../src/lib/actions/inspect/release/manifest-objects.js'
import {storedManifest} from '../../../../../src/lib/actions/inspect/release/stored-manifest.js'
import {nextSteps} from '../../../../../src/lib/output/next-steps.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'

const secretOf = (release: string | Buffer): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: 'sh.helm.release.v1.web.v3', namespace: 'apps'},
    data: {release: Buffer.from(release).toString('base64')},
  }) as KubeObject

function faultOf(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return error
  }
}

describe("Helm's storage", () => {
  it('that cannot be read is named to people where flux names nothing', () => {
    const fault = faultOf(() => storedManifest(secretOf('***'), 'apps/web'))
    expect(fault).toMatchObject({
      message: 'illegal base64 data at input byte 0',
      cause: {message: "in Secret apps/sh.helm.release.v1.web.v3, Helm's storage of HelmRelease apps/web"},
    })
    const line = {words: ['tree', 'kustomization'], name: 'web', namespace: 'apps', nearFlags: []}
    expect(nextSteps(fault, line)).toEqual([
      'Helm keeps that release in a Secret: kubectl describe secret sh.helm.release.v1.web.v3 -n apps',
    ])
  })

  // flux breaks down
  it('that is empty is told', () => {
    expect(() => storedManifest(secretOf(''), 'apps/web')).toThrow(
      "failed to decode the Helm storage object for HelmRelease 'apps/web': unexpected end of JSON input",
    )
  })

  it('unpacks no more than it may', () => {
    const packed = gzipSync(Buffer.alloc(5000))
    expect(gunzip(packed, 5000)).toHaveLength(5000)
    expect(() => gunzip(packed, 4999)).toThrow('the release unpacks to more than 4999 bytes')
    expect(() => gunzip(Buffer.concat([gzipSync('abc'), packed]), 5002)).toThrow('more than')
  })
})

describe('objects of a manifest', () => {
  // flux shows them whole
  it.each([
    'apiVersion: a/b/c\nkind: Secret\nstringData: {password: CANARY4711}\n',
    'kind: null\nitems:\n- kind: Secret\n  data: {password: CANARY4711}\n',
    '{"kind": "", "data": {"password": "CANARY4711"}}',
  ])('shows no value of what may be a Secret: %j', (manifest) => {
    const fault = faultOf(() => manifestObjects(manifest, 'apps/web')) as Error
    expect(fault.message).toContain("Object 'Kind' is missing in '{")
    expect(fault.message).toContain('ata":"***"')
    expect(fault.message).not.toContain('CANARY')
  })
})
