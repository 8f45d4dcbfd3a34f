import {generateKeyPairSync, randomBytes} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {request} from 'node:https'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {freePort, type Processes, pause} from './processes.js'

/**
 * A real Kubernetes control plane without nodes, on loopback; returns the path of its kubeconfig.
 * `controllers: false` leaves kube-controller-manager out.
 */
export async function startControlPlane(
  bin: string,
  folder: string,
  processes: Processes,
  {controllers = true}: {readonly controllers?: boolean} = {},
): Promise<string> {
  mkdirSync(folder, {recursive: true})
  const file = (name: string) => join(folder, name)
  const [etcd, peer, api, kcm] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: {type: 'spki', format: 'pem'},
    privateKeyEncoding: {type: 'pkcs1', format: 'pem'},
  })
  writeFileSync(file('sa.key'), pair.privateKey, {mode: 0o600})
  writeFileSync(file('sa.pub'), pair.publicKey)
  const token = randomBytes(16).toString('hex')
  writeFileSync(file('tokens.csv'), `${token},admin,admin,"system:masters"\n`, {mode: 0o600})

  const client = `http://127.0.0.1:${etcd}`
  const peers = `http://127.0.0.1:${peer}`
  processes.start(
    join(bin, 'etcd'),
    [
      ...['--name', 'handover', '--data-dir', file('etcd'), '--unsafe-no-fsync', '--log-level', 'error'],
      ...['--listen-client-urls', client, '--advertise-client-urls', client],
      ...['--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers, '--initial-cluster', `handover=${peers}`],
    ],
    file('etcd.log'),
  )
  processes.start(
    join(bin, 'kube-apiserver'),
    [
      ...['--etcd-servers', client, '--bind-address', '127.0.0.1', '--advertise-address', '127.0.0.1'],
      ...['--secure-port', String(api), '--cert-dir', file('certs'), '--service-cluster-ip-range', '10.96.0.0/16'],
      ...['--authorization-mode', 'RBAC', '--token-auth-file', file('tokens.csv'), '--allow-privileged'],
      ...['--service-account-key-file', file('sa.pub'), '--service-account-signing-key-file', file('sa.key')],
      ...['--service-account-issuer', 'https://kubernetes.default.svc.cluster.local', '--endpoint-reconciler-type', 'none'],
    ],
    file('kube-apiserver.log'),
  )
  await ready(api, token)
  const ca = readFileSync(file('certs/apiserver.crt')).toString('base64')
  const kubeconfig = file('kubeconfig')
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'handover',
      clusters: [{name: 'handover', cluster: {server: `https://127.0.0.1:${api}`, 'certificate-authority-data': ca}}],
      users: [{name: 'admin', user: {token}}],
      contexts: [{name: 'handover', context: {cluster: 'handover', user: 'admin'}}],
    }),
    {mode: 0o600},
  )
  if (!controllers) return kubeconfig
  processes.start(
    join(bin, 'kube-controller-manager'),
    [
      ...['--kubeconfig', kubeconfig, '--service-account-private-key-file', file('sa.key')],
      ...['--root-ca-file', file('certs/apiserver.crt'), '--use-service-account-credentials', '--leader-elect=false'],
      ...['--bind-address', '127.0.0.1', '--secure-port', String(kcm), '--cert-dir', file('kcm-certs')],
    ],
    file('kube-controller-manager.log'),
  )
  return kubeconfig
}

async function ready(port: number, token: string): Promise<void> {
  for (let attempt = 0; attempt < 1500; attempt++) {
    if ((await status(port, token)) === 200) return
    await pause(200)
  }
  throw new Error('kube-apiserver did not get ready within five minutes')
}

function status(port: number, token: string): Promise<number> {
  return new Promise((resolve) => {
    // Its own certificate is made at the first start: nothing to check it against yet.
    const options = {
      host: '127.0.0.1',
      port,
      path: '/readyz',
      rejectUnauthorized: false,
      headers: {authorization: `Bearer ${token}`},
    }
    const call = request(options, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    call.on('error', () => resolve(0))
    call.end()
  })
}

/** Folder of the pinned peers. */
export const PEERS_BIN = join(process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers'), 'bin')

/** What a control plane and CNCF's two controllers need, as far as it is not in the folder. */
export function missingPeers(bin: string, {controllers = true}: {readonly controllers?: boolean} = {}): string[] {
  const plane = ['etcd', 'kube-apiserver', ...(controllers ? ['kube-controller-manager'] : [])]
  return [...plane, 'source-controller', 'kustomize-controller'].filter((name) => !existsSync(join(bin, name)))
}
