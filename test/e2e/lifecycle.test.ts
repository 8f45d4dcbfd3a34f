import {join, resolve} from 'node:path'
import {describe} from 'vitest'
import {embeddedCluster} from '../lifecycle/clusters.js'
import {httpsPlace} from '../lifecycle/git-places.js'
import {installationLife} from '../lifecycle/installation-life.js'

const program = join(resolve(import.meta.dirname, '../..'), 'bin/dev.js')

describe('an installation on the embedded API, over https', {timeout: 120_000}, () => {
  installationLife({
    cluster: embeddedCluster,
    place: httpsPlace,
    controllers: (name) => [process.execPath, program, 'controller', name],
  })
})
