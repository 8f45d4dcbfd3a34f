import {dirname, join, resolve} from 'node:path'
import {type ControllerCommand, cncfIn} from '../handover/controller-processes.js'
import {embeddedCluster, realCluster, type StartCluster} from '../lifecycle/clusters.js'
import {httpsPlace, type OpenGitPlace, sshdPlace} from '../lifecycle/git-places.js'
import {installationLife} from '../lifecycle/installation-life.js'
import {describeWith, findPeer, type Peer} from './peers.js'

const program = join(resolve(import.meta.dirname, '../..'), 'bin/dev.js')

const ours: ControllerCommand = (name) => [process.execPath, program, 'controller', name]
const cncf: ControllerCommand = (name) => cncfIn(dirname(findPeer('source-controller')!))(name)

const PLANE: readonly Peer[] = ['etcd', 'kube-apiserver', 'kube-controller-manager']
const CONTROLLERS: readonly Peer[] = ['source-controller', 'kustomize-controller']
const sshd: OpenGitPlace = (served, folder) => sshdPlace(findPeer('sshd')!)(served, folder)

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
  describeWith(peers, `an installation: ${title}`, () => {
    // The namespace of their Lease they read from a file of their Pod.
    const more = controllers === cncf ? ['--enable-leader-election=false'] : []
    installationLife({cluster, place, controllers, more})
  })
}
