import {describe, expect, it} from 'vitest'
import {maskSops} from '../../../../src/lib/actions/build/mask-sops.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'

const ENC = 'ENC[AES256_GCM,data:aa==,iv:bb,tag:cc,type:str]'
const secret = (more: JsonObject) => ({apiVersion: 'v1', kind: 'Secret', metadata: {name: 'a'}, ...more})
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('Secrets that SOPS encrypted, as flux shows them', () => {
  it.each([
    ['kubernetes.io/dockerconfigjson', '.dockerconfigjson', '{"mask":"**SOPS**"}'],
    ['kubernetes.io/dockercfg', '.dockercfg', '**SOPS**'],
    ['kubernetes.io/tls', 'tls.crt', '**SOPS**'],
    ['kubernetes.io/ssh-auth', 'ssh-privatekey', '**SOPS**'],
    ['kubernetes.io/basic-auth', 'password', '**SOPS**'],
    ['Opaque', 'a', '**SOPS**'],
  ])('%s in data and stringData', (type, key, mask) => {
    const masked = maskSops(secret({type, sops: {mac: ENC}, data: {[key]: ENC, b: null}, stringData: {[key]: ENC, b: {c: ENC}}}))
    expect(masked).toEqual(secret({type, data: {[key]: base64(mask), b: base64(mask)}, stringData: {[key]: mask, b: mask}}))
  })

  it('whose metadata stand elsewhere: the text decides', () => {
    const inner = `a: ${ENC}\nsops:\n  mac: ${ENC}\n`
    expect(maskSops(secret({stringData: {'v.yaml': inner, b: 'x'}})).stringData).toEqual({'v.yaml': '**SOPS**', b: '**SOPS**'})
    expect(maskSops(secret({stringData: {b: 'x'}, sops: 'mac: ENC[z'}))).toEqual(secret({stringData: {b: '**SOPS**'}}))
    const other = secret({stringData: {b: 'x'}, other: {mac: ENC}})
    expect(maskSops(other)).toEqual(other)
    const quoted = secret({stringData: {b: 'x'}, sops: {mac: 'ENC[ # z'}})
    expect(maskSops(quoted)).toEqual(quoted)
  })

  it('which kubectl had applied before', () => {
    const annotations = {a: 'b', 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"pw":"Y2FuYXJ5"}}'}
    const {metadata} = maskSops(secret({metadata: {name: 'a', annotations}, sops: {mac: ENC}, data: {pw: ENC}}))
    expect(metadata.annotations).toEqual({a: 'b', 'kubectl.kubernetes.io/last-applied-configuration': '**SOPS**'})
  })

  it('with single values that are encrypted files', () => {
    const masked = maskSops(
      secret({
        data: {a: base64('sops ENC[z'), b: base64('x')},
        stringData: {a: 'sops ENC[zz', b: 'ENC[zz', c: 'sops', d: null, e: '5', f: true, g: ['x']},
      }),
    )
    expect(masked.data).toEqual({a: base64('**SOPS**'), b: base64('x')})
    expect(masked.stringData).toEqual({a: base64('**SOPS**'), b: 'ENC[zz', c: 'sops', d: '', e: '5', f: true, g: ['x']})
  })

  it('only Secrets', () => {
    const map = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: {a: 'sops ENC['}}
    expect(maskSops(map)).toBe(map)
  })
})
