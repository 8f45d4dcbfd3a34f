#!/usr/bin/env node
// The command line from its sources: bundled in memory like a script, packages left outside.
import {readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {bundleSource} from '../scripts/run.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const {start} = await bundleSource(join(root, 'src/commands/start.ts'))
process.exit(await start(process.argv.slice(2), root, pjson))
