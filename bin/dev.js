#!/usr/bin/env node
// The command line from its sources: bundled in memory like a script, packages left outside.
const {readFileSync} = require('node:fs')
const {dirname, join} = require('node:path')

const root = dirname(__dirname)
const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
import('../scripts/run.mjs')
  .then(({bundleSource}) => bundleSource(join(root, 'src/commands/start.ts')))
  .then(({start}) => start(process.argv.slice(2), root, pjson))
  .then(process.exit)
