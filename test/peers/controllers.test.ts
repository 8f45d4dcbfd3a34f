import {followGit} from '../handover/follow-git.js'
import {describeWith, findPeer} from './peers.js'

describeWith(['source-controller', 'kustomize-controller'], "CNCF's controllers on the embedded API", () => {
  followGit((processes, name, args, log, env) => processes.start(findPeer(name)!, args, log, env))
})
