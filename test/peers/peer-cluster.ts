import {execFile, spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type ApiServer, type ApiServerOptions, startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import {findPeer, type Peer} from './peers.js'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

interface RunOptions {
  readonly input?: string
  readonly env?: NodeJS.ProcessEnv
}

/** An embedded API on https, its kubeconfig in a temporary folder, and real tools that use it. */
export interface PeerCluster {
  readonly api: ApiServer
  readonly folder: string
  /** path of the kubeconfig */
  readonly kubeconfig: string
  readonly env: NodeJS.ProcessEnv
  /** Writes a file below the folder; its path. */
  file(name: string, text: string): string
  /** Runs a tool to its end, whatever the exit code. */
  run(peer: Peer, args: readonly string[], options?: RunOptions): Promise<Ran>
  close(): Promise<void>
}

/** Starts one; close it after the suite. */
export async function startPeerCluster(options: ApiServerOptions = {}): Promise<PeerCluster> {
  const api = await startApiServer({readyAfterMs: 50, ...options})
  const {kubeconfig} = await api.listen()
  const tools = peerTools(kubeconfig)
  return {
    ...tools,
    api,
    async close() {
      await api.close()
      rmSync(tools.folder, {recursive: true, force: true})
    },
  }
}

/** Real tools in a temporary home of their own, on the cluster of a kubeconfig. */
export function peerTools(kubeconfigText: string): Omit<PeerCluster, 'api' | 'close'> {
  const folder = mkdtempSync(join(tmpdir(), 'flux-peers-'))
  const kubeconfig = join(folder, 'kubeconfig')
  writeFileSync(kubeconfig, kubeconfigText, {mode: 0o600})
  const {PATH} = process.env
  // TZ: dates in outputs; no proxy and no configuration of the machine's
  const env = {PATH, HOME: folder, KUBECONFIG: kubeconfig, TZ: 'UTC', NO_COLOR: '1'}
  return {
    folder,
    kubeconfig,
    env,
    file(name, text) {
      const path = join(folder, name)
      mkdirSync(join(path, '..'), {recursive: true})
      writeFileSync(path, text)
      return path
    },
    run: (peer, args, {input, env: more} = {}) =>
      new Promise((resolve) => {
        const settings = {env: {...env, ...more}, cwd: folder, maxBuffer: 1 << 26, timeout: 120_000}
        const child = execFile(findPeer(peer) ?? peer, [...args], settings, (error, stdout, stderr) => {
          resolve({code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr})
        })
        child.stdin?.end(input)
      }),
  }
}

/** Lines of a tool that runs on, until `enough` of what it printed; then it is ended. */
export function follow(
  {env, folder}: Pick<PeerCluster, 'env' | 'folder'>,
  peer: Peer,
  args: readonly string[],
  enough: (stdout: string) => boolean,
): {readonly started: Promise<void>; readonly output: Promise<string>} {
  const child = spawn(findPeer(peer) ?? peer, args, {env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe']})
  let stdout = ''
  let begin = () => {}
  const started = new Promise<void>((resolve) => (begin = resolve))
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk)
    begin()
    if (enough(stdout)) child.kill()
  })
  const output = new Promise<string>((resolve) =>
    child.once('close', () => {
      begin()
      resolve(stdout)
    }),
  )
  return {started, output}
}
