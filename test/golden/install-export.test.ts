import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {inProcess} from './cli-replay/run-line.js'
import {embeddedServer} from './cli-replay/servers/api-servers.js'
import {warmUp} from './cli-replay/warm-up.js'
import {withoutDefinitions} from './install-export.js'

interface Recorded {
  readonly documents: Readonly<Record<string, string>>
  readonly cases: readonly {name: string; flags: string[]; exit: number; stderr: string; documents: string[]}[]
}

const root = resolve(import.meta.dirname, '../..')
const {cases, documents} = JSON.parse(readFileSync(join(root, 'test/fixtures/install/export.json'), 'utf8')) as Recorded
const run = inProcess(root)
let server: Awaited<ReturnType<typeof embeddedServer>>

const exported = (flags: readonly string[]) =>
  run({argv: ['install', '--export', ...flags], env: {HOME: '/none'}, cwd: root, stdin: '', closed: false}, server)

beforeAll(async () => {
  await warmUp(root)
  server = await embeddedServer(root, {virtual: true})
  return () => server.close()
})

describe('flux install --export', () => {
  it.each(cases.filter(({exit}) => exit === 0))('$name, byte for byte', async ({flags, documents: keys}) => {
    const {exit, stdout, stderr} = await exported(flags)
    expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
    expect(withoutDefinitions(stdout)).toEqual(keys.map((key) => documents[key]))
  })

  it('refuses a component that is named twice', async () => {
    const {exit, stdout, stderr} = await exported(['--components-extra=source-controller'])
    expect({exit, stdout}).toEqual({exit: 1, stdout: ''})
    expect(stderr).toBe('✗ install failed: component source-controller is named twice\n')
  })
})
