import {describe, expect, it} from 'vitest'
import {valueAt} from '../../../../src/lib/apply/pointers.js'
import {withoutBadCaBundle} from '../../../../src/lib/apply/server-side/ca-bundle.js'

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nTm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const crd = (caBundle: string) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {name: 'widgets.example.com'},
  spec: {conversion: {strategy: 'Webhook', webhook: {clientConfig: {url: 'https://example.com', caBundle}}}},
})
const bundleOf = (caBundle: string) =>
  valueAt(withoutBadCaBundle(crd(caBundle)), ['spec', 'conversion', 'webhook', 'clientConfig', 'caBundle'])

describe("a conversion webhook's CA", () => {
  it.each([CERTIFICATE, `\n${CERTIFICATE}\n`, `${CERTIFICATE}\n\n${CERTIFICATE}`, `${CERTIFICATE}${CERTIFICATE}\n`])(
    'stays when it is PEM: %j',
    (text) => {
      expect(bundleOf(base64(text))).toBe(base64(text))
    },
  )

  it.each(['', 'not PEM', `${CERTIFICATE}\nrest`, `${`${CERTIFICATE}\n\n`.repeat(50)}rest`])('goes when it is not', (text) => {
    expect(bundleOf(base64(text))).toBeUndefined()
  })

  it('goes when it is no base64, with the rest as it was', () => {
    expect(bundleOf('Cg==?')).toBeUndefined()
    expect(withoutBadCaBundle(crd('Cg==?'))).toMatchObject({
      spec: {conversion: {webhook: {clientConfig: {url: 'https://example.com'}}}},
    })
  })
})
