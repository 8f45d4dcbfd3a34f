#!/usr/bin/env node
import {readFileSync} from 'node:fs'
import * as nodeModule from 'node:module'
import {dirname} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pjson = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
const argv = process.argv.slice(2)

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v') && !process.env.FLUX_SYSTEM_NAMESPACE) {
  process.stdout.write(`flux version ${pjson.fluxVersion}\n`)
} else {
  nodeModule.enableCompileCache?.()
  const {start} = await import('../dist/main.js')
  process.exit(await start(argv, root, pjson))
}
