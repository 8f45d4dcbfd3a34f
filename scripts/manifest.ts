// Writes oclif.manifest.json, the reviewed surface of the command line. `--check` only compares. usage: npm run manifest -- [--check]
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Plugin} from '@oclif/core'

const root = join(import.meta.dirname, '..')
const path = join(root, 'oclif.manifest.json')
const plugin = new Plugin({
  root,
  type: 'core',
  ignoreManifest: true,
  errorOnManifestCreate: true,
  respectNoCacheDefault: true,
} as never)
await plugin.load()
const text = `${JSON.stringify(plugin.manifest, undefined, 1)}\n`
if (!process.argv.includes('--check')) writeFileSync(path, text)
else if (readFileSync(path, 'utf8') !== text) {
  console.error('oclif.manifest.json is not what the commands say: run npm run build && npm run manifest')
  process.exitCode = 1
}
