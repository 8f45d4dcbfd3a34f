import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {accessFromText, loadAccess} from '../../../../src/lib/adapters/kube/access/load-access.js'

const pem = (name: string) => readFileSync(join(import.meta.dirname, '../../../corpus/cli/dirs/create', name), 'utf8')
const [CERT, KEY, CA] = [pem('tls.crt'), pem('tls.key'), pem('ca.crt')]

const FILES: Record<string, string> = {
  '/home/me/.kube/config': `
apiVersion: v1
kind: Config
current-context: two
clusters:
- name: one
  cluster: {server: https://one:6443/, certificate-authority: ca.pem}
- name: two
  cluster: {server: "https://two:6443", insecure-skip-tls-verify: true, tls-server-name: api.two, proxy-url: "http://proxy:3128"}
users:
- name: cert
  user: {client-certificate-data: ${btoa(CERT)}, client-key-data: ${btoa(KEY)}}
- name: file
  user: {tokenFile: token}
contexts:
- name: one
  context: {cluster: one, user: cert, namespace: apps}
- name: two
  context: {cluster: two, user: file}
`,
  '/home/me/.kube/ca.pem': CA,
  '/home/me/.kube/token': 'secret\n',
  '/second': JSON.stringify({
    'current-context': 'three',
    clusters: [
      {name: 'one', cluster: {server: 'https://never'}},
      {name: 'three', cluster: {server: 'https://three'}},
    ],
    users: [{name: 'basic', user: {username: 'u', password: 'p'}}],
    contexts: [{name: 'three', context: {cluster: 'three', user: 'basic'}}],
  }),
  '/var/run/secrets/kubernetes.io/serviceaccount/token': 'pod-token',
  '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt': 'POD CA',
  '/var/run/secrets/kubernetes.io/serviceaccount/namespace': 'flux-system',
}

const sources = (env: Record<string, string> = {HOME: '/home/me'}) => {
  let now = 0
  const reads: string[] = []
  return {
    env,
    reads,
    wait: (ms: number) => (now += ms),
    clock: {monotonic: () => now, now: () => now},
    fs: {
      stat: async (path: string) => (path in FILES ? {type: 'file' as const, mode: 0o600, size: 1} : undefined),
      async read(path: string) {
        reads.push(path)
        if (!(path in FILES)) throw new Error('ENOENT')
        return Buffer.from(FILES[path]!)
      },
    },
  }
}

describe('access', () => {
  it('reads each file of the configuration once: a pipe has nothing for a second time', async () => {
    const from = sources()
    expect((await loadAccess({context: 'one'}, from)).tls.ca).toBe(CA)
    expect(from.reads).toEqual(['/home/me/.kube/config', '/home/me/.kube/ca.pem'])
  })

  it('takes the current context of ~/.kube/config, with token file, server name and proxy', async () => {
    const from = sources()
    const access = await loadAccess({}, from)
    expect(access).toMatchObject({
      server: 'https://two:6443',
      proxy: 'http://proxy:3128',
      tls: {insecure: true, serverName: 'api.two'},
    })
    expect(await access.headers()).toEqual({authorization: 'Bearer secret'})
    await access.headers()
    expect(from.reads.filter((path) => path.endsWith('/token'))).toHaveLength(1)
    from.wait(61_000)
    await access.headers()
    await access.headers(true)
    expect(from.reads.filter((path) => path.endsWith('/token'))).toHaveLength(3)
  })

  it('takes another context, with files beside the kubeconfig and inline data', async () => {
    expect(await loadAccess({context: 'one'}, sources())).toMatchObject({
      server: 'https://one:6443',
      namespace: 'apps',
      tls: {ca: CA, cert: CERT, key: KEY, insecure: false},
    })
  })

  it('flags win over the file', async () => {
    const access = await loadAccess(
      {context: 'one', server: 'https://other', token: 't', insecure: true, user: 'file'},
      sources(),
    )
    expect(access).toMatchObject({server: 'https://other', tls: {insecure: true}})
    expect(access.tls.ca).toBeUndefined()
    expect(await access.headers()).toEqual({authorization: 'Bearer t'})
  })

  it('merges KUBECONFIG: the first file to name a thing wins, missing files are no error', async () => {
    const env = {KUBECONFIG: '/missing:/second:/home/me/.kube/config'}
    const access = await loadAccess({}, sources(env))
    expect(access.server).toBe('https://three')
    expect(await access.headers()).toEqual({authorization: `Basic ${btoa('u:p')}`})
    expect((await loadAccess({context: 'one'}, sources(env))).server).toBe('https://never')
  })

  it('says what does not exist', async () => {
    await expect(loadAccess({kubeconfig: '/nope'}, sources())).rejects.toThrow('stat /nope: no such file or directory')
    await expect(loadAccess({context: 'nine'}, sources())).rejects.toThrow('context "nine" does not exist')
    await expect(accessFromText('a: b', sources())).rejects.toThrow('names no server')
  })

  it('falls back to the account of the Pod, then to localhost:8080', async () => {
    const env = {KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443'}
    const access = await loadAccess({}, sources(env))
    expect(access).toMatchObject({server: 'https://[fd00::1]:443', namespace: 'flux-system', tls: {ca: 'POD CA'}})
    expect(await access.headers()).toEqual({authorization: 'Bearer pod-token'})
    expect((await loadAccess({}, sources({}))).server).toBe('http://localhost:8080')
  })

  it('impersonation of a kubeconfig user travels as headers', async () => {
    const text = `{"current-context":"x","clusters":[{"name":"x","cluster":{"server":"https://x"}}],
      "users":[{"name":"x","user":{"token":"t","as":"jane","as-groups":["dev"]}}],"contexts":[{"name":"x","context":{"cluster":"x","user":"x"}}]}`
    expect(await (await accessFromText(text, sources())).headers()).toEqual({
      authorization: 'Bearer t',
      'impersonate-user': 'jane',
      'impersonate-group': ['dev'],
    })
  })

  it('runs exec plugins', async () => {
    const credential = JSON.stringify({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: {token: 'from-plugin', expirationTimestamp: '2999-01-01T00:00:00Z'},
    })
    const config = {
      'current-context': 'x',
      clusters: [{name: 'x', cluster: {server: 'https://x'}}],
      contexts: [{name: 'x', context: {cluster: 'x', user: 'x'}}],
      users: [
        {
          name: 'x',
          user: {
            exec: {
              apiVersion: 'client.authentication.k8s.io/v1',
              command: process.execPath,
              args: ['-e', `process.stdout.write(${JSON.stringify(credential)})`],
              interactiveMode: 'Never',
            },
          },
        },
      ],
    }
    const access = await accessFromText(JSON.stringify(config), sources())
    expect(await access.headers()).toEqual({authorization: 'Bearer from-plugin'})
  })
})
