import {dirname, join, resolve} from 'node:path'
import {describe} from 'vitest'
import {type ControllerCommand, cncfIn} from '../handover/controller-processes.js'
import {behindProxy} from '../lifecycle/behind-proxy.js'
import {embeddedCluster, realCluster, type StartCluster} from '../lifecycle/clusters.js'
import {httpsPlace, type OpenGitPlace, sshdPlace} from '../lifecycle/git-places.js'
import {installationLife} from '../lifecycle/installation-life.js'
import {rotatedKey} from '../lifecycle/rotated-key.js'
import {describeWith, findPeer, type Peer} from './peers.js'

const program = join(resolve(import.meta.dirname, '../..'), 'bin/dev.js')

const ours: ControllerCommand = (name) => [process.execPath, program, 'controller', name]
const cncf: ControllerCommand = (name) => cncfIn(dirname(findPeer('source-controller')!))(name)

const PLANE: readonly Peer[] = ['etcd', 'kube-apiserver', 'kube-controller-manager']
const CONTROLLERS: readonly Peer[] = ['source-controller', 'kustomize-controller']
const sshd: OpenGitPlace = (repos, folder) => sshdPlace(findPeer('sshd')!)(repos, folder)

/** CNCF's controllers read the namespace of their Lease from a file of their Pod. */
const outside = (controllers: ControllerCommand) => (controllers === cncf ? ['--enable-leader-election=false'] : [])

const LIVES: readonly (readonly [title: string, peers: readonly Peer[], StartCluster, OpenGitPlace, ControllerCommand])[] = [
  ["our controllers on the embedded API, Git over OpenSSH's server", ['sshd'], embeddedCluster, sshd, ours],
  ['our controllers on a kube-apiserver, Git over https', PLANE, realCluster, httpsPlace, ours],
  ["our controllers on a kube-apiserver, Git over OpenSSH's server", [...PLANE, 'sshd'], realCluster, sshd, ours],
  ["CNCF's controllers on a kube-apiserver, Git over https", [...PLANE, ...CONTROLLERS], realCluster, httpsPlace, cncf],
  [
    "CNCF's controllers on a kube-apiserver, Git over OpenSSH's server",
    [...PLANE, ...CONTROLLERS, 'sshd'],
    realCluster,
    sshd,
    cncf,
  ],
]

for (const [title, peers, cluster, place, controllers] of LIVES) {
  describeWith(peers, `an installation: ${title}`, () =>
    installationLife({cluster, place, controllers, more: outside(controllers)}),
  )
}

for (const [title, peers, controllers] of [
  ['our controllers', PLANE, ours],
  ["CNCF's controllers", [...PLANE, ...CONTROLLERS], cncf],
] as const) {
  describeWith(peers, `a deploy key: ${title} on a kube-apiserver`, () => {
    rotatedKey({cluster: realCluster, controllers, more: outside(controllers)})
  })
}

describe('an older release behind a proxy: our controllers on the embedded API', () => {
  behindProxy({cluster: embeddedCluster, controllers: ours, command: [process.execPath, program]})
})
describeWith(PLANE, 'an older release behind a proxy: our controllers on a kube-apiserver', () => {
  behindProxy({cluster: realCluster, controllers: ours, command: [process.execPath, program]})
})
describeWith([...PLANE, ...CONTROLLERS], "an older release behind a proxy: CNCF's controllers on a kube-apiserver", () => {
  behindProxy({cluster: realCluster, controllers: cncf, more: outside(cncf), command: [process.execPath, program]})
})
