import {afterAll, beforeAll, expect, it} from 'vitest'
import {follow, type PeerCluster, type Ran, startPeerCluster} from './peer-cluster.js'
import {describeWith} from './peers.js'
import {SHOP} from './shop.js'

describeWith(['kubectl'], 'kubectl on the embedded API', () => {
  let cluster: PeerCluster
  let shop = ''
  const kubectl = (...args: string[]): Promise<Ran> => cluster.run('kubectl', args)
  const inShop = (...args: string[]): Promise<Ran> => kubectl('-n', 'shop', ...args)
  /** stdout of a command that must succeed */
  const out = async (...args: string[]): Promise<string> => {
    const {code, stdout, stderr} = await inShop(...args)
    expect({args, code, stderr}).toEqual({args, code: 0, stderr: ''})
    return stdout
  }
  const json = async (...args: string[]) => JSON.parse(await out(...args, '-o', 'json'))

  beforeAll(async () => {
    cluster = await startPeerCluster()
    shop = cluster.file('shop.yaml', SHOP)
    expect((await kubectl('apply', '-f', shop)).stdout.split('\n')[1]).toBe('deployment.apps/web created')
    await out('rollout', 'status', 'deploy/web')
    await out('rollout', 'status', 'sts/db')
  })
  afterAll(() => cluster?.close())

  it('applies again without a change, and has nothing to diff', async () => {
    const again = await out('apply', '-f', shop)
    // as on every cluster: claims of a stateful set and a secret's stringData are sent anew each time
    expect(again.match(/ configured$/gm)).toHaveLength(2)
    expect(again.match(/ unchanged$/gm)).toHaveLength(5)
    expect(await out('diff', '-f', shop)).toBe('')
  })

  it('diff shows a change, client- and server-side, and changes nothing', async () => {
    const changed = cluster.file('changed.yaml', SHOP.replace('colour: blue', 'colour: red'))
    for (const more of [[], ['--server-side', '--force-conflicts']]) {
      const {code, stdout} = await inShop('diff', ...more, '-f', changed)
      expect(code).toBe(1)
      expect(stdout).toContain('-  colour: blue\n+  colour: red')
    }
    expect((await json('get', 'cm', 'settings')).data).toEqual({colour: 'blue'})
  })

  it.each([
    [['get', 'deploy', 'web'], /^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +2\/2 +2 +2 +\d+s\n$/],
    [['get', 'deploy', 'web', '-o', 'wide'], /CONTAINERS +IMAGES +SELECTOR\n.* web +ghcr.io\/example\/web:1.0 +app=web\n$/],
    [['get', 'deploy', 'web', '-L', 'app', '--no-headers'], /^web +2\/2 .* web\n$/],
    [['get', 'svc', 'web'], /CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE\nweb +ClusterIP +10\.\d+\.\d+\.\d+ +<none> +80\/TCP/],
    [['get', 'deploy,svc', '-o', 'name'], /^deployment.apps\/web\nservice\/web\n$/],
    [['get', 'all'], /^NAME +READY[\s\S]*deployment.apps\/web[\s\S]*statefulset.apps\/db[\s\S]*cronjob.batch\/tick/],
    [
      ['get', 'po', '-l', 'app=web', '--field-selector', 'status.phase=Running', '--no-headers'],
      /^(web-\S+ +1\/1 +Running.*\n){2}$/,
    ],
    [['get', 'po', '--chunk-size=1', '--no-headers'], /^(\S+ +1\/1 +Running.*\n){3}$/],
    [['get', 'deploy', 'web', '-o', 'jsonpath={.spec.template.spec.containers[0].image}'], /^ghcr.io\/example\/web:1.0$/],
    [['get', 'deploy', '-o', 'custom-columns=N:.metadata.name,R:.spec.replicas'], /^N +R\nweb +2\n$/],
    [['get', 'pvc', '--no-headers'], /^data-db-0 +Bound/],
    [['get', 'sts', 'db', '-o', 'yaml'], /volumeClaimTemplates:\n {2}- apiVersion: v1\n {4}kind: PersistentVolumeClaim\n/],
    [['get', 'deploy', 'web', '--subresource=scale'], /^NAME +DESIRED +AVAILABLE +AGE\nweb +2 +2 /],
    [['get', 'nodes', '--no-headers'], /Ready/],
    [['get', '--raw', '/readyz'], /^ok$/],
    [['get', '--raw', '/version'], /^{\n {2}"major": "1",\n {2}"minor": "36",/],
    [
      ['describe', 'deploy', 'web'],
      /Replicas: +2 desired \| 2 updated \| 2 total \| 2 available \| 0 unavailable[\s\S]*ScalingReplicaSet/,
    ],
    [['describe', 'svc', 'web'], /Endpoints: +10\./],
    [['describe', 'po', '-l', 'app=db'], /Status: +Running[\s\S]*ClaimName: +data-db-0/],
    [['describe', 'node'], /Ready +True/],
    [['describe', 'cm,secret,cj,sts'], /password: +12 bytes[\s\S]*Schedule: +0 0 1 1 \*/],
    [
      ['get', 'events', '--field-selector', 'involvedObject.kind=Deployment'],
      /ScalingReplicaSet +deployment\/web +Scaled up replica set/,
    ],
    [['events', '--for', 'deploy/web'], /ScalingReplicaSet +Deployment\/web/],
    [['explain', 'deploy.spec.template.spec.containers.resources'], /FIELD: resources <ResourceRequirements>/],
    [['explain', 'cm', '--output=plaintext-openapiv2'], /KIND: +ConfigMap[\s\S]*immutable\t<boolean>/],
    [['explain', 'pods', '--recursive'], /^ {4}activeDeadlineSeconds\t<integer>$/m],
    [
      ['api-resources', '--api-group=apps', '--no-headers'],
      /^controllerrevisions .*\ndaemonsets +ds +apps\/v1 +true +DaemonSet\n/,
    ],
    [['api-versions'], /^admissionregistration.k8s.io\/v1\n[\s\S]*\nv1\n$/],
    [['cluster-info'], /Kubernetes control plane.* is running at .*https:\/\/127.0.0.1:\d+/],
    [['auth', 'whoami'], /Username +\S+[\s\S]*system:masters/],
    [['auth', 'can-i', '*', '*'], /^yes\n$/],
  ])('%j', async (args, expected) => {
    expect(await out(...(args as string[]))).toMatch(expected as RegExp)
  })

  it.each([
    [['get', 'cm', 'nope'], /^Error from server \(NotFound\): configmaps "nope" not found\n$/],
    [['get', 'nope'], /^error: the server doesn't have a resource type "nope"\n$/],
    [['create', 'ns', 'shop'], /^Error from server \(AlreadyExists\): namespaces "shop" already exists\n$/],
    [['create', 'deployment', 'BAD', '--image=a'], /is invalid: metadata.name: Invalid value: "BAD"/],
    [['patch', 'deploy', 'web', '-p', '{"spec":{"replicas":"x"}}'], /cannot be handled as a Deployment|Invalid value|unable to/i],
    [['scale', 'deploy/web', '--replicas=1', '--current-replicas=9'], /Expected replicas to be 9, was 2/],
    [['delete', 'ns', 'default'], /namespaces "default" is forbidden: this namespace may not be deleted/],
    [['create', 'cm', 'a', '-n', 'missing'], /namespaces "missing" not found/],
    [['top', 'nodes'], /Metrics API not available/],
    [['cordon', 'nope'], /nodes "nope" not found/],
    [['wait', 'deploy/web', '--for=jsonpath={.spec.replicas}=9', '--timeout=1s'], /timed out waiting/],
  ])('%j is refused', async (args, expected) => {
    const {code, stderr} = await inShop(...(args as string[]))
    expect(code).toBe(1)
    expect(stderr).toMatch(expected as RegExp)
  })

  it('is warned of kinds that are deprecated', async () => {
    expect(await inShop('get', 'cs', '-o', 'name')).toMatchObject({
      code: 0,
      stderr: 'Warning: v1 ComponentStatus is deprecated in v1.19+\n',
    })
    expect((await inShop('get', 'ep', 'web')).stderr).toContain('Warning: v1 Endpoints is deprecated in v1.33+')
  })

  it('goes on after a resource whose kind nobody knows', async () => {
    const text =
      'apiVersion: example.com/v1\nkind: Nothing\nmetadata: {name: a}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: beside}\n'
    const {code, stdout, stderr} = await inShop('apply', '-f', cluster.file('mixed.yaml', text))
    expect({code, stdout}).toEqual({code: 1, stdout: 'configmap/beside created\n'})
    expect(stderr).toContain('no matches for kind "Nothing" in version "example.com/v1"\nensure CRDs are installed first')
  })

  it('cordons and uncordons the node', async () => {
    const [node] = (await json('get', 'nodes')).items
    expect(await out('cordon', node.metadata.name)).toBe(`node/${node.metadata.name} cordoned\n`)
    expect(await out('get', 'node', '--no-headers')).toContain('SchedulingDisabled')
    expect(await out('uncordon', node.metadata.name)).toBe(`node/${node.metadata.name} uncordoned\n`)
  })

  it('follows changes with -w', async () => {
    await out('create', 'cm', 'watched', '--from-literal=a=1')
    const args = ['-n', 'shop', 'get', 'cm', 'watched', '-w', '-o', 'jsonpath={.data.a} ']
    const seen = follow(cluster, 'kubectl', args, (text) => text.includes('3'))
    await seen.started
    for (const value of ['2', '3']) await out('patch', 'cm', 'watched', '--type=merge', '-p', `{"data":{"a":"${value}"}}`)
    expect(await seen.output).toBe('1 2 3 ')
    const table = follow(cluster, 'kubectl', ['-n', 'shop', 'get', 'cm', '-w'], (text) => text.includes('later'))
    await table.started
    await out('create', 'cm', 'later')
    expect(await table.output).toMatch(/^NAME +DATA +AGE\n[\s\S]*later +0 +\d+s\n$/)
  })

  it('patches, labels, annotates, edits and replaces', async () => {
    await out('create', 'cm', 'own', '--from-literal=colour=blue')
    expect(await out('patch', 'cm', 'own', '--type=merge', '-p', '{"data":{"m":"1"}}')).toBe('configmap/own patched\n')
    await out('patch', 'cm', 'own', '--type=json', '-p', '[{"op":"replace","path":"/data/m","value":"2"}]')
    expect(await out('label', 'cm', 'own', 'a=b')).toBe('configmap/own labeled\n')
    expect((await inShop('label', 'cm', 'own', 'a=c')).stderr).toContain("'a' already has a value (b), and --overwrite is false")
    await out('label', 'cm', 'own', 'a=c', '--overwrite')
    expect(await out('annotate', 'cm', 'own', 'note=x')).toBe('configmap/own annotated\n')
    const editor = cluster.file('edit.sh', '#!/bin/sh\nsed -i "s/colour: .*/colour: edited/" "$1"\n')
    const edited = await cluster.run('kubectl', ['-n', 'shop', 'edit', 'cm', 'own'], {env: {EDITOR: `sh ${editor}`}})
    expect(edited.stdout).toBe('configmap/own edited\n')
    const now = await json('get', 'cm', 'own')
    expect(now).toMatchObject({
      data: {colour: 'edited', m: '2'},
      metadata: {labels: {a: 'c'}, annotations: {note: 'x'}},
    })
    const file = cluster.file('own.json', JSON.stringify({...now, data: {colour: 'replaced'}}))
    expect(await out('replace', '-f', file)).toBe('configmap/own replaced\n')
    const stale = await inShop('replace', '-f', file)
    expect(stale.stderr).toMatch(/\(Conflict\).*the object has been modified; please apply your changes to the latest version/)
    expect(
      (await inShop('replace', '--force', '-f', cluster.file('new.json', JSON.stringify({...now, metadata: {name: 'own'}}))))
        .stdout,
    ).toBe('configmap "own" deleted from shop namespace\nconfigmap/own replaced\n')
  })

  it('applies server-side: conflicts, force, and a manager of its own', async () => {
    const file = cluster.file(
      'ssa.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {colour: green}\n',
    )
    const refused = await inShop('apply', '--server-side', '-f', file, '--field-manager=me')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(
      'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.colour',
    )
    expect(await out('apply', '--server-side', '-f', file, '--field-manager=me', '--force-conflicts')).toBe(
      'configmap/settings serverside-applied\n',
    )
    const {metadata, data} = await json('get', 'cm', 'settings', '--show-managed-fields')
    expect(data).toEqual({colour: 'green'})
    expect(metadata.managedFields).toContainEqual(expect.objectContaining({manager: 'me', operation: 'Apply'}))
    expect((await inShop('apply', '--server-side', '--dry-run=server', '-f', file, '--field-manager=me')).stdout).toBe(
      'configmap/settings serverside-applied (server dry run)\n',
    )
  })

  it('refuses or reports unknown fields as it is asked to', async () => {
    const file = cluster.file(
      'odd.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: odd, labeles: {a: b}}\ndatta: {a: b}\ndata: {a: b}\n',
    )
    const strict = await inShop('apply', '-f', file)
    expect(strict.code).toBe(1)
    expect(strict.stderr).toContain('strict decoding error: unknown field "datta", unknown field "metadata.labeles"')
    const warned = await inShop('apply', '--validate=warn', '-f', file)
    expect(warned.stderr).toBe('Warning: unknown field "datta"\nWarning: unknown field "metadata.labeles"\n')
    expect(warned.stdout).toBe('configmap/odd created\n')
    expect(await out('apply', '--validate=ignore', '-f', file)).toContain('configmap/odd ')
  })

  it('deletes with every cascade', async () => {
    const children = async () => (await out('get', 'rs,po', '-l', 'app=gone', '-o', 'name')).trim()
    const create = async () => {
      await out('create', 'deployment', 'gone', '--image=a')
      await out('wait', 'deploy/gone', '--for=condition=Available', '--timeout=90s')
    }
    await create()
    expect(await out('delete', 'deploy', 'gone', '--cascade=orphan')).toBe('deployment.apps "gone" deleted from shop namespace\n')
    expect((await children()).split('\n')).toHaveLength(2)
    await out('delete', 'rs', '-l', 'app=gone', '--cascade=foreground')
    await out('wait', 'po', '-l', 'app=gone', '--for=delete', '--timeout=90s')
    expect(await children()).toBe('')
    await create()
    await out('delete', 'deploy', 'gone', '--cascade=background')
    await out('wait', 'rs,po', '-l', 'app=gone', '--for=delete', '--timeout=90s')
    expect(await children()).toBe('')
    const {stdout} = await inShop('delete', 'po', '-l', 'app=db', '--force', '--grace-period=0')
    expect(stdout).toContain('pod "db-0" force deleted from shop namespace\n')
    expect(await out('delete', 'cm', 'nope', '--ignore-not-found')).toBe('')
  })

  it('empties a namespace', async () => {
    await out('create', 'ns', 'short')
    await out('create', 'deployment', 'web', '--image=a', '-n', 'short')
    expect((await kubectl('delete', 'ns', 'short')).stdout).toBe('namespace "short" deleted\n')
    expect((await kubectl('get', 'ns', 'short')).code).toBe(1)
    expect(await out('get', 'all', '-n', 'short', '-o', 'name')).toBe('')
  })

  it('makes every kind that kubectl create knows', async () => {
    const made: string[][] = [
      ['secret', 'generic', 'made', '--from-literal=a=b'],
      ['secret', 'docker-registry', 'reg', '--docker-server=a', '--docker-username=b', '--docker-password=c'],
      ['job', 'made', '--image=busybox', '--', 'true'],
      ['cronjob', 'made', '--image=busybox', '--schedule=*/5 * * * *'],
      ['role', 'made', '--verb=get', '--resource=pods'],
      ['rolebinding', 'made', '--role=made', '--user=u'],
      ['clusterrole', 'made', '--verb=get', '--resource=pods'],
      ['clusterrolebinding', 'made', '--clusterrole=made', '--user=u'],
      ['serviceaccount', 'made'],
      ['quota', 'made', '--hard=pods=100'],
      ['ingress', 'made', '--rule=a.com/=web:80'],
      ['pdb', 'made', '--selector=app=made', '--min-available=1'],
      ['priorityclass', 'made', '--value=5'],
      ['service', 'clusterip', 'made', '--tcp=80:80'],
      ['service', 'nodeport', 'made-node', '--tcp=80:80', '--node-port=30080'],
      ['service', 'externalname', 'made-name', '--external-name=a.b'],
    ]
    for (const args of made) expect(await out('create', ...args)).toMatch(/ created\n$/)
    expect(await out('wait', 'job/made', '--for=condition=Complete', '--timeout=90s')).toBe('job.batch/made condition met\n')
    expect(await out('create', 'job', 'by-hand', '--from=cronjob/tick')).toBe('job.batch/by-hand created\n')
    expect(await out('run', 'alone', '--image=nginx')).toBe('pod/alone created\n')
    expect(await out('wait', 'pod/alone', '--for=condition=Ready', '--timeout=90s')).toBe('pod/alone condition met\n')
    expect((await inShop('logs', 'alone')).code).toBe(0)
    expect(await out('expose', 'pod', 'alone', '--port=80', '--name=alone')).toBe('service/alone exposed\n')
  })
})
