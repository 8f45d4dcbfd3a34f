import {describe, expect, it} from 'vitest'
import {nameAndTag} from '../../../../src/lib/actions/install/images.js'

const DIGEST = 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'

/** As `flux version` of flux 2.9.5 reads them. */
describe('images of controllers', () => {
  it.each([
    ['ghcr.io/fluxcd/source-controller:v1.9.0', 'source-controller', 'v1.9.0'],
    [`ghcr.io/a/bb:v1@${DIGEST}`, 'bb', `v1@${DIGEST}`],
    ['localhost:5000/aa:b', 'aa', 'b'],
  ])('%s', (image, name, tag) => {
    expect(nameAndTag(image)).toEqual([name, tag])
  })

  it.each(['x:1', 'A/b:c', 'a:b:c', 'a/b:', 'ghcr.io/:v1', 'xx:a/b', 'xx@sha256:12', 'ghcr.io:abc/aa:1'])(
    '%s is none',
    (image) => {
      expect(() => nameAndTag(image)).toThrow(`parsing image '${image}' failed: could not parse reference: ${image}`)
    },
  )

  it('says which one has no tag', () => {
    expect(() => nameAndTag('a/b')).toThrow('missing image tag in image a/b')
  })
})
