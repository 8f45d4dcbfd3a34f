import {join, resolve} from 'node:path'
import {describe} from 'vitest'
import type {ControllerCommand} from '../handover/controller-processes.js'
import {embeddedCluster} from '../lifecycle/clusters.js'
import {httpsPlace} from '../lifecycle/git-places.js'
import {installationLife} from '../lifecycle/installation-life.js'
import {rotatedKey} from '../lifecycle/rotated-key.js'

const program = join(resolve(import.meta.dirname, '../..'), 'bin/dev.js')

const controllers: ControllerCommand = (name) => [process.execPath, program, 'controller', name]

describe('an installation on the embedded API, over https', () => {
  installationLife({cluster: embeddedCluster, place: httpsPlace, controllers})
})

describe('the deploy key of an installation on the embedded API', () => {
  rotatedKey({cluster: embeddedCluster, controllers})
})
