import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {type SignedChart, verifyChart} from '../../../../../src/lib/engines/helm/provenance/verify-chart.js'
import {FluxError, messageOf} from '../../../../../src/lib/errors/flux-error.js'

/** Signed by helm 4.3.1 (scripts/record-signed-chart.ts). */
const file = (name: string) => readFileSync(join(import.meta.dirname, '../../../../fixtures/helm-signed', name))
const signed = (change: Partial<SignedChart> = {}): SignedChart => ({
  ...{archive: file('demo-1.2.3.tgz'), name: 'demo-1.2.3.tgz', provenance: file('demo-1.2.3.tgz.prov').toString()},
  ...{keyring: file('signer.gpg'), now: new Date('2027-01-01')},
  ...change,
})
const {provenance, archive} = signed()

describe('verifyChart', () => {
  it.each(['signer.gpg', 'signer.asc'])('knows who signed, with the keys of %s', async (name) => {
    const proof = await verifyChart(signed({keyring: file(name)}))
    expect(proof.signedBy).toEqual(['Signer'])
    expect(proof.fingerprint).toMatch(/^[0-9A-F]{40}$/)
    expect(provenance).toContain(`demo-1.2.3.tgz: ${proof.digest}`)
  })

  it('finds the key among others', async () => {
    const keyring = Buffer.concat([file('other.gpg'), file('signer.gpg')])
    expect((await verifyChart(signed({keyring}))).signedBy).toEqual(['Signer'])
  })

  it('takes nothing from around the signed text', async () => {
    const lie = `...\nfiles:\n  demo-1.2.3.tgz: sha256:${'0'.repeat(64)}\n`
    expect(await verifyChart(signed({provenance: `${lie}${provenance}\n${lie}`}))).toEqual(await verifyChart(signed()))
  })

  it.each<[string, Partial<SignedChart>, string]>([
    ['the key of somebody else', {keyring: file('other.gpg')}, 'openpgp: signature made by unknown entity'],
    ['no key', {keyring: new Uint8Array()}, 'openpgp: signature made by unknown entity'],
    ['no keyring', {keyring: Buffer.from('garbage')}, 'failed to load keyring: '],
    [
      'another archive',
      {archive: Buffer.concat([archive, Buffer.from('x')])},
      'sha256 sum does not match for demo-1.2.3.tgz: "sha256:',
    ],
    ['another name', {name: 'renamed.tgz'}, 'provenance does not contain a SHA for a file named "renamed.tgz"'],
    ['a text that was changed', {provenance: provenance.replace('a demo', 'a dem0')}, 'openpgp: invalid signature: '],
    ['no signature', {provenance: 'garbage'}, 'signature block not found'],
    ['half a signature', {provenance: provenance.slice(0, -200)}, 'signature block not found'],
  ])('refuses %s', async (_, change, words) => {
    const error = await verifyChart(signed(change)).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(FluxError)
    expect(messageOf(error)).toContain(words)
  })
})
