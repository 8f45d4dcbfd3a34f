import {describe, expect, it} from 'vitest'
import {execAnswerFault, parseExecAnswer} from '../../../../src/lib/adapters/kube/access/exec-answer.js'

const V1 = 'client.authentication.k8s.io/v1'
const JSON_TEXT = `{"apiVersion":"${V1}","kind":"ExecCredential","status":{"token":"tok"}}`
const YAML_TEXT = `apiVersion: ${V1}\nkind: ExecCredential\nstatus:\n  token: tok\n`
const withStatus = (status: string, more = '') => `{"apiVersion":"${V1}","kind":"ExecCredential","status":${status}${more}}`
const wide = (text: string, big = false) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return big ? bytes.swap16() : bytes
}
const latin1 = (text: string) => Buffer.from(text, 'latin1')

const read = async (printed: string | Uint8Array) => parseExecAnswer(Buffer.from(printed as never))
const token = async (printed: string | Uint8Array) => ((await read(printed)).value['status'] as {token?: string}).token
const fault = async (printed: string) => execAnswerFault(await read(printed))

// as CNCF's flux 2.9.5 took what a plugin printed
describe('what an exec plugin printed', () => {
  it.each([JSON_TEXT, YAML_TEXT, JSON.stringify(JSON.parse(JSON_TEXT), null, 1)])(
    'is read in every encoding: %s',
    async (text) => {
      expect(await token(text)).toBe('tok')
      expect(await token(`\ufeff${text}`)).toBe('tok')
      expect(await token(wide(text))).toBe('tok')
      expect(await token(wide(text, true))).toBe('tok')
    },
  )

  it('is JSON with all of its escapes; half a character and bytes that are none are U+FFFD', async () => {
    expect(await token(withStatus(String.raw`{"token":"a\/\ud83d\ude00"}`))).toBe('a/😀')
    expect(Buffer.from((await token(withStatus(String.raw`{"token":"a\ud800b"}`)))!).toString()).toBe('a\ufffdb')
    expect(await token(latin1(withStatus('{"token":"a\xe9b\x7f"}')))).toBe('a\ufffdb\x7f')
    expect(await token(latin1(withStatus('{"token":"\xed\xa0\x80"}')))).toBe('\ufffd\ufffd\ufffd')
  })

  it('is no JSON after a space that only Unicode knows, though it begins like it', async () => {
    const why = "couldn't get version/kind; json parse error: invalid character 'Â' looking for beginning of value"
    await expect(read(`\u00a0${JSON_TEXT}`)).rejects.toThrow(why)
  })

  it('may say a field twice: the second goes into the first', async () => {
    expect(await token(withStatus('{"token":"a"}', ',"status":{"expirationTimestamp":"2030-01-01T00:00:00Z"}'))).toBe('a')
    expect((await read(withStatus('{"token":"a"}', ',"status":null'))).value['status']).toBeNull()
  })

  it('names version and kind in any case, the last one counts; other fields only in theirs', async () => {
    expect(await fault(JSON_TEXT.replace('apiVersion', 'APIVERSION'))).toBeUndefined()
    expect(await fault(JSON_TEXT.replace('apiVersion', 'apiVer\u017fion'))).toBeUndefined()
    expect(await fault(withStatus('{}', ',"\u212aIND":"Pod"'))).toMatch(/^no kind "Pod" is registered for version/)
    expect(await fault(withStatus('{}', ',"ApiVersion":"x"'))).toMatch(/^no kind "ExecCredential" is registered for version "x"/)
    expect(await token(withStatus('{"Token":"a"}'))).toBeUndefined()
    await expect(read(withStatus('{}', ',"Kind":5'))).rejects.toThrow(
      'json: cannot unmarshal number into Go struct field .kind of type string',
    )
  })

  it.each(['V1', 'v1alpha1', 'v2'])('is nothing in version %s', async (version) => {
    const group = V1.split('/')[0]
    expect(await fault(JSON_TEXT.replace(V1, `${group}/${version}`))).toBe(
      `no kind "ExecCredential" is registered for version "${group}/${version}" in scheme "pkg/runtime/scheme.go:111"`,
    )
  })

  it('is of no version when it says none', async () => {
    for (const text of ['{}', '{"apiVersion":"","kind":""}', '{"apiVersion":"client.authentication.k8s.io/"}'])
      expect(await read(text)).toMatchObject({apiVersion: 'client.authentication.k8s.io/__internal', kind: 'ExecCredential'})
  })

  it('has the types of its fields, those of the cluster too', async () => {
    const cluster = (text: string) => fault(withStatus('{}', `,"spec":{"cluster":${text}}`))
    expect(await cluster('{"server":5}')).toBe(
      'json: cannot unmarshal number into Go struct field Cluster.spec.cluster.server of type string',
    )
    expect(await cluster('{"certificate-authority-data":"%%"}')).toBe('illegal base64 data at input byte 0')
    expect(await cluster('{"config":5}')).toBeUndefined()
  })
})
