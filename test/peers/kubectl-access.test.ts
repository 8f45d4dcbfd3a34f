import {afterAll, beforeAll, expect, it} from 'vitest'
import {type PeerCluster, startPeerCluster} from './peer-cluster.js'
import {describeWith} from './peers.js'

const RBAC = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: default}
rules: [{apiGroups: [""], resources: [pods, configmaps], verbs: [get, list, watch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: default}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: User, name: jane}, {kind: ServiceAccount, name: bot, namespace: default}]
`

describeWith(['kubectl'], 'kubectl with access rights on', () => {
  let cluster: PeerCluster
  const run = (...args: string[]) => cluster.run('kubectl', args)

  beforeAll(async () => {
    cluster = await startPeerCluster({rbac: true})
    expect((await run('create', 'sa', 'bot')).code).toBe(0)
    expect((await run('auth', 'reconcile', '-f', cluster.file('rbac.yaml', RBAC))).stdout).toContain(
      'role.rbac.authorization.k8s.io/reader reconciled\n',
    )
  })
  afterAll(() => cluster?.close())

  it('answers can-i and whoami for others', async () => {
    expect((await run('auth', 'can-i', 'list', 'pods', '--as=jane')).stdout).toBe('yes\n')
    expect(await run('auth', 'can-i', 'delete', 'pods', '--as=jane')).toMatchObject({code: 1, stdout: 'no\n'})
    expect((await run('auth', 'can-i', '--list', '--as=jane')).stdout).toMatch(/^configmaps +\[\] +\[\] +\[get list watch\]$/m)
    expect((await run('auth', 'whoami', '--as=jane', '--as-group=devs')).stdout).toMatch(
      /Username +jane\nGroups +\[devs system:authenticated\]/,
    )
  })

  it('impersonates, and refuses what is not granted', async () => {
    expect((await run('get', 'cm', '--as=jane', '-o', 'name')).stdout).toBe('configmap/kube-root-ca.crt\n')
    expect((await run('get', 'secrets', '--as=jane')).stderr).toBe(
      'Error from server (Forbidden): secrets is forbidden: User "jane" cannot list resource "secrets" in API group "" in the namespace "default"\n',
    )
    expect((await run('get', 'ns', '--as=jane')).stderr).toContain('at the cluster scope')
    expect((await run('get', 'ns', '--as=jane', '--as-group=system:masters')).code).toBe(0)
  })

  it('gives a service account a token that works', async () => {
    const {stdout} = await run('create', 'token', 'bot', '--duration=10m')
    const token = stdout.trim()
    expect(token.split('.')).toHaveLength(3)
    // the administrator's own token comes first, so the kubeconfig of the bot has only its own
    const {stdout: raw} = await run('config', 'view', '--raw', '-o', 'json')
    const config = JSON.parse(raw)
    config.users = [{name: config.users[0].name, user: {token}}]
    const path = cluster.file('bot.kubeconfig', JSON.stringify(config))
    const asBot = (...args: string[]) => run('--kubeconfig', path, ...args)
    expect((await asBot('auth', 'whoami')).stdout).toContain('system:serviceaccount:default:bot')
    expect((await asBot('get', 'pods')).code).toBe(0)
    expect((await asBot('get', 'secrets')).stderr).toContain(
      'User "system:serviceaccount:default:bot" cannot list resource "secrets"',
    )
    expect((await run('create', 'token', 'nope')).stderr).toContain('serviceaccounts "nope" not found')
    config.users[0].user.token = 'wrong'
    expect((await run('--kubeconfig', cluster.file('wrong.kubeconfig', JSON.stringify(config)), 'get', 'pods')).stderr).toMatch(
      /Unauthorized|must be logged in/,
    )
  })
})
