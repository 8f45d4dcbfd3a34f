import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {Host, PackageJson} from '../../../src/commands/host.js'
import {main} from '../../../src/commands/main.js'
import {createRedactor} from '../../../src/lib/errors/redact.js'
import {streamOut} from '../../../src/lib/wiring/process-out.js'
import {inputOf} from '../../fakes/input.js'

const root = resolve(import.meta.dirname, '../../..')
const pjson = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as PackageJson

/** Exit code and stderr of a line that ends before any cluster is needed. */
async function refusal(line: string, env: Record<string, string> = {}): Promise<{exit: number; said: string}> {
  let said = ''
  const stream = (keep: (text: string) => void) => ({
    write(text: string, done: () => void) {
      keep(text)
      done()
      return true
    },
  })
  const redactor = createRedactor()
  const host: Host = {
    ...{root, cwd: root, pjson, env: {HOME: '/nonexistent', ...env}, input: inputOf(''), redactor},
    out: streamOut(
      stream(() => undefined),
      stream((text) => (said += text)),
      env,
      redactor.text,
    ),
    signal: new AbortController().signal,
    connect: () => Promise.reject(new Error('no cluster')),
    contextNamespace: async () => '',
  }
  return {exit: await main(line.split(' '), host), said}
}

const SERVERS = '--metrics-addr=0 --health-addr=0'

describe('flux controller', () => {
  it.each([
    ['controller', '✗ no controller given, must be one of: source-controller, kustomize-controller\n'],
    ['controller foo', "✗ unknown controller 'foo', must be one of: source-controller, kustomize-controller\n"],
    [
      'controller helm-controller --enable-leader-election --log-level=info',
      "✗ helm-controller has no reconciler in this release, must be one of: source-controller, kustomize-controller\n► run CNCF's image of helm-controller beside these: it works on the same objects\n",
    ],
  ])('%s is refused', async (line, words) => expect(await refusal(line)).toEqual({exit: 1, said: words}))

  it.each([
    [
      'kustomize-controller --concurrent=x',
      'invalid argument "x" for "--concurrent" flag: strconv.ParseInt: parsing "x": invalid syntax',
    ],
    [
      'kustomize-controller --no-cross-namespace-refs=foo',
      'invalid argument "foo" for "--no-cross-namespace-refs" flag: strconv.ParseBool: parsing "foo": invalid syntax',
    ],
    ['source-controller --nope', 'unknown flag: --nope'],
    ['source-controller --storage-path', 'flag needs an argument: --storage-path'],
    ['notification-controller --nope', 'unknown flag: --nope'],
  ])('%s: flags that are refused end it with 2, as in Flux', async (line, words) => {
    expect(await refusal(`controller ${line}`)).toEqual({exit: 2, said: `✗ ${words}\n`})
  })

  it('passes words over that are no flags, and says so', async () => {
    const {exit, said} = await refusal('controller kustomize-controller more --no-cross-namespace-refs false --events-addr=:x')
    const [first, last] = said
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>)
    expect(first).toMatchObject({level: 'info', msg: 'words that are no flags are ignored', words: ['more', 'false']})
    expect([exit, last!['msg']]).toEqual([1, 'unable to create event recorder'])
  })

  it.each<[string, Record<string, string>, string, string]>([
    [
      'source-controller --storage-path=/nonexistent',
      {},
      'unable to configure artifact storage',
      'invalid dir path: /nonexistent',
    ],
    [
      'source-controller',
      {STORAGE_PATH: '/nonexistent/too'},
      'unable to configure artifact storage',
      'invalid dir path: /nonexistent/too',
    ],
    [
      'source-controller --storage-path=/tmp --storage-addr=nonsense',
      {},
      'unable to configure artifact storage',
      'failed to get advertised address: invalid storage address "nonsense": address nonsense: missing port in address',
    ],
    [
      'source-controller --storage-path=/tmp --artifact-digest-algo=md5',
      {},
      'unable to configure canonical digest algorithm',
      'unsupported digest algorithm: md5',
    ],
    [
      'source-controller --storage-path=/tmp --helm-cache-ttl=x --helm-cache-max-size=3',
      {},
      'unable to parse Helm index cache item TTL',
      'time: invalid duration "x"',
    ],
    [
      'source-controller --storage-path=/tmp --helm-cache-purge-interval=x --helm-cache-max-size=3',
      {},
      'unable to parse Helm index cache purge interval',
      'time: invalid duration "x"',
    ],
    ['kustomize-controller --feature-gates=Foo=true', {}, 'unable to load feature gates', "feature-gate 'Foo' not supported"],
    [
      'kustomize-controller --interval-jitter-percentage=100',
      {},
      'unable to set global jitter',
      'the interval jitter percentage must be a non-negative value and less than 100',
    ],
    [
      'source-controller --default-service-account=x',
      {},
      'invalid configuration',
      'cannot set default service accounts when the feature gate ObjectLevelWorkloadIdentity is not enabled',
    ],
    [
      'source-controller --watch-label-selector=a=b=c',
      {},
      'unable to configure watch label selector for manager',
      "couldn't parse the selector string \"a=b=c\": found '=', expected: ',' or 'end of string'",
    ],
    [
      'kustomize-controller --watch-configs-label-selector=a=b=c',
      {},
      'unable to configure watch configs label selector for controller',
      "found '=', expected: ',' or 'end of string'",
    ],
    [
      `kustomize-controller ${SERVERS} --server=http://127.0.0.1:1`,
      {},
      'unable to start manager',
      'failed to determine if *v1.Kustomization is namespaced: failed to get restmapping: failed to get server groups: Get "http://127.0.0.1:1/api": dial tcp 127.0.0.1:1: connect: connection refused',
    ],
    [
      `kustomize-controller ${SERVERS} --server=https://127.0.0.1:1 --certificate-authority=/nonexistent`,
      {},
      'unable to get kubeconfig',
      'invalid configuration: unable to read certificate-authority /nonexistent for  due to open /nonexistent: no such file or directory',
    ],
    ['kustomize-controller --events-addr=:x', {}, 'unable to create event recorder', 'parse ":x": missing protocol scheme'],
    [
      'kustomize-controller --health-addr=foo --metrics-addr=0',
      {},
      'unable to start manager',
      'error listening on foo: listen tcp: address foo: missing port in address',
    ],
    [
      'kustomize-controller --health-addr=0 --metrics-addr=foo',
      {},
      'problem running manager',
      'failed to start metrics server: failed to create listener: listen tcp: address foo: missing port in address',
    ],
    [
      `kustomize-controller --enable-leader-election ${SERVERS}`,
      {},
      'unable to start manager',
      'unable to find leader election namespace: RUNTIME_NAMESPACE is not set',
    ],
  ])('controller %s does not start, and says why in its log', async (line, env, msg, message) => {
    const {exit, said} = await refusal(`controller ${line}`, env)
    const lines = said
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>)
    expect(exit).toBe(1)
    expect(lines.at(-1)).toMatchObject({level: 'error', msg, logger: 'setup', error: message})
  })
})
