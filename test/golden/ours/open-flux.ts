import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import type {KubeClient} from '../../../src/lib/ports/kube.js'
import {makeFolder} from '../cli-replay/folder.js'
import {environmentOf, placesOf} from '../cli-replay/places.js'
import {inProcess, type Line, type LineResult} from '../cli-replay/run-line.js'
import {embeddedServer} from '../cli-replay/servers/api-servers.js'
import {startSideServers} from '../cli-replay/servers/side-servers.js'
import {warmUp} from '../cli-replay/warm-up.js'
import {setUp} from '../cli-replay/world.js'

const root = resolve(import.meta.dirname, '../../..')
const corpus = join(root, 'test/corpus/cli')

/** Everything that the recorded `get` cases start from. */
export const ALL_KINDS = [
  ...['namespaces', 'sources', 'kustomizations', 'helmreleases', 'notifications', 'images'],
  ...['crd-artifactgenerators', 'artifactgenerators'],
].map((name) => `${name}.yaml`)

export interface Flux {
  readonly kube: KubeClient
  /** the working directory of the command lines */
  readonly dir: string
  /** Hands out logs by `namespace/pod/container` from now on. */
  setLogs(logs: Readonly<Record<string, string>>): void
  /** Runs one command line in process on the embedded API, on a virtual clock; placeholders stand for what changes. */
  run(line: string, options?: Partial<Pick<Line, 'terminal' | 'signal' | 'heard' | 'stdin' | 'env' | 'cwd'>>): Promise<LineResult>
  close(): Promise<void>
}

export interface FluxOptions {
  /** workloads get ready */
  readonly kubelet?: boolean
  /** false: on the real clock, for tests with servers whose work nobody counts */
  readonly virtual?: boolean
}

/** The command line on an embedded API with set-ups of the recorded cases. */
export async function openFlux(setup: readonly string[], {kubelet, virtual = true}: FluxOptions = {}): Promise<Flux> {
  await warmUp(root)
  const folder = mkdtempSync(join(tmpdir(), 'flux-ours-'))
  const server = await embeddedServer(root, {virtual, kubelet})
  await setUp(server, corpus, setup)
  const entry = {family: '', name: '', setup, argv: [], exit: 0, stdout: '', stderr: ''}
  const places = placesOf(folder, server, await startSideServers(entry, corpus))
  makeFolder(places.dir, undefined)
  const run = inProcess(root)
  return {
    ...{kube: server.kube, dir: places.dir, setLogs: (logs: Readonly<Record<string, string>>) => void server.setLogs(logs)},
    async run(line, {env, ...options} = {}) {
      const own = {argv: line.split(' ').map(places.filled), cwd: places.dir, stdin: '', closed: false}
      const result = await run({...own, env: {...environmentOf({}, places), ...env}, ...options}, server)
      return {...result, stdout: places.named(result.stdout), stderr: places.named(result.stderr)}
    },
    async close() {
      await server.close()
      rmSync(folder, {recursive: true, force: true})
    },
  }
}
