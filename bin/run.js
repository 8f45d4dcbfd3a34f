#!/usr/bin/env node
const {readFileSync} = require('node:fs')
const {dirname, join} = require('node:path')

const argv = process.argv.slice(2)
// Before anything else is read: others on this machine see the words of a line as long as its process has not hidden them.
if (argv.some((word) => /^-[sh]*p|^--.*(?:pass|token|creds|key)|:\/\//.test(word))) {
  require('../dist/process-title.cjs').hideSecretWords(argv)
}

const root = dirname(__dirname)
const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v') && !process.env.FLUX_SYSTEM_NAMESPACE) {
  process.stdout.on('error', ({code}) => {
    process.exitCode = 1
    if (code !== 'EPIPE') process.stderr.write(`✗ write /dev/stdout: ${code === 'ENOSPC' ? 'no space left on device' : code}\n`)
  })
  process.stdout.write(`flux version ${pjson.fluxVersion}\n`)
} else if (argv.some((word) => ['run', 'controller', 'cluster'].includes(word))) {
  require('node:module').enableCompileCache?.()
  process.once('beforeExit', tellStop)
  require('../dist/main.cjs').start(argv, root, pjson).then(process.exit)
} else {
  if (process.version.startsWith('v20.')) {
    // V8 takes no bytecode that was made with other flags, not even what Node brings of its own modules: these are loaded before.
    for (const name of ['node:zlib', 'node:vm']) require(name)
    // charts make digests of values
    for (const name of isLocal(argv) ? (argv[1] === 'chart' ? ['node:crypto'] : []) : ['node:http', 'node:https']) require(name)
    for (const stream of ['stdout', 'stderr']) Reflect.get(process, stream)
    // A command is over before optimised code pays: the compiler's threads took a quarter of its time (docs/benchmarks.md).
    require('node:v8').setFlagsFromString('--interrupt-budget=800000')
  }
  process.once('beforeExit', tellStop)
  const code = require('../dist/code-cache.cjs').cachedCode(join(root, 'dist'), argv, pjson.version, require)
  code
    .require('main.cjs')
    .start(argv, root, pjson)
    .then((exitCode) => {
      code.keep()
      process.exit(exitCode)
    })
}

/** Whether a line asks no server, as far as its words tell. */
function isLocal([first, second, ...words]) {
  if (first === undefined || ['completion', 'envsubst', 'help'].includes(first)) return true
  if (first === 'build' && ['chart', 'dir'].includes(second)) return true
  return [first, second, ...words].some((word) => ['--client', '--dry-run', '--export', '--help', '-h'].includes(word))
}

/** A command ends with its exit code; when nothing is left that could wake it up before, that is no success. */
function tellStop() {
  process.stderr.write('✗ the command stopped before its end: nothing is left to wait for\n')
  process.exit(1)
}
