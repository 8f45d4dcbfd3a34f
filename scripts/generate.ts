// `npm run gen`: everything that is derived from manifests/.
import {join} from 'node:path'
import {generateBuiltin} from './generate-builtin.js'
import {generateInstallation} from './generate-installation.js'
import {generateKinds} from './generate-kinds.js'

const root = join(import.meta.dirname, '..')
for (const path of generateBuiltin(root)) console.log(path)
generateInstallation(root)
await generateKinds()
