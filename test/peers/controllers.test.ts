import {join, resolve} from 'node:path'
import type {StartController} from '../handover/controller-rig.js'
import {followGit} from '../handover/follow-git.js'
import {severalControllers, severalSources} from '../handover/several-controllers.js'
import {realCluster} from '../lifecycle/clusters.js'
import {describeWith, findPeer} from './peers.js'

const program = join(resolve(import.meta.dirname, '../..'), 'bin/dev.js')

const startOurs: StartController = (processes, name, args, log, env) =>
  processes.start(process.execPath, [program, 'controller', name, ...args], log, env)

describeWith(['source-controller', 'kustomize-controller'], "CNCF's controllers on the embedded API", () => {
  followGit((processes, name, args, log, env) => processes.start(findPeer(name)!, args, log, env))
})

describeWith(['etcd', 'kube-apiserver', 'kube-controller-manager'], 'several of our controllers on a kube-apiserver', () => {
  severalControllers(startOurs, realCluster)
  severalSources(startOurs, realCluster)
})
