// Records what CNCF's `flux install --export` prints: test/fixtures/install/export.json.
// usage: node scripts/run.mjs record-install   needs flux-install in $FLUX_PEERS/bin: CNCF's flux built with its manifests embedded,
// as its release does (kustomize build of manifests/bases/*, rbac and policies into cmd/flux/manifests). Where the module of a
// controller cannot be had, its base may be ours (kustomize build --load-restrictor LoadRestrictionsNone manifests/bases/NAME).
import {spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {withoutDefinitions} from '../test/golden/install-export.js'
import {INSTALL_CASES} from './install-cases.js'

const flux = join(process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers'), 'bin/flux-install')
/** every document once: the cases share most of them */
const documents: Record<string, string> = {}

const cases = Object.entries(INSTALL_CASES).map(([name, flags]) => {
  const {status, stdout, stderr} = spawnSync(flux, ['install', '--export', ...flags], {encoding: 'utf8', env: {HOME: '/none'}})
  const parts = withoutDefinitions(stdout).map((text) => {
    const key = createHash('sha256').update(text).digest('hex').slice(0, 12)
    documents[key] = text
    return key
  })
  return {name, flags, exit: status, stderr, documents: parts}
})
const folder = join(import.meta.dirname, '../test/fixtures/install')
mkdirSync(folder, {recursive: true})
writeFileSync(join(folder, 'export.json'), `${JSON.stringify({cases, documents}, undefined, 1)}\n`)
console.log(`${cases.length} cases, ${Object.keys(documents).length} documents`)
