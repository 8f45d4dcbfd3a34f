import {afterAll, beforeAll, expect, it} from 'vitest'
import {type PeerCluster, startPeerCluster} from './peer-cluster.js'
import {describeWith} from './peers.js'
import {SHOP} from './shop.js'

describeWith(['kubectl'], 'kubectl rolls out, scales and waits', () => {
  let cluster: PeerCluster
  const out = async (...args: string[]): Promise<string> => {
    const {code, stdout, stderr} = await cluster.run('kubectl', ['-n', 'shop', ...args])
    expect({args, code, stderr}).toEqual({args, code: 0, stderr: ''})
    return stdout
  }
  const image = () => out('get', 'deploy', 'web', '-o', 'jsonpath={.spec.template.spec.containers[0].image}')

  beforeAll(async () => {
    cluster = await startPeerCluster()
    await out('apply', '-f', cluster.file('shop.yaml', SHOP))
  })
  afterAll(() => cluster?.close())

  it('rolls a deployment forward and back', async () => {
    expect(await out('rollout', 'status', 'deploy/web')).toContain('deployment "web" successfully rolled out\n')
    await out('annotate', 'deploy', 'web', 'kubernetes.io/change-cause=two')
    expect(await out('set', 'image', 'deploy/web', 'web=ghcr.io/example/web:2.0')).toBe('deployment.apps/web image updated\n')
    await out('rollout', 'status', 'deploy/web')
    expect(await out('rollout', 'history', 'deploy/web')).toMatch(
      /^deployment.apps\/web \nREVISION +CHANGE-CAUSE\n1 .*\n2 +two\n/,
    )
    expect(await out('rollout', 'history', 'deploy/web', '--revision=2')).toContain('ghcr.io/example/web:2.0')
    // with a warning about what `kubectl apply` remembers
    const {stdout} = await cluster.run('kubectl', ['-n', 'shop', 'rollout', 'undo', 'deploy/web'])
    expect(stdout).toBe('deployment.apps/web rolled back\n')
    await out('rollout', 'status', 'deploy/web')
    expect(await image()).toBe('ghcr.io/example/web:1.0')
    expect(await out('rollout', 'restart', 'deploy/web')).toBe('deployment.apps/web restarted\n')
    await out('rollout', 'status', 'deploy/web')
    expect(await out('rollout', 'pause', 'deploy/web')).toBe('deployment.apps/web paused\n')
    expect(await out('rollout', 'resume', 'deploy/web')).toBe('deployment.apps/web resumed\n')
    await out('set', 'env', 'deploy/web', 'B=2')
    await out('set', 'resources', 'deploy/web', '--limits=cpu=1')
    await out('rollout', 'status', 'deploy/web')
    expect((await out('get', 'po', '-l', 'app=web', '-o', 'name')).trim().split('\n').length).toBeGreaterThanOrEqual(2)
  })

  it('restarts a stateful set', async () => {
    await out('rollout', 'status', 'sts/db')
    expect(await out('rollout', 'restart', 'sts/db')).toBe('statefulset.apps/db restarted\n')
    expect(await out('rollout', 'status', 'sts/db')).toMatch(/(complete|partitioned roll out complete|roll out complete)/)
    expect(await out('rollout', 'history', 'sts/db')).toMatch(/\n1 .*\n2 /)
  })

  it('scales, by hand and by an autoscaler', async () => {
    expect(await out('scale', 'deploy/web', '--replicas=3', '--current-replicas=2')).toBe('deployment.apps/web scaled\n')
    expect(await out('wait', 'deploy/web', '--for=jsonpath={.status.readyReplicas}=3', '--timeout=90s')).toBe(
      'deployment.apps/web condition met\n',
    )
    expect(await out('autoscale', 'deploy/web', '--min=1', '--max=5', '--cpu=80%')).toBe(
      'horizontalpodautoscaler.autoscaling/web autoscaled\n',
    )
    expect(await out('get', 'hpa', 'web', '--no-headers')).toMatch(/^web +Deployment\/web +cpu: <unknown>\/80% +1 +5 /)
    await out('delete', 'hpa', 'web')
    await out('scale', 'deploy/web', '--replicas=0')
    await out('wait', 'po', '-l', 'app=web', '--for=delete', '--timeout=90s')
    expect(await out('get', 'deploy', 'web', '--no-headers')).toMatch(/^web +0\/0 +0 +0 /)
  })

  it('waits for what comes and what goes', async () => {
    const coming = out('wait', 'cm/coming', '--for=create', '--timeout=90s')
    await out('create', 'cm', 'coming')
    expect(await coming).toBe('configmap/coming condition met\n')
    const going = out('wait', 'cm/coming', '--for=delete', '--timeout=90s')
    await out('delete', 'cm', 'coming')
    await going
  })
})
