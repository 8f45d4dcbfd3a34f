import {describe, expect, it} from 'vitest'
import {keyPairFault, keyPairOf} from '../../../../src/lib/formats/pem/key-pair-fault.js'
import {pemBlocks} from '../../../../src/lib/formats/pem/pem-blocks.js'
import {rootCertificatesFault} from '../../../../src/lib/formats/pem/root-certificates-fault.js'
import {certificatePem, ecKeys} from '../../../fakes/pki/certificate.js'

const keys = ecKeys()
const PEM = `${certificatePem({subject: 'x', keys, extensions: []}).trim()}\n`
const OTHER = `${certificatePem({subject: 'y', keys: ecKeys(), extensions: []}).trim()}\n`
const KEY = keys.privateKey.export({type: 'pkcs8', format: 'pem'}).toString()
const lines = PEM.trim().split('\n')
const body = lines.slice(1, -1)
const block = (...between: string[]) => [lines[0], ...between, lines.at(-1), ''].join('\n')
const BAD = block('AAAA')
const BAD_BASE64 = block('!!!!')
const bytes = Buffer.from(body.join(''), 'base64')
const MALFORMED = 'failed to parse certificate: x509: malformed certificate'
const NO_PEM = 'unable to parse bytes as PEM block'

// as CNCF's flux 2.9.5 took these in certificate-authority-data and client-certificate-data
const FORMS: readonly (readonly [string, string, string | undefined, string | undefined])[] = [
  ['one', PEM, undefined, undefined],
  ['text around and another behind', `hello\n${PEM}there\n${OTHER}bye`, undefined, undefined],
  ['Windows line ends', PEM.replaceAll('\n', '\r\n'), undefined, undefined],
  ['one broken in front', BAD + PEM, undefined, 'x509: malformed certificate'],
  ['one that is no base64 in front', BAD_BASE64 + PEM, undefined, undefined],
  ['one that is no base64 behind', PEM + BAD_BASE64, undefined, undefined],
  ['one without content in front', block() + PEM, undefined, 'x509: malformed certificate'],
  ['a key in front', KEY + PEM, undefined, undefined],
  ['no end of the first', PEM.replace(/-----END.*\n/, '') + PEM, undefined, undefined],
  ['two beginnings', `${lines[0]}\n${PEM}`, undefined, undefined],
  ['empty lines', PEM.replaceAll('\n', '\n\n'), undefined, undefined],
  [
    'spaces and tabs',
    PEM.replaceAll('\n', ' \t\n').replace(body[0]!, `${body[0]!.slice(0, 9)} ${body[0]!.slice(9)}`),
    undefined,
    undefined,
  ],
  ['one line', block(body.join('')), undefined, undefined],
  ['headers', block('A: b', '', ...body), 'no valid certificate authority data seen', undefined],
  ['headers and no empty line', block('A: b', ...body), 'no valid certificate authority data seen', undefined],
  [
    'bytes behind its own',
    block(Buffer.concat([bytes, Buffer.from('xx')]).toString('base64')),
    'failed to parse certificate: x509: trailing data',
    'x509: trailing data',
  ],
  ['too few bytes', block(bytes.subarray(0, -9).toString('base64')), MALFORMED, 'x509: malformed certificate'],
  ['one that is broken alone', BAD, MALFORMED, 'x509: malformed certificate'],
  ['one that is no base64 alone', BAD_BASE64, NO_PEM, 'tls: failed to find any PEM data in certificate input'],
  ['an end and a beginning in one line', PEM.trim() + PEM, NO_PEM, 'tls: failed to find any PEM data in certificate input'],
  ['another end', PEM.replace('END CERTIFICATE', 'END X'), NO_PEM, 'tls: failed to find any PEM data in certificate input'],
  ['text behind its end', PEM.replace(/-----\n$/, '----- x\n'), NO_PEM, 'tls: failed to find any PEM data in certificate input'],
  ['a vertical tab', PEM.replaceAll('\n', '\v\n'), NO_PEM, 'tls: failed to find any PEM data in certificate input'],
]

describe('certificates in PEM', () => {
  it.each(FORMS)('%s', (_, text, ofAuthority, ofPair) => {
    expect(rootCertificatesFault(text)).toBe(ofAuthority)
    expect(keyPairFault(text, KEY)).toBe(ofPair)
  })

  it('are given in the form that everybody reads', () => {
    const pair = keyPairOf(`x\n${block('A: b', body.join(''))}${OTHER}`, `${OTHER}${KEY.replaceAll('\n', '\n\n')}`)
    expect(pair).toEqual({cert: PEM + OTHER, key: KEY})
  })

  it('are all to be read when they follow one', () => {
    expect(keyPairFault(PEM + BAD, KEY)).toBe('x509: malformed certificate')
  })
})

describe('pemBlocks', () => {
  it('passes over what is no block', () => {
    expect(pemBlocks(`-----BEGIN A-----\n${block('AAAA')}`).map(({type, text}) => [type, text])).toEqual([
      ['CERTIFICATE', block('AAAA')],
    ])
  })
})
