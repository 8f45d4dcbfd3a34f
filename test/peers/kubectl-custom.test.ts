import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {type PeerCluster, startPeerCluster} from './peer-cluster.js'
import {describeWith} from './peers.js'
import {WIDGETS} from './shop.js'

const widget = (name: string, spec: string) =>
  `apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: ${name}, namespace: default}\nspec: ${spec}\n`

describeWith(['kubectl'], 'kubectl and custom resources', () => {
  let cluster: PeerCluster
  const run = (...args: string[]) => cluster.run('kubectl', args)
  const out = async (...args: string[]): Promise<string> => {
    const {code, stdout, stderr} = await run(...args)
    expect({args, code, stderr}).toEqual({args, code: 0, stderr: ''})
    return stdout
  }

  beforeAll(async () => {
    cluster = await startPeerCluster()
    await out('apply', '-f', cluster.file('crd.yaml', WIDGETS))
    await out('wait', 'crd/widgets.example.com', '--for=condition=Established', '--timeout=90s')
    await out('apply', '-f', cluster.file('one.yaml', widget('one', '{size: 5, colour: red}')))
  })
  afterAll(() => cluster?.close())

  it('prints the columns of the definition', async () => {
    expect(await out('get', 'wi')).toBe('NAME   SIZE\none    5\n')
    expect(await out('get', 'widget', '-o', 'wide')).toBe('NAME   SIZE   COLOUR\none    5      red\n')
    expect(await out('get', 'all', '-o', 'name')).toContain('widget.example.com/one\n')
    expect(await out('describe', 'wi', 'one')).toMatch(/Kind: +Widget[\s\S]*Colour: +red/)
    expect(await out('api-resources', '--api-group=example.com', '--no-headers')).toMatch(
      /^widgets +wi +example.com\/v1 +true +Widget\n$/,
    )
  })

  it('explains the schema', async () => {
    expect(await out('explain', 'widget')).toMatch(/KIND: +Widget\nVERSION: +example.com\/v1|KIND: +Widget/)
    expect(await out('explain', 'widget.spec.size')).toContain('How big it is.')
    expect(await out('explain', 'widget.spec.size', '--output=plaintext-openapiv2')).toContain('How big it is.')
    expect((await run('explain', 'widget.nope')).stderr).toContain('field "nope" does not exist')
  })

  it('has defaults, scale and status', async () => {
    await out('apply', '-f', cluster.file('two.yaml', widget('two', '{}')))
    expect(await out('get', 'wi', 'two', '-o', 'jsonpath={.spec.size}')).toBe('3')
    expect(await out('scale', 'wi/one', '--replicas=7')).toBe('widget.example.com/one scaled\n')
    await out('patch', 'wi', 'one', '--subresource=status', '--type=merge', '-p', '{"status":{"size":6}}')
    expect(await out('get', 'wi', 'one', '--subresource=scale')).toMatch(/^NAME +DESIRED +AVAILABLE +AGE\none +7 +6 /)
    expect((await run('patch', 'wi', 'one', '-p', '{"spec":{}}')).stderr).toContain(
      'application/strategic-merge-patch+json is not supported',
    )
  })

  it('is refused or warned about what the schema does not allow', async () => {
    const wrong = await run('create', '-f', cluster.file('wrong.yaml', widget('wrong', '{size: 0, colour: green}')))
    expect(wrong.code).toBe(1)
    expect(wrong.stderr).toContain('spec.colour: Unsupported value: "green": supported values: "red", "blue"')
    expect(wrong.stderr).toContain('spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1')
    const unknown = cluster.file('unknown.yaml', widget('unknown', '{size: 1, oops: 1}'))
    expect((await run('create', '-f', unknown)).stderr).toContain('strict decoding error: unknown field "spec.oops"')
    expect((await run('create', '--validate=warn', '-f', unknown)).stderr).toBe('Warning: unknown field "spec.oops"\n')
  })

  it('goes with its definition', async () => {
    expect(await out('delete', 'crd', 'widgets.example.com')).toBe(
      'customresourcedefinition.apiextensions.k8s.io "widgets.example.com" deleted\n',
    )
    // kubectl remembers for some minutes what a server has
    expect((await run('get', 'wi')).stderr).toContain('(NotFound): Unable to list "example.com/v1, Resource=widgets"')
    rmSync(join(cluster.folder, '.kube/cache'), {recursive: true})
    expect((await run('get', 'wi')).stderr).toBe('error: the server doesn\'t have a resource type "wi"\n')
    const create = await run('create', '-f', cluster.file('one.yaml', widget('one', '{}')))
    expect(create.stderr).toContain('ensure CRDs are installed first')
  })
})
