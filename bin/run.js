#!/usr/bin/env node
import {readFileSync} from 'node:fs'
import * as nodeModule from 'node:module'
import {dirname} from 'node:path'
import {fileURLToPath} from 'node:url'
import {setFlagsFromString} from 'node:v8'

const argv = process.argv.slice(2)
// Before anything else is read: others on this machine see the words of a line as long as its process has not hidden them.
if (argv.some((word) => /^-[sh]*p|^--.*(?:pass|token|creds|key)|:\/\//.test(word))) {
  const {hideSecretWords} = await import('../dist/process-title.js')
  hideSecretWords(argv)
}

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pjson = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v') && !process.env.FLUX_SYSTEM_NAMESPACE) {
  process.stdout.on('error', ({code}) => {
    process.exitCode = 1
    if (code !== 'EPIPE') process.stderr.write(`✗ write /dev/stdout: ${code === 'ENOSPC' ? 'no space left on device' : code}\n`)
  })
  process.stdout.write(`flux version ${pjson.fluxVersion}\n`)
} else {
  nodeModule.enableCompileCache?.()
  // A command is over before optimised code pays: the compiler's threads took a quarter of its time (docs/benchmarks.md).
  if (process.version.startsWith('v20.') && !argv.some((word) => ['run', 'controller', 'cluster'].includes(word))) {
    setFlagsFromString('--interrupt-budget=800000')
  }
  const {start} = await import('../dist/main.js')
  process.exit(await start(argv, root, pjson))
}
