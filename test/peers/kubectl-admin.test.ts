import {afterAll, beforeAll, expect, it} from 'vitest'
import {type PeerCluster, type Ran, startPeerCluster} from './peer-cluster.js'
import {describeWith} from './peers.js'

const map = (name: string, more = '') => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: default${more}}
data: {a: b}
---
`

const POLICY = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: replicas}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments, deployments/scale]}]
  validations:
  - {expression: object.spec.replicas <= 3, messageExpression: "'at most 3 replicas, not ' + string(object.spec.replicas)"}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: replicas}
spec: {policyName: replicas, validationActions: [Deny]}
`

describeWith(['kubectl'], 'kubectl for those who run a cluster', () => {
  let cluster: PeerCluster
  const kubectl = (...args: string[]): Promise<Ran> => cluster.run('kubectl', args)
  const out = async (...args: string[]): Promise<string> => {
    const {code, stdout, stderr} = await kubectl(...args)
    expect({args, code, stderr: code === 0 ? '' : stderr}).toEqual({args, code: 0, stderr: ''})
    return stdout
  }

  beforeAll(async () => {
    cluster = await startPeerCluster()
  })
  afterAll(() => cluster?.close())

  it('drains a node, as far as a disruption budget lets it, and opens it again', async () => {
    await out('create', 'deploy', 'web', '--image=web', '--replicas=2')
    await out('rollout', 'status', 'deploy/web')
    await out('create', 'pdb', 'web', '--selector=app=web', '--min-available=2')
    const node = (await out('get', 'no', '-o', 'name')).trim().replace('node/', '')
    const refused = await kubectl('drain', node, '--ignore-daemonsets', '--timeout=2s')
    expect(refused.stderr).toContain("Cannot evict pod as it would violate the pod's disruption budget.")
    await out('delete', 'pdb', 'web')
    expect(await out('drain', node, '--ignore-daemonsets', '--timeout=60s')).toContain(`node/${node} drained`)
    expect(await out('get', 'po', '-o', 'jsonpath={.items[*].spec.nodeName}')).toBe('')
    await out('uncordon', node)
    await out('rollout', 'status', 'deploy/web')
    await out('taint', 'node', node, 'a=b:NoSchedule')
    expect(await out('get', 'no', node, '-o', 'jsonpath={.spec.taints[*].key}')).toBe('a')
    await out('taint', 'node', node, 'a-')
  })

  it('prunes what a set no longer has', async () => {
    const set = ['apply', '--server-side', '--prune', '--applyset=configmaps/set', '-n', 'default', '-f', '-']
    await cluster.run('kubectl', ['apply', '-f', '-'], {input: map('keep')})
    const first = await cluster.run('kubectl', set, {
      input: map('one') + map('two'),
      env: {KUBECTL_APPLYSET: 'true'},
    })
    expect(first).toMatchObject({code: 0, stderr: expect.any(String)})
    const second = await cluster.run('kubectl', set, {input: map('one'), env: {KUBECTL_APPLYSET: 'true'}})
    expect(second.stdout).toContain('configmap/two pruned')
    const third = await cluster.run('kubectl', ['apply', '--prune', '-l', 'set=x', '-f', '-'], {
      input: map('x', ', labels: {set: x}'),
    })
    expect(third.code).toBe(0)
    expect(await out('get', 'cm', '-o', 'name', '--sort-by=.metadata.name')).toBe(
      'configmap/keep\nconfigmap/kube-root-ca.crt\nconfigmap/one\nconfigmap/set\nconfigmap/x\n',
    )
  })

  it('applies a kustomization', async () => {
    cluster.file('base/kustomization.yaml', 'namePrefix: k-\nresources: [map.yaml]\n')
    cluster.file('base/map.yaml', map('m'))
    expect(await out('apply', '-k', 'base')).toBe('configmap/k-m created\n')
    expect(await out('delete', '-k', 'base')).toContain('configmap "k-m" deleted')
  })

  it('is told what policies say', async () => {
    const applied = await cluster.run('kubectl', ['apply', '-f', '-'], {input: POLICY})
    expect(applied).toMatchObject({code: 0, stderr: ''})
    const scaled = await kubectl('scale', 'deploy/web', '--replicas=9')
    expect(scaled.stderr).toContain(
      `The deployments "web" is invalid: : ValidatingAdmissionPolicy 'replicas' with binding 'replicas' denied request: at most 3 replicas, not 9`,
    )
    await out(
      'patch',
      'validatingadmissionpolicybinding',
      'replicas',
      '--type=merge',
      '-p',
      '{"spec":{"validationActions":["Warn"]}}',
    )
    const warned = await kubectl('patch', 'deploy/web', '-p', '{"spec":{"replicas":4}}')
    expect(warned).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Warning: Validation failed for ValidatingAdmissionPolicy'),
    })
    expect(await out('get', 'validatingadmissionpolicies')).toMatch(/NAME +VALIDATIONS +PARAMKIND +AGE\nreplicas +1 +<unset>/)
    expect(await out('describe', 'validatingadmissionpolicy', 'replicas')).toContain('object.spec.replicas <= 3')
  })

  it('is told that nothing runs in a simulated pod', async () => {
    await out('run', 'alone', '--image=x')
    await out('wait', '--for=condition=Ready', 'pod/alone')
    for (const args of [
      ['exec', 'alone', '--', 'true'],
      ['port-forward', 'pod/alone', '0:80'],
      ['attach', 'alone'],
    ]) {
      const {code, stderr} = await kubectl(...args)
      expect({args, code}).toEqual({args, code: 1})
      expect(stderr).toMatch(/is not possible: containers of this cluster are simulated|error upgrading connection/)
    }
  })
})
