import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, relative} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {createExecPlugin, type ExecPlugin} from '../../../../src/lib/adapters/kube/access/exec-plugin.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'

const API = 'client.authentication.k8s.io/v1'
const open: ExecPlugin[] = []
afterEach(() => {
  for (const plugin of open.splice(0)) plugin.close()
})

function plugin(exec: JsonObject, now = () => 0, terminal = false, env: NodeJS.ProcessEnv = process.env): ExecPlugin {
  const made = createExecPlugin({apiVersion: API, interactiveMode: 'Never', ...exec}, {server: 'https://x'}, {env, terminal, now})
  open.push(made)
  return made
}

/** A plugin that runs this as a script. */
const runs = (script: string) => ({command: process.execPath, args: ['-e', script]})
const prints = (value: unknown) =>
  runs(`process.stdout.write(${JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value))})`)
const credential = (status: unknown) => prints({apiVersion: API, kind: 'ExecCredential', status})

describe('exec plugins', () => {
  it('are not taken from a folder of PATH that depends on where somebody works', async () => {
    const there = mkdtempSync(join(tmpdir(), 'plugin-'))
    const answer = JSON.stringify({apiVersion: API, kind: 'ExecCredential', status: {token: 't'}})
    writeFileSync(join(there, 'own'), `#!/bin/sh\necho '${answer}'\n`, {mode: 0o755})
    const by = (PATH: string) => plugin({command: 'own'}, undefined, false, {...process.env, PATH}).credential()
    const folder = relative(process.cwd(), there)
    await expect(by(`${folder}:${there}`)).rejects.toThrow('exec: executable own not found\n')
    expect(await by(`/nope:${there}:${folder}`)).toMatchObject({token: 't'})
    rmSync(there, {recursive: true})
  })

  it('are told about the cluster when they want to know, and run again when what they printed is over', async () => {
    let now = 0
    const script = `const {spec} = JSON.parse(process.env.KUBERNETES_EXEC_INFO)
      const status = {token: spec.cluster.server + process.env.EXTRA + process.pid, expirationTimestamp: '1970-01-01T00:00:10Z'}
      console.log(JSON.stringify({apiVersion: '${API}', kind: 'ExecCredential', status}))`
    const made = plugin({...runs(script), provideClusterInfo: true, env: [{name: 'EXTRA', value: '+'}]}, () => now)
    const first = await made.credential()
    expect(first.token).toMatch(/^https:\/\/x\+\d+$/)
    expect(await made.credential()).toBe(first)
    now = 11_000
    const second = await made.credential()
    expect(second).not.toEqual(first)
    expect(await made.credential(true)).not.toEqual(second)
  })

  it.each([
    ['fails', runs('process.exit(3)'), 'failed with exit code 3'],
    ['is killed', runs('process.kill(process.pid, "SIGKILL")'), 'failed with exit code -1'],
    ['is no file', {command: '/nope'}, 'getting credentials: exec: fork/exec /nope: no such file or directory'],
    [
      'is not installed',
      {command: 'nope-plugin', installHint: 'Install it.'},
      /^getting credentials: exec: executable nope-plugin not found\n[\s\S]*\n\nInstall it\.$/,
    ],
    ['prints nothing', prints(''), `returned version client.authentication.k8s.io/__internal`],
    [
      'prints a word',
      prints('hello'),
      "decoding stdout: couldn't get version/kind; json parse error: json: cannot unmarshal string",
    ],
    ['prints half of JSON', prints('{"a":1'), "couldn't get version/kind; json parse error: unexpected end of JSON input"],
    [
      'prints YAML in braces',
      prints('{a: 1}'),
      "couldn't get version/kind; json parse error: invalid character 'a' looking for beginning of object key string",
    ],
    ['prints no YAML', prints('a: ['), 'decoding stdout: yaml: line 1: did not find expected node content'],
    ['prints a number that is none', prints('!!int x'), 'decoding stdout: yaml: cannot decode !!str `x` as a !!int'],
    [
      'prints a token that is no text',
      credential({token: 3}),
      'decoding stdout: json: cannot unmarshal number into Go struct field ExecCredentialStatus.status.token of type string',
    ],
    [
      'prints a status that is a text',
      credential('x'),
      'decoding stdout: json: cannot unmarshal string into Go struct field ExecCredential.status of type v1.ExecCredentialStatus',
    ],
    [
      'prints the wrong type in another version',
      prints({apiVersion: `${API}beta1`, kind: 'ExecCredential', status: []}),
      'cannot unmarshal array into Go struct field ExecCredential.status of type v1beta1.ExecCredentialStatus',
    ],
    [
      'prints no time',
      credential({token: 'a', expirationTimestamp: '2030-01-01'}),
      'decoding stdout: parsing time "2030-01-01" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"',
    ],
    [
      'prints a month that is none',
      credential({token: 'a', expirationTimestamp: '2026-13-01T00:00:00Z'}),
      'decoding stdout: parsing time "2026-13-01T00:00:00Z": month out of range',
    ],
    ['prints another kind', prints({apiVersion: API, kind: 'Pod'}), 'decoding stdout: no kind "Pod" is registered for version'],
    [
      'prints another version',
      prints({apiVersion: `${API}beta1`, kind: 'ExecCredential'}),
      `configured to use API version ${API}, plugin returned version ${API}beta1`,
    ],
    ['prints no status', credential(null), "exec plugin didn't return a status field"],
    ['prints an empty status', credential({}), "exec plugin didn't return a token or cert/key pair"],
    ['prints half a pair', credential({clientCertificateData: 'x'}), 'exec plugin returned only certificate or key, not both'],
    [
      'prints no certificate',
      credential({clientCertificateData: 'x', clientKeyData: 'y'}),
      'failed parsing client key/certificate: tls: failed to find any PEM data in certificate input',
    ],
    [
      'needs a terminal',
      {command: 'x', interactiveMode: 'Always'},
      'exec plugin cannot support interactive mode: standard input is not a terminal',
    ],
  ])('one that %s', async (_, exec, message) => {
    await expect(plugin(exec as JsonObject).credential()).rejects.toThrow(message)
  })

  it('one that hangs ends when it is closed', async () => {
    const made = plugin(runs('setInterval(() => {}, 1000)'))
    const asked = made.credential()
    made.close()
    await expect(asked).rejects.toThrow('failed with exit code -1')
  })
})
