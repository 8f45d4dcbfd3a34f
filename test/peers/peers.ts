import {existsSync} from 'node:fs'
import {homedir} from 'node:os'
import {delimiter, join} from 'node:path'
import {describe} from 'vitest'

/** Real tools that the suites ask for. */
export const PEERS = [
  'kubectl',
  'flux',
  'source-controller',
  'kustomize-controller',
  'helm',
  'helm3',
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'docker-registry',
  'sshd',
] as const
export type Peer = (typeof PEERS)[number]

/** Path of a real tool: from `$FLUX_PEERS/bin` (pinned versions) first, then from PATH. */
export function findPeer(name: Peer): string | undefined {
  const pinned = join(process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers'), 'bin')
  const folders = [pinned, ...(process.env['PATH'] ?? '').split(delimiter)]
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

/** A suite that is skipped, and counted by the reporter, when one of its tools is missing. */
export function describeWith(peers: readonly Peer[], title: string, body: () => void): void {
  const missing = peers.filter((name) => findPeer(name) === undefined)
  if (missing.length === 0) describe(title, body)
  else describe.skip(`${title} (needs ${missing.join(', ')})`, body)
}
